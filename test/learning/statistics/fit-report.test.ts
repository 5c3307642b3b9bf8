import { toGlobalId } from '../../../src/kernel/graphql/global-id';
import { QuestionKind } from '../../../src/content/question/question-kind';
import { AssessmentKind } from '../../../src/content/assessment/assessment-kind';
import { assessmentDraft } from '../../factories/assessment';
import { careerDraft } from '../../factories/career';
import { questionDraft } from '../../factories/question';
import { saveDrafts } from '../../setup/content-store';
import { codesOf, type Desk, openDesk, problemsOf } from '../../setup/editors-desk';
import { startTestApp, type TestApp } from '../../setup/test-app';

let app: TestApp;
let desk: Desk;
beforeAll(async () => {
  app = await startTestApp('content');
  desk = await openDesk(app);
});
afterAll(() => app.stop());

const REPORT = `query ($id: ID!) { fitReport(assessmentId: $id) {
  document { slug } stablePercent sheets drawnQuestions silentCareers { slug }
  careers { document { slug } canWin marginPercent winPercent witness { document { slug } optionId text } }
  questions { document { slug } dead neverDecides stablePercent } } }`;

async function idOf(slug: string): Promise<string> {
  const [{ id }] = await app.dataSource.query(`SELECT id FROM document WHERE kind = 'ASSESSMENT' AND slug = $1`, [
    slug,
  ]);
  return toGlobalId('Assessment', id);
}

const report = async (slug: string): Promise<any> =>
  (await app.ask(REPORT, { id: await idOf(slug) }, desk.editor)).fitReport;

const affinities = (...said: [string, string, number][]) => ({
  affinities: said.map(([option, career, weight]) => ({ option, career, weight })),
});
const fitQuestion = (slug: string, key: object) =>
  questionDraft(slug, { kind: QuestionKind.SINGLE_CHOICE, key: key as never });
const fitTest = (slug: string, questions: string[]) => assessmentDraft(slug, questions, { kind: AssessmentKind.FIT });

test('it is refused to learners, for what is no assessment, and for one of another kind', async () => {
  const id = await idOf('career-fit-test');
  expect(codesOf(await app.send(REPORT, { id }))).toEqual(['UNAUTHENTICATED']);
  expect(codesOf(await app.send(REPORT, { id }, desk.learner))).toEqual(['FORBIDDEN']);
  const nothing = toGlobalId('Assessment', '00000000-0000-4000-8000-000000000000');
  expect(codesOf(await app.send(REPORT, { id: nothing }, desk.editor))).toEqual(['NOT_FOUND']);
  const [{ slug }] = await app.dataSource.query(
    `SELECT d.slug FROM document d JOIN assessment a ON a.edition_id = d.published_edition_id WHERE a.kind = 'EXAM' LIMIT 1`,
  );
  expect(problemsOf(await app.send(REPORT, { id: await idOf(slug) }, desk.editor))).toEqual(['/assessmentId kind']);
});

test('a test that is too large to check in bounded time is refused', async () => {
  const options = Array.from({ length: 10 }, (_, index) => ({ id: `o${index}`, text: `Option ${index}` }));
  const [{ careers }] = await app.dataSource.query(
    `SELECT array_agg(slug ORDER BY slug) AS careers FROM document WHERE kind = 'CAREER'`,
  );
  const more = Array.from({ length: 26 - careers.length }, (_, index) => `extra-${index}`);
  const slugs = Array.from({ length: 200 }, (_, index) => `large-${index}`);
  await saveDrafts(app.dataSource, [
    ...more.map((slug) => careerDraft(slug, [])),
    ...slugs.map((slug) =>
      questionDraft(slug, {
        options,
        key: affinities(...[...careers, ...more].map((career): [string, string, number] => ['o1', career, 1])) as never,
      }),
    ),
    fitTest('large', slugs),
  ]);
  expect(problemsOf(await app.send(REPORT, { id: await idOf('large') }, desk.editor))).toEqual(['/assessmentId size']);
  await app.dataSource.query(`UPDATE document SET archived_at = now() WHERE slug LIKE 'extra-%'`);
});

test('a career that cannot win, one that nobody speaks of, and a dead question are found in drafts', async () => {
  await saveDrafts(app.dataSource, [
    // Whatever speaks for the data engineer speaks more for the backend engineer, whose share of the range is never less.
    fitQuestion(
      'weak-1',
      affinities(['this', 'backend-engineer', 2], ['this', 'data-engineer', 2], ['that', 'data-engineer', -1]),
    ),
    fitQuestion('weak-2', affinities(['this', 'backend-engineer', 1], ['that', 'backend-engineer', 1])),
    fitTest('weak', ['weak-1', 'weak-2']),
  ]);
  const found = await report('weak');
  expect(found.questions).toMatchObject([
    { document: { slug: 'weak-1' }, dead: false },
    { document: { slug: 'weak-2' }, dead: true, neverDecides: true, stablePercent: 100 },
  ]);
  const careerOf = (slug: string) => found.careers.find(({ document }: any) => document.slug === slug);
  // It comes first only where the other one is as good.
  expect(careerOf('data-engineer')).toMatchObject({ canWin: false, marginPercent: null, witness: null });
  expect(careerOf('backend-engineer')).toMatchObject({ canWin: true, witness: [{ document: { slug: 'weak-1' } }, {}] });
  expect(found.silentCareers.map(({ slug }: any) => slug)).toHaveLength(10);
});

test('a witness wins when a learner answers so', async () => {
  const { careers } = await report('career-fit-test');
  for (const { document, witness, marginPercent } of careers) {
    const { startAttempt } = await app.ask(
      `mutation { startAttempt(input: { assessment: "career-fit-test" }) { attemptToken attempt { id paper { items { id options { id } } } } } }`,
    );
    const { id: attemptId, paper } = startAttempt.attempt;
    const proof = { attemptId, attemptToken: startAttempt.attemptToken };
    const answers = witness.map(({ optionId }: any, index: number) => ({
      clientId: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
      itemId: paper.items.find(({ options }: any) => options.some(({ id }: any) => id === optionId)).id,
      optionIds: [optionId],
    }));
    await app.ask('mutation ($input: SaveAnswersInput!) { saveAnswers(input: $input) { attempt { id } } }', {
      input: { ...proof, answers },
    });
    const { submitAttempt } = await app.ask(
      'mutation ($input: SubmitAttemptInput!) { submitAttempt(input: $input) { attempt { result { affinities { percent career { slug } } } } } }',
      { input: proof },
    );
    const [first, second] = submitAttempt.attempt.result.affinities;
    expect(first.career.slug).toBe(document.slug);
    // Both are rounded, and the margin was before.
    expect(Math.abs(first.percent - second.percent - marginPercent)).toBeLessThan(0.2);
  }
});

test('it takes few statements, and always says the same', async () => {
  const id = await idOf('career-fit-test');
  const { result, statements } = await app.dataSource.logger.during(() => app.ask(REPORT, { id }, desk.editor));
  expect(statements.length).toBeLessThan(10);
  expect(await app.ask(REPORT, { id }, desk.editor)).toEqual(result);
});

/** How stable the shipped fit test is at least; random sheets are the worst case, as people answer with a direction. */
const STABLE = { whole: 60, question: 50, leastWins: 3 };

test('the shipped fit test stays good: each of the 12 careers can win, no question is dead, the winner is stable', async () => {
  const found = await report('career-fit-test');
  const [{ careers }] = await app.dataSource.query(
    `SELECT count(*)::int AS careers FROM document WHERE kind = 'CAREER' AND published_edition_id IS NOT NULL`,
  );
  expect(careers).toBe(12);
  expect(found.careers).toHaveLength(12);
  expect(found).toMatchObject({ silentCareers: [], sheets: 1_000, drawnQuestions: 0 });
  for (const { document, canWin, winPercent, marginPercent } of found.careers) {
    expect([document.slug, canWin, winPercent >= STABLE.leastWins, marginPercent > 10]).toEqual([
      document.slug,
      true,
      true,
      true,
    ]);
  }
  expect(found.questions).toHaveLength(10);
  for (const { document, dead, neverDecides, stablePercent } of found.questions) {
    expect([document.slug, dead, neverDecides, stablePercent >= STABLE.question]).toEqual([
      document.slug,
      false,
      false,
      true,
    ]);
  }
  expect(found.stablePercent).toBeGreaterThanOrEqual(STABLE.whole);
});
