import fc from 'fast-check';
import { toGlobalId } from '../../../src/kernel/graphql/global-id';
import type { ItemAnswer } from '../../../src/learning/grading/grading-types';
import { attemptGlobalId } from '../../../src/learning/attempt/attempt-ids';
import { readPapers } from '../../../src/learning/attempt/grade-attempt';
import { gradePaper } from '../../../src/learning/grading/grade-paper';
import { quizOfEachKind, questionsOfEachKind } from '../../factories/paper';
import { publishDrafts } from '../../setup/content-store';
import { CorrectionDesk } from '../../setup/corrections';
import { type Desk, openDesk } from '../../setup/editors-desk';
import { type AnswerSheet, gradesOf, takeAttempts } from '../../setup/graded-attempts';
import { startTestApp, type TestApp } from '../../setup/test-app';

let app: TestApp;
let desk: Desk;
let corrections: CorrectionDesk;
beforeAll(async () => {
  app = await startTestApp('empty');
  desk = await openDesk(app);
  corrections = new CorrectionDesk(app, desk);
});
afterAll(() => app.stop());

/** Publishes an edition of one question of a quiz with another key. */
async function rekey(quiz: string, kind: string, key: object): Promise<void> {
  const draft = questionsOfEachKind(quiz).find(({ slug }) => slug === `${quiz}-${kind}`)!;
  await publishDrafts(app.dataSource, [{ ...draft, content: { ...draft.content, key } }]);
}

/** Any answers to a quiz of each kind. */
const sheets = (quiz: string, length: number): AnswerSheet[] => {
  const some = (...ids: string[]) => fc.subarray(ids, { minLength: 1 }).map((optionIds): ItemAnswer => ({ optionIds }));
  const answers: Record<string, fc.Arbitrary<ItemAnswer>> = {
    single: fc.constantFrom('north', 'east', 'south').map((id) => ({ optionIds: [id] })),
    multiple: some('red', 'green', 'blue', 'grey'),
    ordering: fc
      .shuffledSubarray(['march', 'january', 'february'], { minLength: 3 })
      .map((optionIds) => ({ optionIds })),
    numeric: fc.constantFrom({ number: 250 }, { number: 0.25, unit: 's' }, { number: 300 }, { number: 1 }),
    text: fc.constantFrom({ text: 'Idempotence' }, { text: 'twice' }, { text: 'x' }),
    yes: fc.boolean().map((yes) => ({ yes })),
    open: fc.constant({ text: 'An essay' }),
  };
  const one = fc.record(
    Object.fromEntries(Object.entries(answers).map(([kind, answer]) => [`${quiz}-${kind}`, answer])),
    { requiredKeys: [] },
  );
  return fc.sample(one, { numRuns: length, seed: 7 }) as AnswerSheet[];
};

const newKeys: [string, object][] = [
  ['single', { correctOptions: ['north'] }],
  ['multiple', { correctOptions: ['red', 'blue', 'grey'] }],
  ['ordering', { order: ['february', 'january', 'march'] }],
  ['numeric', { number: 300 }],
  ['text', { acceptedTexts: ['twice'] }],
  ['yes', { yes: false }],
];

describe.each([
  ['only raises', false],
  ['also lowers', true],
])('a correction that %s', (_, allowLowering) => {
  const quiz = allowLowering ? 'lower' : 'raise';

  test('does to every attempt what the dry run said, and nothing else', async () => {
    await publishDrafts(app.dataSource, quizOfEachKind(quiz, { passPercent: 50 }));
    const attempts = await takeAttempts(app, quiz, sheets(quiz, 90));
    const seen = { raised: 0, lowered: 0, spared: 0, passed: 0, failed: 0 };
    for (const [kind, key] of newKeys) {
      const slug = `${quiz}-${kind}`;
      await rekey(quiz, kind, key);
      const before = await gradesOf(app, attempts);
      const { totals, attempts: planned } = await corrections.plan(slug, allowLowering);
      const applied = await corrections.apply(slug, { allowLowering, reason: `The key of ${kind} was wrong.` });
      const { spared, ...counts } = totals;
      expect(applied).toMatchObject({ ...counts, checked: 90, state: 'DONE', allowLowering });
      const after = await gradesOf(app, attempts);
      const byId = new Map<string, any>(planned.edges.map(({ node }: any) => [node.attemptId, node]));
      attempts.forEach(({ id }, index) => {
        const said = byId.get(attemptGlobalId(id));
        const [old, now] = [before[index]!, after[index]!];
        if (!said) return expect(now).toEqual(old);
        expect([said.pointsBefore, said.passedBefore]).toEqual([old.points, old.passed]);
        expect(now).toEqual({
          number: old.number + 1,
          points: said.points,
          passed: said.passed,
          reason: `The key of ${kind} was wrong.`,
        });
        expect(said.itemPoints - said.itemPointsBefore).toBeCloseTo(said.points - said.pointsBefore, 6);
        expect(allowLowering || now.points > old.points).toBe(true);
      });
      expect(planned.totalCount).toBe(counts.raised + counts.lowered);
      expect((await corrections.plan(slug, allowLowering)).totals).toMatchObject({ raised: 0, lowered: 0 });
      seen.raised += counts.raised;
      seen.lowered += counts.lowered;
      seen.spared += spared;
      seen.passed += counts.newlyPassed;
      seen.failed += counts.newlyFailed;
    }
    // The sample has what the rule is about.
    for (const [what, times] of Object.entries(seen)) {
      const never = allowLowering ? what === 'spared' : what === 'lowered' || what === 'failed';
      expect([what, never ? times === 0 : times > 0]).toEqual([what, true]);
    }
  });

  test('leaves the same grades as grading all of it anew', async () => {
    // The same answers on the same papers, submitted when all corrections are there.
    const [{ id }] = await app.dataSource.query(
      'SELECT assessment_id AS id FROM attempt ORDER BY started_at DESC LIMIT 1',
    );
    const rows: { stored: number; anew: number }[] = await app.dataSource.transaction(async (manager) => {
      const stored = await manager.query<{ learnerId: string; id: string; points: number; keys: string[] }[]>(
        `SELECT a.learner_id AS "learnerId", a.id, g.points::float8 AS points,
           (SELECT array_agg(i.key_edition_id::text ORDER BY i.position) FROM item_grade i
            WHERE i.learner_id = a.learner_id AND i.attempt_id = a.id AND i.number = a.grade_number) AS keys
         FROM attempt a JOIN grade g ON g.learner_id = a.learner_id AND g.attempt_id = a.id AND g.number = a.grade_number
         WHERE a.assessment_id = $1`,
        [id],
      );
      const papers = await readPapers(manager, stored);
      return papers.map(({ paper, keyEditions }, index) => {
        expect(paper.items.map(({ questionId }) => keyEditions[questionId])).toEqual(stored[index]!.keys);
        return { stored: stored[index]!.points, anew: gradePaper(paper).points! };
      });
    });
    expect(rows).toHaveLength(90);
    expect(rows.map(({ anew }) => anew)).toEqual(rows.map(({ stored }) => stored));
  });
});

test('a second correction takes nothing away that the first gave, unless it may', async () => {
  await publishDrafts(app.dataSource, quizOfEachKind('twice'));
  const chosen = (id: string): AnswerSheet => ({ 'twice-single': { optionIds: [id] } });
  const attempts = await takeAttempts(app, 'twice', ['south', 'north', 'east', 'west'].map(chosen));
  const points = async () => (await gradesOf(app, attempts)).map((grade) => grade.points);
  expect(await points()).toEqual([1, 0, 0, 0]);
  await rekey('twice', 'single', { correctOptions: ['north'] });
  await corrections.apply('twice-single');
  expect(await points()).toEqual([1, 1, 0, 0]);
  await rekey('twice', 'single', { correctOptions: ['east'] });
  await corrections.apply('twice-single');
  expect(await points()).toEqual([1, 1, 1, 0]);
  // The same edition once more, now for those as well who had a wrong key to thank.
  expect((await corrections.plan('twice-single', true)).totals).toMatchObject({ raised: 0, lowered: 2 });
  await corrections.apply('twice-single', { allowLowering: true, reason: 'Nobody may guess.' });
  expect(await points()).toEqual([0, 0, 1, 0]);
  await rekey('twice', 'single', { correctOptions: ['west'] });
  await corrections.apply('twice-single');
  expect(await points()).toEqual([0, 0, 1, 1]);
  expect((await corrections.applied('twice-single')).map(({ edition, lowered }) => [edition.number, lowered])).toEqual([
    [4, 0],
    [3, 2],
    [3, 0],
    [2, 0],
  ]);
});

test('pages of the dry run bring every attempt once, in an order of no meaning', async () => {
  await publishDrafts(app.dataSource, quizOfEachKind('pages'));
  const attempts = await takeAttempts(app, 'pages', Array(7).fill({ 'pages-yes': { yes: false } }));
  await rekey('pages', 'yes', { yes: false });
  const seen: string[] = [];
  for (let after = ''; ;) {
    const { attempts: page } = await corrections.plan('pages-yes', false, `first: 3${after}`);
    expect(page.totalCount).toBe(7);
    seen.push(...page.edges.map(({ node }: any) => node.attemptId));
    if (!page.pageInfo.hasNextPage) break;
    after = `, after: "${page.pageInfo.endCursor}"`;
  }
  expect(seen).toEqual(
    attempts
      .map(({ id }) => id)
      .toSorted()
      .map(attemptGlobalId),
  );
});

test('who corrected what stands in the audit log', async () => {
  const entries = await app.dataSource.query(
    `SELECT a.detail, d.slug, u.display_name, e.number, a.subject_id AS subject
     FROM audit_entry a JOIN document d ON d.id = a.document_id JOIN edition e ON e.id = a.edition_id
     JOIN user_account u ON u.id = a.actor_id WHERE a.action = 'applyGradingCorrection' AND d.slug LIKE 'twice%' ORDER BY a.id`,
  );
  const [{ number }] = await app.dataSource.query(
    `SELECT min(c.number) AS number FROM grading_correction c JOIN document d ON d.id = c.question_id WHERE d.slug LIKE 'twice%'`,
  );
  const entry = (place: number, edition: number, detail: string) => ({
    detail,
    slug: 'twice-single',
    display_name: 'The PUBLISHER',
    number: edition,
    subject: toGlobalId('AppliedCorrection', String(number + place)),
  });
  expect(entries).toEqual([
    entry(0, 2, 'raises only'),
    entry(1, 3, 'raises only'),
    entry(2, 3, 'raises and lowers'),
    entry(3, 4, 'raises only'),
  ]);
});

test('looking and applying take as many statements for 2 attempts as for 200', async () => {
  const counted: Record<string, number>[] = [];
  for (const size of [2, 200]) {
    const quiz = `size-${size}`;
    await publishDrafts(app.dataSource, quizOfEachKind(quiz));
    await takeAttempts(app, quiz, sheets(quiz, size));
    await rekey(quiz, 'multiple', { correctOptions: ['red', 'blue'] });
    const during = async (work: () => Promise<unknown>) => (await app.dataSource.logger.during(work)).statements.length;
    const questionId = await corrections.questionId(`${quiz}-multiple`);
    const plan = `{ gradingCorrection(questionId: "${questionId}") { document { slug } edition { number } totals { raised }
      papers { edition { number } } attempts(first: 100) { totalCount edges { node { points edition { number } } } } } }`;
    const input = { questionId, expectedVersion: 2, reason: 'It was wrong.' };
    const look = await during(() => app.ask(plan, {}, desk.editor));
    const apply = await during(() =>
      desk.to('applyGradingCorrection', input, 'correction { checked }', desk.publisher),
    );
    counted.push({ look, apply });
  }
  // 100 attempts are graded again in one transaction: 200 take two of them, and one that finds nothing left.
  const batch = (counted[1]!.apply! - counted[0]!.apply!) / 2;
  expect(counted[1]!.look).toBe(counted[0]!.look);
  expect(counted[0]!.look).toBeLessThan(14);
  expect(batch).toBeLessThan(16);
  expect(counted[0]!.apply).toBeLessThan(45);
});
