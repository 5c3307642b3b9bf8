import * as fc from 'fast-check';
import { documentIdFor } from '../../../src/content/publishing/document-id';
import type { Draft } from '../../../src/content/publishing/resolve-references';
import { heirsOfSkills } from '../../../src/content/skill/skill-lineage';
import { skillKind } from '../../../src/content/skill/skill.kind';
import { toGlobalId } from '../../../src/kernel/graphql/global-id';
import { assessmentDraft } from '../../factories/assessment';
import { careerDraft } from '../../factories/career';
import { questionDraft } from '../../factories/question';
import { skillDraft } from '../../factories/skill';
import { publishDrafts, saveDrafts, storedRows, unpublish } from '../../setup/content-store';
import { codesOf, type Desk, openDesk, problemsOf } from '../../setup/editors-desk';
import { answerTo, Learner, letPass } from '../../setup/learners';
import { itemOf, PLAN, planned, type PlannedEffects, progressOf, record } from '../../setup/progress';
import { startTestApp, type TestApp } from '../../setup/test-app';

/*
 * What a plan says of learners, against what then happens to them.
 */

let app: TestApp;
let desk: Desk;
beforeAll(async () => {
  app = await startTestApp('empty');
  desk = await openDesk(app);
  await publishDrafts(app.dataSource, [skillDraft('basis')]);
});
afterAll(() => app.stop());

const topics = (...ids: string[]) => ids.map((id) => ({ id, name: `Topic ${id}` }));
const idOf = (kind: string, slug: string) =>
  toGlobalId(kind[0] + kind.slice(1).toLowerCase(), documentIdFor(kind, slug));
const skillId = (slug: string) => idOf('SKILL', slug);
const topic = (slug: string, id: string) => itemOf(skillKind, slug, id);
const plan = (ids: string[], gone?: string[]): Promise<PlannedEffects> => planned(app, desk.editor, ids, gone);
const publish = (...drafts: Draft[]) => publishDrafts(app.dataSource, drafts);
const save = (...drafts: Draft[]) => saveDrafts(app.dataSource, drafts);

/** New learners who have all done these items. */
async function learnersWith(count: number, ...items: string[]): Promise<Learner[]> {
  const learners = Array.from({ length: count }, () => new Learner(app));
  for (const learner of learners) for (const item of items) await record(learner, item, 'DONE');
  return learners;
}

describe('a plan to unpublish', () => {
  test('is refused to learners, and for documents that are none or that stand in both lists', async () => {
    const basis = skillId('basis');
    const send = (gone: string[], headers: Record<string, string>) => app.send(PLAN, { ids: [basis], gone }, headers);
    expect(codesOf(await send([], desk.learner))).toEqual(['FORBIDDEN']);
    expect(codesOf(await send([], {}))).toEqual(['UNAUTHENTICATED']);
    expect(problemsOf(await send(['rubbish'], desk.editor))).toEqual(['/unpublishDocumentIds/0 id']);
    expect(codesOf(await send([toGlobalId('Skill', documentIdFor('SKILL', 'no-such'))], desk.editor))).toEqual([
      'NOT_FOUND',
    ]);
    await publish(skillDraft('another'));
    expect(problemsOf(await send([skillId('another'), basis], desk.editor))).toEqual([
      '/unpublishDocumentIds/1 exclusive',
    ]);
  });

  test('says what unpublish would be refused for, and what would be removed, field by field; it writes nothing', async () => {
    await publish(skillDraft('needed'), careerDraft('needs', ['needed']));
    const before = await storedRows(app.dataSource);
    const alone = await plan([], [skillId('needed')]);
    expect(alone).toMatchObject({
      publishable: false,
      problems: [{ severity: 'ERROR', code: 'unpublished-reference', document: { slug: 'needs' } }],
      changes: [{ kind: 'REMOVED', document: { slug: 'needed' } }],
    });
    expect(alone.changes[0]!.fields.map(({ pointer }) => pointer)).toEqual(['/kind', '/name', '/summary']);
    const both = await plan([], [skillId('needed'), idOf('CAREER', 'needs')]);
    expect(both).toMatchObject({ publishable: true, problems: [] });
    expect(both.changes.map(({ kind }) => kind)).toEqual(['REMOVED', 'REMOVED']);
    expect(await storedRows(app.dataSource)).toEqual(before);
    const refused = await desk.tryTo(
      'unpublish',
      { documentIds: [skillId('needed')] },
      'publication { number }',
      desk.publisher,
    );
    expect(problemsOf(refused)).toEqual(['/career/needs/skills/0/skill unpublished-reference']);
    await desk.unpublish([skillId('needed'), idOf('CAREER', 'needs')]);
    expect(await plan([], [skillId('needed')])).toMatchObject({ changes: [], problems: [] });
  });
});

describe('a plan tells of progress', () => {
  test('how many learners have begun or done what would be gone, item by item and each learner once', async () => {
    await publish(skillDraft('shrinks', { topics: topics('a', 'b', 'c', 'd') }));
    const [[first]] = [await learnersWith(2, topic('shrinks', 'a'), topic('shrinks', 'c'))];
    await learnersWith(1, topic('shrinks', 'c'), topic('shrinks', 'd'));
    await record(first!, topic('shrinks', 'd'), 'NOT_STARTED');
    await save(skillDraft('shrinks', { topics: [{ id: 'b', name: 'Renamed' }, ...topics('c')] }));
    const { affected } = await plan([skillId('shrinks')]);
    const item = (id: string, learners: number) => ({
      document: { slug: 'shrinks' },
      itemId: topic('shrinks', id),
      itemKind: 'TOPIC',
      label: `Topic ${id}`,
      learners,
    });
    expect(affected).toMatchObject({ learnersWithProgress: 3, items: [item('a', 2), item('d', 1)], lineage: [] });
    const removal = (await plan([], [skillId('shrinks')])).affected;
    expect(removal).toMatchObject({ learnersWithProgress: 3, items: [item('a', 2), item('c', 3), item('d', 1)] });
  });

  const SLUGS = ['p-one', 'p-two'] as const;
  const IDS = ['a', 'b', 'c'];
  const someTopics = fc.subarray(IDS).map((ids) => topics(...ids));

  test('and it is true: what it says is what learners then find removed', async () => {
    const learners = await Promise.all([1, 2, 3].map(() => Learner.signedIn(app)));
    await publish(...SLUGS.map((slug) => skillDraft(slug, { topics: topics(...IDS) })));
    const marks = fc.array(fc.tuple(fc.nat({ max: 2 }), fc.constantFrom(...SLUGS), fc.constantFrom(...IDS)), {
      maxLength: 6,
    });
    /** Who has progress on what is there, by item. */
    const present = async () => {
      const lists = await Promise.all(learners.map((learner) => progressOf(learner)));
      return lists.flatMap((rows, index) =>
        rows.filter(({ removed }) => !removed).map(({ itemId }) => `${itemId} ${index}`),
      );
    };
    let announced = 0;
    await fc.assert(
      fc.asyncProperty(marks, someTopics, fc.boolean(), async (done, left, withdraws) => {
        for (const slug of SLUGS) await save(skillDraft(slug, { topics: topics(...IDS) }));
        await publish(...SLUGS.map((slug) => skillDraft(slug, { topics: topics(...IDS) })));
        for (const [by, slug, id] of done) await record(learners[by]!, topic(slug, id), 'DONE');
        await save(skillDraft('p-one', { topics: left }));
        const gone = withdraws ? [skillId('p-two')] : [];
        const before = await present();
        const { affected } = await plan([skillId('p-one')], gone);
        if (left.length < IDS.length) await desk.publish([skillId('p-one')]);
        if (withdraws) await desk.unpublish(gone);
        const after = await present();
        const lost = before.filter((each) => !after.includes(each)).map((each) => each.split(' '));
        const said = affected.items.map(({ itemId, learners: count }) => `${itemId} ${count}`);
        const items = [...new Set(lost.map(([itemId]) => itemId))];
        const counted = items.map((itemId) => `${itemId} ${lost.filter(([each]) => each === itemId).length}`);
        expect(said.toSorted()).toEqual(counted.toSorted());
        expect(affected.learnersWithProgress).toBe(new Set(lost.map(([, learner]) => learner)).size);
        announced += said.length;
      }),
      { numRuns: 8 },
    );
    expect(announced).toBeGreaterThan(0);
  });
});

describe('a plan tells of lineage', () => {
  /** From whom to whom evidence goes, as of now, among skills of a prefix. */
  async function pairs(prefix: string): Promise<string[]> {
    const rows = await app.dataSource.query<{ id: string; slug: string }[]>(
      'SELECT id, slug FROM document WHERE starts_with(slug, $1) AND kind = $2',
      [prefix, 'SKILL'],
    );
    const slugs = new Map(rows.map(({ id, slug }) => [id, slug]));
    const [{ number }] = await app.dataSource.query('SELECT max(number) AS number FROM publication');
    const found = await heirsOfSkills(app.dataSource, number, [...slugs.keys()]);
    return [...found].flatMap(([id, heirs]) => heirs.map((heir) => `${slugs.get(id)} ${slugs.get(heir)}`)).toSorted();
  }
  const said = ({ affected }: PlannedEffects) => affected.lineage.map(({ from, to }) => `${from.slug} ${to.slug}`);

  test('when skills are merged and the result replaced: everything that then counts elsewhere, with its learners', async () => {
    await publish(skillDraft('m-a', { topics: topics('x') }), skillDraft('m-b', { topics: topics('y') }));
    await learnersWith(2, topic('m-a', 'x'));
    await learnersWith(1, topic('m-b', 'y'));
    await save(skillDraft('m-c', { replaces: ['m-a', 'm-b'] }));
    const merge = await plan([skillId('m-c')], [skillId('m-a'), skillId('m-b')]);
    expect(merge.problems).toEqual([]);
    expect(merge.affected.lineage).toEqual([
      { from: { slug: 'm-a' }, to: { slug: 'm-c' }, learners: 2 },
      { from: { slug: 'm-b' }, to: { slug: 'm-c' }, learners: 1 },
    ]);
    await desk.publish([skillId('m-c')]);
    await desk.unpublish([skillId('m-a'), skillId('m-b')]);
    expect(await pairs('m-')).toEqual(said(merge));
    await save(skillDraft('m-d', { replaces: ['m-c'] }));
    const next = await plan([skillId('m-d')], [skillId('m-c')]);
    expect(said(next)).toEqual(['m-a m-d', 'm-b m-d', 'm-c m-d']);
    expect(next.problems).toEqual([]);
    await desk.publish([skillId('m-d')]);
    await desk.unpublish([skillId('m-c')]);
    expect(await pairs('m-')).toEqual(said(next));
    // Nothing new the second time.
    expect(said(await plan([skillId('m-d')]))).toEqual([]);
  });

  test('when a skill is split: it leads to both parts', async () => {
    await publish(skillDraft('s-whole'));
    await save(skillDraft('s-left', { replaces: ['s-whole'] }), skillDraft('s-right', { replaces: ['s-whole'] }));
    const split = await plan([skillId('s-left'), skillId('s-right')], [skillId('s-whole')]);
    expect(said(split)).toEqual(['s-whole s-left', 's-whole s-right']);
    await desk.publish([skillId('s-left'), skillId('s-right')]);
    expect(await pairs('s-')).toEqual(said(split));
  });
});

describe('a plan warns that evidence would be without an heir', () => {
  const warnings = ({ problems }: PlannedEffects) =>
    problems
      .filter(({ code }) => code === 'evidence-without-heir')
      .map(({ severity, document, message }) => `${severity} ${document.slug} ${message.split(' ')[0]}`);

  test('of a topic that was begun, and not of one that was taken back; it can be published', async () => {
    await publish(skillDraft('w-topics', { topics: topics('x', 'y') }));
    const [learner] = await learnersWith(1, topic('w-topics', 'x'));
    expect(warnings(await plan([], [skillId('w-topics')]))).toEqual(['WARNING w-topics 1']);
    await record(learner!, topic('w-topics', 'x'), 'NOT_STARTED');
    expect(await plan([], [skillId('w-topics')])).toMatchObject({ problems: [] });
    await record(learner!, topic('w-topics', 'y'), 'IN_PROGRESS');
    expect(await plan([], [skillId('w-topics')])).toMatchObject({ publishable: true, problems: [expect.anything()] });
    await save(skillDraft('w-heir', { replaces: ['w-topics'] }));
    expect(warnings(await plan([skillId('w-heir')], [skillId('w-topics')]))).toEqual([]);
    await desk.publish([skillId('w-heir')]);
    await desk.unpublish([skillId('w-topics')]);
    // The heir leaves, or forgets whom it replaced: the same again, told of the skill whose evidence it is.
    expect(warnings(await plan([], [skillId('w-heir')]))).toEqual(['WARNING w-topics 1']);
    await save(skillDraft('w-heir'));
    expect(warnings(await plan([skillId('w-heir')]))).toEqual(['WARNING w-topics 1']);
    const [release] = [(await desk.to('createRelease', { title: 'Forgets' }, 'release { id }')).release];
    const { release: held } = await desk.to(
      'addToRelease',
      { releaseId: release.id, documentIds: [skillId('w-heir')] },
      'release { problems { code document { slug } } }',
    );
    expect(held.problems).toEqual([{ code: 'evidence-without-heir', document: { slug: 'w-topics' } }]);
  });

  test('of answers that were graded, whatever the question tests by now; not of a paper that is not handed in', async () => {
    const question = (skill: string) => questionDraft('w-question', { skill });
    await publish(skillDraft('w-asked'), question('w-asked'), assessmentDraft('w-quiz', ['w-question']));
    const [done, running] = [new Learner(app), await Learner.signedIn(app)];
    for (const learner of [done, running]) {
      const attempt = await learner.start('w-quiz');
      const [item] = attempt.paper.items;
      await learner.save(attempt.id, [answerTo(item!, { optionIds: [item!.options[0]!.id] })]);
      if (learner === done) await learner.submit(attempt.id);
    }
    await publish(question('basis'));
    expect(warnings(await plan([], [skillId('w-asked')]))).toEqual(['WARNING w-asked 1']);
    await unpublish(app.dataSource, [documentIdFor('SKILL', 'w-asked')]);
    // What is gone already is no news.
    expect(warnings(await plan([skillId('basis')], [skillId('w-asked')]))).toEqual([]);
  });

  test('and of nothing but skills', async () => {
    await publish(careerDraft('w-career', ['basis'], { nextSteps: [{ id: 'go', text: 'Go.' }] }));
    await learnersWith(1, toGlobalId('Item', `${documentIdFor('CAREER', 'w-career')}/go`));
    const { problems, affected } = await plan([], [idOf('CAREER', 'w-career')]);
    expect([problems, affected.learnersWithProgress]).toEqual([[], 1]);
  });
});

test('a plan counts attempts in progress at its assessments and with its questions, those that have run out left out', async () => {
  await publish(
    questionDraft('a-asked'),
    questionDraft('a-other'),
    assessmentDraft('a-quiz', ['a-asked'], { timeLimitMinutes: 10 }),
  );
  const learners = [new Learner(app), new Learner(app), new Learner(app)];
  const [first, second] = await Promise.all(learners.map((learner) => learner.start('a-quiz')));
  const edited = assessmentDraft('a-quiz', ['a-other'], { timeLimitMinutes: 10 });
  await save(
    edited,
    questionDraft('a-asked', { prompt: 'Which one now?' }),
    questionDraft('a-other', { prompt: 'And?' }),
  );
  const count = async (...ids: string[]) => (await plan(ids)).affected.attemptsInProgress;
  expect(await count(idOf('ASSESSMENT', 'a-quiz'))).toBe(3);
  expect(await count(idOf('QUESTION', 'a-asked'))).toBe(3);
  expect(await count(idOf('QUESTION', 'a-other'))).toBe(0);
  await learners[0]!.submit(first!.id);
  await letPass(app, second!.id, 3_600);
  expect(await count(idOf('ASSESSMENT', 'a-quiz'), idOf('QUESTION', 'a-asked'))).toBe(1);
});

test('a plan runs as many statements for 200 items, skills and learners as for 2', async () => {
  const many = topics(...Array.from({ length: 50 }, (_, index) => `t-${index}`));
  const slugs = (size: number, prefix: string) => Array.from({ length: size }, (_, index) => `${prefix}-${index}`);
  async function statements(size: number, prefix: string, items: number): Promise<number> {
    const olds = slugs(size, `${prefix}-old`);
    await publish(...olds.map((slug) => skillDraft(slug, { topics: many.slice(0, items) })));
    await learnersWith(1, ...olds.slice(0, 4).flatMap((slug) => many.slice(0, items).map(({ id }) => topic(slug, id))));
    await save(...olds.slice(1).map((slug) => skillDraft(`${slug}-heir`, { replaces: [slug] })));
    const ids = olds.slice(1).map((slug) => skillId(`${slug}-heir`));
    const { result, statements: ran } = await app.dataSource.logger.during(() => plan(ids, olds.map(skillId)));
    expect(result.affected.items).toHaveLength(Math.min(4, size) * items);
    expect(result.affected.lineage).toHaveLength(size - 1);
    expect(result.problems).toHaveLength(1);
    return ran.length;
  }
  const few = await statements(2, 'few', 1);
  expect(await statements(20, 'many', 50)).toBe(few);
}, 120_000);
