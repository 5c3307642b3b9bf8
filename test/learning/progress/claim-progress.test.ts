import * as fc from 'fast-check';
import { skillKind } from '../../../src/content/skill/skill.kind';
import { skillDraft } from '../../factories/skill';
import { publishDrafts } from '../../setup/content-store';
import { dataOf, Learner, refusalOf } from '../../setup/learners';
import { historyOf, itemOf, progressOf, record, type State, tryRecord } from '../../setup/progress';
import { startTestApp, type TestApp } from '../../setup/test-app';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp('empty');
  const topics = ['a', 'b', 'c'].map((id) => ({ id, name: id }));
  await publishDrafts(app.dataSource, [skillDraft('claimed', { topics })]);
});
afterAll(() => app.stop());

const topic = (id: string) => itemOf(skillKind, 'claimed', id);
const statesOf = async (learner: Learner): Promise<Record<string, State>> =>
  Object.fromEntries((await progressOf(learner)).map(({ label, state }) => [label, state]));

test('what was claimed is not open to its token any more', async () => {
  const learner = new Learner(app);
  await record(learner, topic('a'), 'DONE');
  const owner = await Learner.signedIn(app);
  dataOf(await owner.tryClaim([learner.token]));
  expect(refusalOf(await tryRecord(learner, topic('a'), 'NOT_STARTED')).code).toBe('UNAUTHENTICATED');
  const read = await app.send(
    'query ($token: String!) { anonymousLearner(attemptToken: $token) { progress { totalCount } } }',
    { token: learner.token },
  );
  expect(refusalOf(read).code).toBe('UNAUTHENTICATED');
  expect(await statesOf(owner)).toEqual({ a: 'DONE' });
});

test('a claim joins progress: of an item that both have the later change counts, and all changes stay in order', async () => {
  const [phone, tablet] = [new Learner(app), new Learner(app)];
  const owner = await Learner.signedIn(app);
  await record(phone, topic('a'), 'IN_PROGRESS');
  await record(owner, topic('a'), 'DONE');
  await record(tablet, topic('a'), 'NOT_STARTED');
  await record(owner, topic('b'), 'IN_PROGRESS');
  await record(phone, topic('b'), 'DONE');
  await record(owner, topic('b'), 'NOT_STARTED');
  await record(tablet, topic('c'), 'DONE');
  dataOf(await owner.tryClaim([phone.token, tablet.token]));
  expect(await statesOf(owner)).toEqual({ a: 'NOT_STARTED', b: 'NOT_STARTED', c: 'DONE' });
  expect(await historyOf(owner, topic('a'))).toEqual(['IN_PROGRESS', 'DONE', 'NOT_STARTED']);
  expect(await historyOf(owner, topic('b'))).toEqual(['IN_PROGRESS', 'DONE', 'NOT_STARTED']);
  // A repetition changes nothing, also after the owner went on.
  await record(owner, topic('c'), 'IN_PROGRESS');
  dataOf(await owner.tryClaim([tablet.token]));
  expect(await statesOf(owner)).toEqual({ a: 'NOT_STARTED', b: 'NOT_STARTED', c: 'IN_PROGRESS' });
  const [{ left }] = await app.dataSource.query(
    `SELECT count(*)::int AS left FROM progress p JOIN learner l ON l.id = p.learner_id AND l.claimed_by_id = $1`,
    [owner.userId],
  );
  expect(left).toBe(0);
});

test('in whatever order people record and claim, the outcome is that of one person who did all of it', async () => {
  type Step = { by: number; item: string; state: State } | { claim: number };
  const step: fc.Arbitrary<Step> = fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({
        by: fc.nat({ max: 2 }),
        item: fc.constantFrom('a', 'b', 'c'),
        state: fc.constantFrom<State>('NOT_STARTED', 'IN_PROGRESS', 'DONE'),
      }),
    },
    { weight: 1, arbitrary: fc.record({ claim: fc.integer({ min: 1, max: 2 }) }) },
  );
  const owner = await Learner.signedIn(app);
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 12 }), async (steps) => {
      await app.dataSource.query('DELETE FROM progress WHERE learner_id = $1', [owner.userId]);
      const people = [owner, new Learner(app), new Learner(app)];
      // The model: a list of changes, and who is whom by now.
      const changes: { by: number; item: string; state: State }[] = [];
      const is = [0, 1, 2];
      const changesOf = (by: number, item: string) =>
        changes.filter((each) => is[each.by] === is[by] && each.item === item).map(({ state }) => state);
      for (const each of [...steps, { claim: 1 }, { claim: 2 }]) {
        if ('claim' in each) {
          const { token } = people[each.claim]!;
          if (!token) continue;
          dataOf(await owner.tryClaim([token]));
          people[each.claim] = owner;
          is[each.claim] = 0;
        } else {
          await record(people[each.by]!, topic(each.item), each.state);
          // The state that somebody has already is no change.
          if (changesOf(each.by, each.item).at(-1) !== each.state) changes.push(each);
        }
      }
      const items = [...new Set(changes.map(({ item }) => item))];
      expect(await statesOf(owner)).toEqual(Object.fromEntries(items.map((item) => [item, changesOf(0, item).at(-1)])));
      for (const item of items) expect(await historyOf(owner, topic(item))).toEqual(changesOf(0, item));
    }),
    { numRuns: 12 },
  );
});

test('a claim and its owner’s own recording at the same time lose nothing', async () => {
  for (let round = 0; round < 3; round += 1) {
    const learner = new Learner(app);
    const owner = await Learner.signedIn(app);
    for (const id of ['a', 'b', 'c']) await record(learner, topic(id), 'DONE');
    const answers = await Promise.all([
      owner.tryClaim([learner.token]),
      ...['c', 'b', 'a'].map((id) => tryRecord(owner, topic(id), 'IN_PROGRESS')),
    ]);
    for (const answer of answers) expect(answer.errors).toBeUndefined();
    expect(await statesOf(owner)).toEqual({ a: 'IN_PROGRESS', b: 'IN_PROGRESS', c: 'IN_PROGRESS' });
    for (const id of ['a', 'b', 'c']) {
      expect((await historyOf(owner, topic(id))).toSorted()).toEqual(['DONE', 'IN_PROGRESS']);
    }
  }
});
