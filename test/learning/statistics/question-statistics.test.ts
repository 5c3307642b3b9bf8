import fc from 'fast-check';
import { toGlobalId } from '../../../src/kernel/graphql/global-id';
import type { ItemAnswer } from '../../../src/learning/grading/grading-types';
import { assessmentDraft } from '../../factories/assessment';
import { questionsOfEachKind, quizOfEachKind } from '../../factories/paper';
import { questionDraft } from '../../factories/question';
import { publishDrafts } from '../../setup/content-store';
import { codesOf, type Desk, openDesk } from '../../setup/editors-desk';
import { type AnswerSheet, takeAttempts } from '../../setup/graded-attempts';
import { plainStatistics } from '../../setup/plain-statistics';
import { startTestApp, type TestApp } from '../../setup/test-app';

let app: TestApp;
let desk: Desk;
beforeAll(async () => {
  app = await startTestApp('empty');
  desk = await openDesk(app);
});
afterAll(() => app.stop());

const FIELDS = `attempts tooFew facility discrimination unansweredShare medianSeconds
  options { optionId text chosen share meanPercent } editions { number }`;

async function idOf(kind: string, slug: string): Promise<string> {
  const [{ id }] = await app.dataSource.query('SELECT id FROM document WHERE kind = $1 AND slug = $2', [kind, slug]);
  return toGlobalId(kind === 'QUESTION' ? 'Question' : 'Assessment', id);
}

async function statisticsOf(slug: string): Promise<any> {
  const query = `query ($id: ID!) { questionStatistics(questionId: $id) { ${FIELDS} } }`;
  return (await app.ask(query, { id: await idOf('QUESTION', slug) }, desk.editor)).questionStatistics;
}

async function statisticsAt(slug: string, page = 'first: 50', fields = FIELDS): Promise<any> {
  const query = `query ($id: ID!) { assessmentStatistics(assessmentId: $id, ${page}) {
    totalCount pageInfo { hasNextPage endCursor } edges { node { document { slug } ${fields} } } } }`;
  return (await app.ask(query, { id: await idOf('ASSESSMENT', slug) }, desk.editor)).assessmentStatistics;
}

const letters = (slug: string, more: object = {}) =>
  questionDraft(slug, {
    options: ['a', 'b', 'c'].map((id) => ({ id, text: `The ${id} one` })),
    key: { correctOptions: ['a'] },
    ...more,
  });

test('learners get no statistics, and what is not there has none', async () => {
  await publishDrafts(app.dataSource, [letters('secret'), assessmentDraft('secrets', ['secret'])]);
  const [question, assessment] = [await idOf('QUESTION', 'secret'), await idOf('ASSESSMENT', 'secrets')];
  const operations = (q: string, a: string) => [
    `{ questionStatistics(questionId: "${q}") { attempts } }`,
    `{ assessmentStatistics(assessmentId: "${a}") { totalCount } }`,
  ];
  for (const operation of operations(question, assessment)) {
    expect(codesOf(await app.send(operation))).toEqual(['UNAUTHENTICATED']);
    expect(codesOf(await app.send(operation, {}, desk.learner))).toEqual(['FORBIDDEN']);
  }
  for (const operation of operations(assessment, question))
    expect(codesOf(await app.send(operation, {}, desk.editor))).toEqual(['NOT_FOUND']);
  for (const operation of operations('x', 'x'))
    expect(codesOf(await app.send(operation, {}, desk.editor))).toEqual(['BAD_USER_INPUT']);
});

/** 20 attempts: 10 with both questions right, 5 with the first, 2 with the second, 3 with none and no answer to the first. */
const twenty: AnswerSheet[] = [
  ...Array(10).fill(['a', 'a']),
  ...Array(5).fill(['a', 'b']),
  ...Array(2).fill(['b', 'a']),
  ...Array(3).fill([null, 'c']),
].map(([one, two]: (string | null)[]): AnswerSheet => {
  const second: AnswerSheet = { 'hand-2': { optionIds: [two!] } };
  return one ? { ...second, 'hand-1': { optionIds: [one] } } : second;
});

test('below 20 attempts only their number is told; with 20 what was computed by hand', async () => {
  const more = { passPercent: 50 };
  await publishDrafts(app.dataSource, [
    letters('hand-1'),
    letters('hand-2'),
    assessmentDraft('hand', ['hand-1', 'hand-2'], more),
  ]);
  // The first question takes 10, 11, 12 … seconds, the second one always 5.
  const seconds = (attempt: number, position: number) => 10 + attempt + (position === 2 ? 5 : 0);
  await takeAttempts(app, 'hand', twenty.slice(0, 19), { seconds });
  await takeAttempts(app, 'hand', twenty.slice(0, 5), { submitted: false });
  expect(await statisticsOf('hand-1')).toEqual({
    attempts: 19,
    tooFew: true,
    facility: null,
    discrimination: null,
    unansweredShare: null,
    medianSeconds: null,
    options: null,
    editions: [{ number: 1 }],
  });
  await takeAttempts(app, 'hand', twenty.slice(19), { seconds: () => 24 });
  const first = await idOf('QUESTION', 'hand-1');
  const option = (id: string) =>
    Buffer.from(`Item:${Buffer.from(first, 'base64url').toString().slice(9)}/${id}`).toString('base64url');
  expect(await statisticsOf('hand-1')).toEqual({
    attempts: 20,
    tooFew: false,
    facility: 0.75,
    // (20 · 10 − 15 · 12) / √(15 · 5 · 12 · 8), as both questions are right or wrong.
    discrimination: 0.2357,
    unansweredShare: 0.15,
    // Only 17 have an answer to it.
    medianSeconds: null,
    options: [
      { optionId: option('a'), text: 'The a one', chosen: 15, share: 0.75, meanPercent: 83.3333 },
      { optionId: option('b'), text: 'The b one', chosen: 2, share: 0.1, meanPercent: 50 },
      { optionId: option('c'), text: 'The c one', chosen: 0, share: 0, meanPercent: null },
    ],
    editions: [{ number: 1 }],
  });
  // 17 times 5 seconds, and three times from the start on, as nothing was saved before: 32, 33 and 24 seconds.
  expect(await statisticsOf('hand-2')).toMatchObject({ facility: 0.6, discrimination: 0.2357, medianSeconds: 5 });
});

test('editions that ask and grade the same are counted together, others are not', async () => {
  const sheets = Array<AnswerSheet>(20).fill({ same: { optionIds: ['a'] } });
  await publishDrafts(app.dataSource, [letters('same'), assessmentDraft('sameness', ['same'])]);
  await takeAttempts(app, 'sameness', sheets);
  await publishDrafts(app.dataSource, [letters('same', { prompt: 'In better words?', points: 3 })]);
  await takeAttempts(app, 'sameness', sheets);
  expect(await statisticsOf('same')).toMatchObject({
    attempts: 40,
    facility: 1,
    editions: [{ number: 2 }, { number: 1 }],
  });
  await publishDrafts(app.dataSource, [letters('same', { key: { correctOptions: ['b'] } })]);
  expect(await statisticsOf('same')).toMatchObject({ attempts: 0, tooFew: true, editions: [{ number: 3 }] });
  await takeAttempts(app, 'sameness', sheets);
  expect(await statisticsOf('same')).toMatchObject({ attempts: 20, facility: 0, discrimination: null });
  // The questions of the assessment are those of its papers, whatever their editions.
  expect((await statisticsAt('sameness')).edges).toMatchObject([
    { node: { document: { slug: 'same' }, attempts: 20 } },
  ]);
});

describe('on drawn data', () => {
  const some = (...ids: string[]) => fc.subarray(ids, { minLength: 1 }).map((optionIds): ItemAnswer => ({ optionIds }));
  const answers = (prefix: string) => ({
    [`${prefix}-single`]: fc.constantFrom('north', 'south', 'west').map((id) => ({ optionIds: [id] })),
    [`${prefix}-multiple`]: some('red', 'green', 'blue', 'grey'),
    [`${prefix}-ordering`]: fc
      .shuffledSubarray(['march', 'january', 'february'], { minLength: 3 })
      .map((optionIds) => ({ optionIds })),
    [`${prefix}-numeric`]: fc.constantFrom({ number: 250 }, { number: 3 }),
    [`${prefix}-text`]: fc.constantFrom({ text: 'idempotence' }, { text: 'x' }),
    [`${prefix}-yes`]: fc.boolean().map((yes) => ({ yes })),
    [`${prefix}-open`]: fc.constant({ text: 'An essay' }),
  });

  test.each([1, 2, 3])('all numbers are those of a plain second implementation (%i)', async (seed) => {
    const slug = `drawn-${seed}`;
    await publishDrafts(app.dataSource, quizOfEachKind(slug));
    const sheets = fc.sample(fc.record(answers(slug), { requiredKeys: [] }), { numRuns: 24 + seed, seed });
    const times = fc.sample(
      fc.array(
        fc.integer({ min: 0, max: 900_000 }).map((ms) => ms / 1000),
        { minLength: 7, maxLength: 7 },
      ),
      {
        numRuns: sheets.length,
        seed,
      },
    );
    await takeAttempts(app, slug, sheets as AnswerSheet[], {
      seconds: (attempt, position) => times[attempt]![position - 1]!,
    });
    for (const { node } of (await statisticsAt(slug)).edges) {
      const { document, options, editions: _, ...numbers } = node;
      const { chose, ...plain } = await plainStatistics(app, document.slug);
      expect([document.slug, numbers]).toEqual([document.slug, plain]);
      for (const { optionId, text, ...option } of options) {
        const name = optionId ? Buffer.from(optionId, 'base64url').toString().split('/')[1]! : text;
        expect([name, option]).toEqual([name, chose(name)]);
      }
      expect(await statisticsOf(document.slug)).toMatchObject(numbers);
    }
  });
});

test('one assessment is told apart from another that asks the same question', async () => {
  await publishDrafts(app.dataSource, [
    letters('shared'),
    assessmentDraft('easy', ['shared']),
    assessmentDraft('hard', ['shared']),
  ]);
  await takeAttempts(app, 'easy', Array(20).fill({ shared: { optionIds: ['a'] } }));
  await takeAttempts(app, 'hard', Array(20).fill({ shared: { optionIds: ['b'] } }));
  const facility = async (slug: string) => (await statisticsAt(slug)).edges.map(({ node }: any) => node.facility);
  expect([await facility('easy'), await facility('hard')]).toEqual([[1], [0]]);
  expect(await statisticsOf('shared')).toMatchObject({ attempts: 40, facility: 0.5, discrimination: null });
});

test('pages go through the questions by slug', async () => {
  const slugs: string[] = [];
  for (let after = ''; ;) {
    const { totalCount, edges, pageInfo } = await statisticsAt('drawn-1', `first: 3${after}`);
    expect(totalCount).toBe(7);
    slugs.push(...edges.map(({ node }: any) => node.document.slug));
    if (!pageInfo.hasNextPage) break;
    after = `, after: "${pageInfo.endCursor}"`;
  }
  expect(slugs).toEqual(
    questionsOfEachKind('drawn-1')
      .map(({ slug }) => slug)
      .toSorted(),
  );
});

test('they take as many statements for one question and 2 attempts as for many questions and 200', async () => {
  await publishDrafts(app.dataSource, [
    letters('few'),
    assessmentDraft('few', ['few']),
    ...Array.from({ length: 15 }, (_, index) => letters(`many-${index}`)),
    assessmentDraft(
      'many',
      Array.from({ length: 15 }, (_, index) => `many-${index}`),
    ),
  ]);
  await takeAttempts(app, 'few', Array(2).fill({}));
  await takeAttempts(app, 'many', Array(200).fill({ 'many-3': { optionIds: ['a'] } }));
  const counted = [];
  for (const slug of ['few', 'many'])
    counted.push((await app.dataSource.logger.during(() => statisticsAt(slug))).statements.length);
  expect(counted[1]).toBe(counted[0]);
  expect(counted[0]).toBeLessThan(12);
});
