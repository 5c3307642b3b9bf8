import { careerKind } from '../../../src/content/career/career.kind';
import { projectKind } from '../../../src/content/project/project.kind';
import { allKinds } from '../../../src/content/publishing/content-kinds';
import { questionKind } from '../../../src/content/question/question.kind';
import { skillKind } from '../../../src/content/skill/skill.kind';
import { toGlobalId } from '../../../src/kernel/graphql/global-id';
import { careerDraft } from '../../factories/career';
import { projectDraft } from '../../factories/project';
import { questionDraft } from '../../factories/question';
import { skillDraft } from '../../factories/skill';
import { publishDrafts, saveDrafts, storedRows } from '../../setup/content-store';
import { type Desk, openDesk } from '../../setup/editors-desk';
import { dataOf, Learner, problemsOf, refusalOf } from '../../setup/learners';
import {
  historyOf,
  itemOf,
  progressOf,
  progressPage,
  record,
  RECORD_PROGRESS,
  SHOWN,
  type State,
  tryRecord,
} from '../../setup/progress';
import { startTestApp, type TestApp } from '../../setup/test-app';

let app: TestApp;
let desk: Desk;
let signedIn: Learner;
/** Topics of one skill, as many as a skill can have. */
const topics = Array.from({ length: 50 }, (_, index) => ({ id: `topic-${index}`, name: `Topic ${index}` }));
beforeAll(async () => {
  app = await startTestApp('empty');
  desk = await openDesk(app);
  signedIn = await Learner.signedIn(app);
  await publishDrafts(app.dataSource, [
    ...['wide', 'wide-2', 'wide-3', 'wide-4'].map((slug) => skillDraft(slug, { topics })),
    questionDraft('asked', { skill: 'wide' }),
    projectDraft('built', ['wide'], { criteria: [{ id: 'it-runs', kind: 'ACCEPTANCE' as never, text: 'It runs.' }] }),
    careerDraft('walked', ['wide'], {
      audience: [{ id: 'anybody', text: 'For anybody.' }],
      learningPath: [
        { id: 'step', title: 'Begin', text: 'Learn.', miniTask: { id: 'task', text: 'Write one.' } },
        { id: 'second', title: 'Go on', text: 'Learn more.' },
      ],
      interviewChecklist: [{ id: 'check', text: 'Explain it.' }],
      nextSteps: [{ id: 'next', text: 'Do more.' }],
    }),
  ]);
  await saveDrafts(app.dataSource, [skillDraft('unborn', { topics })]);
});
afterAll(() => app.stop());

const topic = (index: number, slug = 'wide') => itemOf(skillKind, slug, `topic-${index}`);
const NOWHERE = '/input/itemId item';

describe('progress is refused', () => {
  test('for a token that nobody has, as if nothing were there; nothing is written', async () => {
    const owner = new Learner(app);
    await record(owner, topic(0), 'DONE');
    const before = await storedRows(app.dataSource);
    const foreign = [`${owner.token!.slice(0, -2)}xx`, 'cga_x', 'x', '\u0000', ''];
    for (const token of foreign) {
      const thief = new Learner(app, {}, token);
      expect(refusalOf(await tryRecord(thief, topic(0), 'NOT_STARTED')).code).toBe('NOT_FOUND');
      const read = await app.send(
        'query ($token: String!) { anonymousLearner(attemptToken: $token) { progress { totalCount } } }',
        { token },
      );
      expect(refusalOf(read).code).toBe('NOT_FOUND');
    }
    expect(await storedRows(app.dataSource)).toEqual(before);
  });

  test('for items that no progress is recorded on, that were never public, and for what is no item; no learner is made', async () => {
    const before = await storedRows(app.dataSource);
    const wrong = [
      itemOf(careerKind, 'walked', 'anybody'),
      itemOf(questionKind, 'asked', 'this'),
      itemOf(skillKind, 'unborn', 'topic-0'),
      itemOf(skillKind, 'wide', 'topic-99'),
      // A topic of another document.
      itemOf(projectKind, 'built', 'topic-0'),
      toGlobalId('Item', 'topic-0'),
      toGlobalId('Item', 'x/topic-0'),
      toGlobalId('Skill', Buffer.from(topic(0), 'base64url').toString().slice('Item:'.length)),
      `${topic(0)}=`,
      'rubbish',
      '',
      '\u0000',
      'x'.repeat(10_000),
    ];
    for (const id of wrong) {
      for (const learner of [new Learner(app), signedIn]) {
        expect([id, problemsOf(await tryRecord(learner, id, 'DONE'))]).toEqual([id, [NOWHERE]]);
      }
    }
    expect(await storedRows(app.dataSource)).toEqual(before);
  });

  test('in a perspective that is not public', async () => {
    const headers = { ...desk.editor, 'x-perspective': 'draft' };
    const answer = await tryRecord(new Learner(app), itemOf(skillKind, 'unborn', 'topic-0'), 'DONE', headers);
    expect(problemsOf(answer)).toEqual(['/x-perspective perspective']);
  });

  test('by its filter for a document that is none', async () => {
    const answer = await app.send(
      '{ viewer { progress(filter: { document: "rubbish" }) { totalCount } } }',
      {},
      signedIn.headers,
    );
    expect(problemsOf(answer)).toEqual(['/filter/document id']);
  });
});

test('every list that kinds declare is recorded on, by the operation of frontends as it stands', async () => {
  const learner = await Learner.signedIn(app);
  const items = [
    ['LEARNING_STEP', itemOf(careerKind, 'walked', 'step'), 'Begin', 'walked'],
    ['MINI_TASK', itemOf(careerKind, 'walked', 'task'), 'Write one.', 'walked'],
    ['CHECKLIST_ITEM', itemOf(careerKind, 'walked', 'check'), 'Explain it.', 'walked'],
    ['NEXT_STEP', itemOf(careerKind, 'walked', 'next'), 'Do more.', 'walked'],
    ['TOPIC', topic(7), 'Topic 7', 'wide'],
    ['CRITERION', itemOf(projectKind, 'built', 'it-runs'), 'It runs.', 'built'],
  ] as const;
  const declared = allKinds().flatMap(({ recordable = [] }) => recordable.map(({ kind }) => kind));
  expect(items.map(([kind]) => kind).toSorted()).toEqual(declared.toSorted());
  for (const [, itemId] of items) {
    const { recordProgress } = await app.ask(RECORD_PROGRESS, { input: { itemId, state: 'DONE' } }, learner.headers);
    expect(recordProgress).toEqual({ progress: { itemId, state: 'DONE', updatedAt: expect.any(String) } });
    expect(Math.abs(Date.parse(recordProgress.progress.updatedAt) - Date.now())).toBeLessThan(60_000);
  }
  expect(await progressOf(learner)).toEqual(
    items
      .map(([itemKind, itemId, label, slug]) => ({
        itemId,
        itemKind,
        label,
        state: 'DONE',
        removed: false,
        document: { slug },
      }))
      .toReversed(),
  );
});

test('the id that the content gives is the id that progress takes', async () => {
  const { career, skill, project } = await app.ask(`{
    career(slug: "walked") { learningPath { id miniTask { id } } interviewChecklist { id } nextSteps { id } audience { id } }
    skill(slug: "wide") { topics { id } } project(slug: "built") { criteria { id } }
  }`);
  const ids = [
    career.learningPath[0].id,
    career.learningPath[0].miniTask.id,
    career.interviewChecklist[0].id,
    career.nextSteps[0].id,
    skill.topics[0].id,
    project.criteria[0].id,
  ];
  for (const id of ids) expect((await record(signedIn, id, 'IN_PROGRESS')).itemId).toBe(id);
  expect(problemsOf(await tryRecord(signedIn, career.audience[0].id, 'DONE'))).toEqual([NOWHERE]);
});

test('who has no account gets one token, which opens attempts and progress, and nobody else’s', async () => {
  const learner = new Learner(app);
  const first = dataOf(await tryRecord(learner, topic(1), 'IN_PROGRESS')).recordProgress;
  expect(first.attemptToken).toMatch(/^cga_[\w-]{64}$/);
  expect(dataOf(await tryRecord(learner, topic(2), 'DONE')).recordProgress.attemptToken).toBeNull();
  const other = new Learner(app);
  await record(other, topic(1), 'DONE');
  expect((await progressOf(learner)).map(({ itemId, state }) => [itemId, state])).toEqual([
    [topic(2), 'DONE'],
    [topic(1), 'IN_PROGRESS'],
  ]);
  const attempts = await app.ask(
    'query ($token: String!) { anonymousLearner(attemptToken: $token) { attempts { totalCount } } }',
    { token: learner.token },
  );
  expect(attempts.anonymousLearner.attempts.totalCount).toBe(0);
  // Signed in, the token of the input is ignored.
  const account = await Learner.signedIn(app);
  account.token = learner.token;
  expect(dataOf(await tryRecord(account, topic(1), 'NOT_STARTED')).recordProgress.attemptToken).toBeNull();
  expect(await progressOf(learner, 'states: [IN_PROGRESS]')).toMatchObject([{ itemId: topic(1) }]);
});

test('a repetition changes nothing, and what is taken back stays in the history', async () => {
  const learner = await Learner.signedIn(app);
  const done = await record(learner, topic(3), 'DONE');
  expect(await record(learner, topic(3), 'DONE')).toEqual(done);
  expect(await historyOf(learner, topic(3))).toEqual(['DONE']);
  const back = await record(learner, topic(3), 'NOT_STARTED');
  expect(Date.parse(back.updatedAt)).toBeGreaterThanOrEqual(Date.parse(done.updatedAt));
  await record(learner, topic(3), 'IN_PROGRESS');
  await record(learner, topic(3), 'IN_PROGRESS');
  expect(await historyOf(learner, topic(3))).toEqual(['DONE', 'NOT_STARTED', 'IN_PROGRESS']);
  await expect(app.dataSource.query(`UPDATE progress_event SET state = 'DONE'`)).rejects.toMatchObject({
    code: '23001',
  });
});

test('of two devices that record at once, one comes last: the state is that of the last change, and no change is lost', async () => {
  const learner = await Learner.signedIn(app);
  const states: State[] = Array.from({ length: 12 }, (_, index) => (index % 2 === 0 ? 'DONE' : 'IN_PROGRESS'));
  const answers = await Promise.all(states.map((state) => tryRecord(learner, topic(4), state)));
  for (const answer of answers) expect(answer.errors).toBeUndefined();
  const history = await historyOf(learner, topic(4));
  const [present] = await progressOf(learner);
  expect(history.at(-1)).toBe(present!.state);
  // Never the same twice in a row, as that is no change.
  expect(history.filter((each, index) => each === history[index - 1])).toEqual([]);
});

test('a new learner who records twice at once on one item has one progress', async () => {
  const learner = new Learner(app);
  await record(learner, topic(5), 'IN_PROGRESS');
  await Promise.all([1, 2, 3].map(() => tryRecord(learner, topic(6), 'DONE')));
  expect(await historyOf(learner, topic(6))).toEqual(['DONE']);
  expect((await progressOf(learner)).map(({ itemId }) => itemId)).toEqual([topic(6), topic(5)]);
});

test('lists are narrowed by state and document, paged both ways, and counted', async () => {
  const learner = await Learner.signedIn(app);
  for (const index of [0, 1, 2, 3, 4]) await record(learner, topic(index), index % 2 === 0 ? 'DONE' : 'IN_PROGRESS');
  await record(learner, itemOf(careerKind, 'walked', 'step'), 'DONE');
  const { skill } = await app.ask('{ skill(slug: "wide") { id } }');
  expect(await progressOf(learner, `document: "${skill.id}", states: [DONE]`)).toMatchObject(
    [4, 2, 0].map((index) => ({ itemId: topic(index) })),
  );
  expect(await progressOf(learner, 'states: []')).toEqual([]);
  const all = (await progressOf(learner)).map(({ itemId }) => itemId);
  const first = await progressPage(learner, 'first: 4', SHOWN);
  const rest = await progressPage(learner, `first: 4, after: "${first.pageInfo.endCursor}"`, SHOWN);
  expect([...first.edges, ...rest.edges].map(({ node }) => node.itemId)).toEqual(all);
  expect([first.totalCount, rest.pageInfo.hasNextPage]).toEqual([6, false]);
  const last = await progressPage(learner, 'last: 2', SHOWN);
  expect(last.edges.map(({ node }) => node.itemId)).toEqual(all.slice(-2));
});

test('a list runs as many statements for 200 items as for 2, with documents and histories', async () => {
  const learner = await Learner.signedIn(app);
  await record(learner, topic(0), 'DONE');
  await record(learner, itemOf(careerKind, 'walked', 'step'), 'DONE');
  const query = `{ viewer { progress(first: 100) { totalCount edges { node { ${SHOWN} document { updatedAt publishedAt }
    history(first: 5) { totalCount edges { node { state } } } } } } } }`;
  const count = async (items: number) => {
    const { result, statements } = await app.dataSource.logger.during(() => app.ask(query, {}, learner.headers));
    expect(result.viewer.progress.totalCount).toBe(items);
    return statements.length;
  };
  const few = await count(2);
  await app.dataSource.query(
    `WITH made AS (
       INSERT INTO progress SELECT $1, e.document_id, e.item_id, 'DONE', clock_timestamp() FROM edition_item e
       JOIN document d ON d.published_edition_id = e.edition_id AND d.kind = 'SKILL' ORDER BY 2, 3 LIMIT 199
       ON CONFLICT DO NOTHING RETURNING *
     ) INSERT INTO progress_event (learner_id, document_id, item_id, state, recorded_at) SELECT * FROM made`,
    [learner.userId],
  );
  // Among the last hundred again, as documents of another kind are read by another statement.
  await record(learner, itemOf(careerKind, 'walked', 'step'), 'IN_PROGRESS');
  const { totalCount } = await progressPage(learner, 'first: 1', SHOWN);
  expect(totalCount).toBeGreaterThanOrEqual(200);
  expect(await count(totalCount)).toBe(few);
  expect(few).toBeLessThanOrEqual(10);
});
