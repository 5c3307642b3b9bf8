import { toGlobalId } from '../../../src/kernel/graphql/global-id';
import { QuestionKind } from '../../../src/content/question/question-kind';
import { assessmentDraft } from '../../factories/assessment';
import { questionDraft } from '../../factories/question';
import { publishDrafts, saveDrafts } from '../../setup/content-store';
import { CorrectionDesk } from '../../setup/corrections';
import { codesOf, type Desk, openDesk, problemsOf } from '../../setup/editors-desk';
import { gradesOf, takeAttempts } from '../../setup/graded-attempts';
import { startTestApp, type TestApp } from '../../setup/test-app';

let app: TestApp;
let desk: Desk;
let corrections: CorrectionDesk;

const options = (...ids: string[]) => ids.map((id) => ({ id, text: `The ${id} one` }));
const question = (slug: string, right: string, more: object = {}) =>
  questionDraft(slug, { options: options('a', 'b', 'c'), key: { correctOptions: [right] }, ...more });

/** A question that was asked once, right by `a`, in a quiz of its own. */
async function asked(slug: string, draft = question(slug, 'a')): Promise<void> {
  await publishDrafts(app.dataSource, [draft, assessmentDraft(`quiz-${slug}`, [slug])]);
  await takeAttempts(app, `quiz-${slug}`, [{ [slug]: { optionIds: ['b'] } }]);
}

const corrected = async (): Promise<number> => (await app.dataSource.query('SELECT FROM grading_correction')).length;

beforeAll(async () => {
  app = await startTestApp('empty');
  desk = await openDesk(app);
  corrections = new CorrectionDesk(app, desk);
});
afterAll(() => app.stop());

test('a correction is refused to learners and to editors who do not publish', async () => {
  await asked('mine');
  await publishDrafts(app.dataSource, [question('mine', 'b')]);
  for (const headers of [desk.learner, desk.editor])
    expect(codesOf(await corrections.tryApply('mine', {}, headers))).toEqual(['FORBIDDEN']);
  const query = `{ gradingCorrection(questionId: "${await corrections.questionId('mine')}") { published } }`;
  expect(codesOf(await app.send(query, {}, desk.learner))).toEqual(['FORBIDDEN']);
  expect(codesOf(await app.send(query))).toEqual(['UNAUTHENTICATED']);
  expect(await corrected()).toBe(0);
});

test('a draft can be looked at, and is not applied before it is public', async () => {
  await asked('draft');
  await saveDrafts(app.dataSource, [question('draft', 'b')]);
  expect(await corrections.plan('draft')).toMatchObject({
    published: false,
    edition: { number: 2 },
    problems: [],
    totals: { attempts: 1, raised: 1 },
  });
  expect(codesOf(await corrections.tryApply('draft'))).toEqual(['CONFLICT']);
  expect(await corrected()).toBe(0);
});

test('a version that was overtaken, an unknown question, and no reason are refused', async () => {
  await asked('version');
  await publishDrafts(app.dataSource, [question('version', 'b')]);
  const [conflict] = (await corrections.tryApply('version', { expectedVersion: 1 })).errors!;
  expect(conflict!.extensions).toMatchObject({ code: 'CONFLICT', expectedVersion: 1, actualVersion: 2 });
  const nothing = toGlobalId('Question', '00000000-0000-4000-8000-000000000000');
  expect(codesOf(await corrections.tryApply('version', { questionId: nothing }))).toEqual(['NOT_FOUND']);
  expect(problemsOf(await corrections.tryApply('version', { questionId: 'x' }))).toEqual(['/input/questionId id']);
  for (const reason of ['', ' ', 'x'.repeat(501)])
    expect(codesOf(await corrections.tryApply('version', { reason }))).toEqual(['BAD_USER_INPUT']);
  expect(codesOf(await corrections.tryPlan('version', false, 'first: 101'))).toEqual(['BAD_USER_INPUT']);
  expect(await corrected()).toBe(0);
});

test.each([
  ['of another kind', { kind: QuestionKind.MULTIPLE_CHOICE }, ['/kind kind']],
  ['that lacks an option of the paper', { options: options('b', 'c') }, ['/options option']],
  [
    'whose right option is not on the paper',
    { options: options('a', 'b', 'c', 'd'), key: { correctOptions: ['d'] } },
    ['/key option'],
  ],
])('an edition %s is refused, and says why', async (name, change, problems) => {
  const slug = name.replaceAll(' ', '-');
  await asked(slug);
  await publishDrafts(app.dataSource, [question(slug, 'b', change)]);
  const plan = await corrections.plan(slug);
  expect(plan.problems.map((each: any) => `${each.pointer} ${each.rule}`)).toEqual(problems);
  expect(plan).toMatchObject({ totals: { attempts: 0, raised: 0 }, attempts: { edges: [] } });
  expect(problemsOf(await corrections.tryApply(slug))).toEqual(problems);
  expect(await corrected()).toBe(0);
});

test('a number in another unit is refused', async () => {
  const numeric = (unit: string) => ({ kind: QuestionKind.NUMERIC, options: undefined, unit, key: { number: 2 } });
  await asked('unit', question('unit', 'a', numeric('s')));
  await publishDrafts(app.dataSource, [question('unit', 'a', numeric('ms'))]);
  expect(problemsOf(await corrections.tryApply('unit'))).toEqual(['/unit unit']);
});

test('a question that nothing is right about, and one that has no earlier edition, are refused', async () => {
  const likert = question('scale', 'a', { kind: QuestionKind.LIKERT, key: undefined });
  await publishDrafts(app.dataSource, [likert]);
  expect(problemsOf(await corrections.tryApply('scale'))).toEqual(['/kind kind', ' no-papers']);
  await publishDrafts(app.dataSource, [question('first', 'a')]);
  expect(problemsOf(await corrections.tryApply('first'))).toEqual([' no-papers']);
});

test('papers that do not fit are left as they are, beside those that are corrected', async () => {
  const slug = 'mixed';
  await publishDrafts(app.dataSource, [
    question(slug, 'a', { kind: QuestionKind.MULTIPLE_CHOICE }),
    assessmentDraft('quiz-mixed', [slug]),
  ]);
  const sheet = { [slug]: { optionIds: ['b'] } };
  const before = await takeAttempts(app, 'quiz-mixed', [sheet]);
  await publishDrafts(app.dataSource, [question(slug, 'a')]);
  const after = await takeAttempts(app, 'quiz-mixed', [sheet, sheet]);
  await publishDrafts(app.dataSource, [question(slug, 'b', { prompt: 'Which one, in other words?' })]);
  const plan = await corrections.plan(slug);
  expect(plan.papers).toEqual([
    { edition: { number: 2 }, reworded: true, gradedAttempts: 2, runningAttempts: 0, problems: [] },
    {
      edition: { number: 1 },
      reworded: true,
      gradedAttempts: 1,
      runningAttempts: 0,
      problems: [{ pointer: '/kind', rule: 'kind' }],
    },
  ]);
  expect(await corrections.apply(slug)).toMatchObject({ attempts: 2, raised: 2 });
  expect((await gradesOf(app, [...before, ...after])).map(({ points }) => points)).toEqual([0, 1, 1]);
});
