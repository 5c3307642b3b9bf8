import { AssessmentKind, ReviewPolicy } from '../../../src/content/assessment/assessment-kind';
import { documentIdFor } from '../../../src/content/publishing/document-id';
import { QuestionKind } from '../../../src/content/question/question-kind';
import { assessmentDraft } from '../../factories/assessment';
import { careerDraft } from '../../factories/career';
import { bankOf, quizOfEachKind, quizOver } from '../../factories/paper';
import { questionDraft } from '../../factories/question';
import { skillDraft } from '../../factories/skill';
import { correct } from '../../setup/corrections';
import { publishDrafts, unpublish } from '../../setup/content-store';
import {
  answerTo,
  type AskedItem,
  keyOfAttempt,
  Learner,
  problemsOf,
  refusalOf,
  type StartedAttempt,
} from '../../setup/learners';
import { startTestApp, type TestApp } from '../../setup/test-app';

const hours = (count: number): string => new Date(Date.now() + count * 3_600_000).toISOString();

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp('empty');
  const { NEVER, AFTER_PASSING, AFTER_WINDOW } = ReviewPolicy;
  await publishDrafts(app.dataSource, [
    ...quizOfEachKind('quiz'),
    quizOver('never', 'quiz', { reviewPolicy: NEVER }),
    quizOver('passing', 'quiz', { reviewPolicy: AFTER_PASSING }),
    quizOver('window', 'quiz', { reviewPolicy: AFTER_WINDOW, closesAt: hours(1) }),
  ]);
});
afterAll(() => app.stop());

const named = ({ paper }: StartedAttempt, name: string): AskedItem =>
  paper.items.find(({ prompt }) => prompt === `quiz ${name}?`)!;
const option = (attempt: StartedAttempt, name: string, text: string): string =>
  named(attempt, name).options.find((each) => each.text === `The ${text} one`)!.id;

/** Answers that are right in full, in part and not at all: 15.67 of 21 points. */
const mixedAnswers = (attempt: StartedAttempt) => [
  answerTo(named(attempt, 'single'), { optionIds: [option(attempt, 'single', 'north')] }),
  // Three of four options rightly chosen or left: 3 of 4 points.
  answerTo(named(attempt, 'multiple'), { optionIds: [option(attempt, 'multiple', 'red')] }),
  // Two of three pairs in the right order: 2 of 3 points.
  answerTo(named(attempt, 'ordering'), {
    optionIds: ['january', 'march', 'february'].map((text) => option(attempt, 'ordering', text)),
  }),
  answerTo(named(attempt, 'numeric'), { number: 0.254, unit: 's' }),
  answerTo(named(attempt, 'text'), { text: ' IDEMPOTENCY' }),
  answerTo(named(attempt, 'open'), { text: 'A claim.' }),
];

async function takenBy(learner: Learner, slug: string, answers = mixedAnswers): Promise<StartedAttempt> {
  const attempt = await learner.start(slug);
  await learner.save(attempt.id, answers(attempt));
  await learner.submit(attempt.id);
  return attempt;
}

describe('a result', () => {
  test('is what the answers earn, in full and in part; each question has its review', async () => {
    const learner = new Learner(app);
    const attempt = await takenBy(learner, 'quiz');
    const { result, review, reviewAvailability } = await learner.read(attempt.id);
    expect(result).toMatchObject({ points: 12, maxPoints: 21, percent: 57.1, passed: false });
    expect(result.sections).toEqual([{ points: 12, maxPoints: 21, percent: 57.1, skill: null }]);
    expect(reviewAvailability).toEqual({ state: 'AVAILABLE', at: null });
    const south = option(attempt, 'single', 'south');
    const nothing = {
      correctOptionIds: null,
      correctOrder: null,
      correctNumber: null,
      tolerance: null,
      tolerancePercent: null,
      acceptedTexts: null,
      correctYes: null,
      rubric: [],
    };
    expect(review).toMatchObject([
      { ...nothing, correct: false, points: 0, maxPoints: 1, correctOptionIds: [south] },
      {
        ...nothing,
        correct: false,
        points: 3,
        maxPoints: 4,
        correctOptionIds: ['red', 'green'].map((text) => option(attempt, 'multiple', text)),
      },
      {
        ...nothing,
        correct: false,
        points: 2,
        maxPoints: 3,
        correctOrder: ['january', 'february', 'march'].map((text) => option(attempt, 'ordering', text)),
      },
      { ...nothing, correct: true, points: 2, maxPoints: 2, correctNumber: 250, tolerance: 5 },
      { ...nothing, correct: true, points: 5, maxPoints: 5, acceptedTexts: ['Idempotency', 'idempotence'] },
      { ...nothing, correct: false, points: 0, maxPoints: 6, correctYes: true },
      {
        ...nothing,
        correct: null,
        points: null,
        maxPoints: 0,
        rubric: ['claim', 'reason', 'example'].map((id) => ({
          id: expect.any(String),
          text: `The ${id} one`,
          met: null,
        })),
      },
    ]);
    expect(review[0]).toMatchObject({
      itemId: named(attempt, 'single').id,
      explanation: 'The sun stands there at noon.',
    });
  });

  test('of an attempt without any answer is nothing of everything', async () => {
    const learner = new Learner(app);
    const { id } = await learner.start('quiz');
    expect(await learner.submit(id)).toMatchObject({
      result: { points: 0, maxPoints: 21, percent: 0, passed: false },
    });
    expect(await learner.read(id, 'answeredCount')).toEqual({ answeredCount: 0 });
  });

  test('is the same when it is handed in again, also by two devices at the same time', async () => {
    const learner = await Learner.signedIn(app);
    const attempt = await learner.start('quiz');
    await learner.save(attempt.id, mixedAnswers(attempt));
    const results = await Promise.all([1, 2, 3].map(() => learner.submit(attempt.id)));
    expect(results[1]).toEqual(results[0]);
    expect(await learner.submit(attempt.id)).toEqual(results[2]);
    const rows = await app.dataSource.query(
      `SELECT position, g.points::float8 AS points, answer, key_edition_id = i.question_edition_id AS own FROM item_grade g
       JOIN attempt_item i USING (learner_id, attempt_id, position, question_id) WHERE g.attempt_id = $1 ORDER BY position`,
      [keyOfAttempt(attempt.id)],
    );
    expect(rows.map(({ points }: { points: number | null }) => points)).toEqual([0, 3, 2, 2, 5, 0, null]);
    expect(new Set(rows.map(({ own }: { own: boolean }) => own))).toEqual(new Set([true]));
    expect(rows[3].answer).toEqual({ number: 0.254, unit: 's' });
    expect(rows[5].answer).toBeNull();
  });

  test('that is graded again, by the key of another edition, has another grade beside the first', async () => {
    await publishDrafts(app.dataSource, [
      questionDraft('wrong-key', { key: { correctOptions: ['this'] } }),
      assessmentDraft('wrongly-keyed', ['wrong-key'], { reviewPolicy: ReviewPolicy.AFTER_SUBMISSION, passPercent: 50 }),
    ]);
    const learner = await Learner.signedIn(app);
    const attempt = await learner.start('wrongly-keyed');
    const [item] = attempt.paper.items;
    const that = item!.options.find(({ text }) => text === 'That one')!.id;
    await learner.save(attempt.id, [answerTo(item!, { optionIds: [that] })]);
    await learner.submit(attempt.id);
    await publishDrafts(app.dataSource, [
      questionDraft('wrong-key', { key: { correctOptions: ['that'], explanation: 'Corrected.' } }),
    ]);
    // Only a correction grades again.
    expect((await learner.read(attempt.id)).result).toMatchObject({ points: 0, passed: false });
    await correct(app, 'wrong-key');
    const grades = await app.dataSource.query(
      'SELECT number, points::int FROM grade WHERE attempt_id = $1 ORDER BY number',
      [keyOfAttempt(attempt.id)],
    );
    expect(grades).toEqual([
      { number: 1, points: 0 },
      { number: 2, points: 1 },
    ]);
    const { result, review } = await learner.read(attempt.id);
    expect(result).toMatchObject({ points: 1, passed: true });
    expect(review[0]).toMatchObject({ correct: true, correctOptionIds: [that], explanation: 'Corrected.' });
  });

  test('is by the key that was on the paper, and names skills and careers that are not public any more', async () => {
    const { saved } = await publishDrafts(app.dataSource, [
      skillDraft('gone-skill', { name: 'Gone' }),
      ...bankOf('gone', 'gone-skill', 1),
      assessmentDraft('gone-quiz', ['gone-1'], { reviewPolicy: ReviewPolicy.AFTER_SUBMISSION }),
      careerDraft('gone-career', ['gone-skill'], { title: 'Gone career' }),
      questionDraft('gone-liking', {
        kind: QuestionKind.LIKERT,
        prompt: 'I like it.',
        options: ['no', 'so-so', 'yes'].map((id) => ({ id, text: `Text ${id}` })),
        key: { affinities: [{ career: 'gone-career', weight: 2 }] },
      }),
      assessmentDraft('gone-fit', ['gone-liking'], { kind: AssessmentKind.FIT }),
    ]);
    const learner = new Learner(app);
    const quiz = await learner.start('gone-quiz');
    const cedar = quiz.paper.items[0]!.options.find(({ text }) => text === 'The cedar one')!.id;
    await learner.save(quiz.id, [answerTo(quiz.paper.items[0]!, { optionIds: [cedar] })]);
    const fit = await learner.start('gone-fit');
    const scale = fit.paper.items[0]!;
    expect(scale.options.map(({ text }) => text)).toEqual(['Text no', 'Text so-so', 'Text yes']);
    await learner.save(fit.id, [answerTo(scale, { optionIds: [scale.options[2]!.id] })]);
    // Another key in another edition, and all of it taken out.
    await publishDrafts(app.dataSource, bankOf('gone', 'gone-skill', 1, { key: { correctOptions: ['elm'] } }));
    await unpublish(
      app.dataSource,
      saved.map(({ documentId }) => documentId),
    );

    await learner.submit(quiz.id);
    await learner.submit(fit.id);
    const graded = await learner.read(quiz.id);
    expect(graded.result).toMatchObject({ percent: 100, sections: [{ skill: { slug: 'gone-skill' }, percent: 100 }] });
    expect(graded.review[0]).toMatchObject({ correct: true, correctOptionIds: [cedar] });
    const { result } = await learner.read(fit.id);
    expect(result.affinities).toEqual([
      {
        career: { slug: 'gone-career' },
        percent: 100,
        score: 120,
        lowest: -120,
        highest: 120,
        reasons: [
          {
            itemId: scale.id,
            contribution: 120,
            text: 'You chose “Text yes” for “I like it.”: speaks strongly for it.',
          },
        ],
      },
    ]);
  });
});

describe('a review', () => {
  const shown = 'reviewAvailability { state at } review { itemId } result { passed }';

  test('is not there while an attempt is in progress, whatever the assessment says, and no key is read', async () => {
    for (const slug of ['quiz', 'never', 'passing', 'window']) {
      const learner = new Learner(app);
      const { result, statements } = await app.dataSource.logger.during(async () => {
        const attempt = await learner.start(slug);
        await learner.save(attempt.id, mixedAnswers(attempt));
        return learner.read(attempt.id);
      });
      expect(result).toMatchObject({
        reviewAvailability: { state: 'NOT_SUBMITTED', at: null },
        review: null,
        result: null,
      });
      expect(result.items.flatMap(({ rubric }: { rubric: object[] }) => rubric)).toEqual([]);
      expect(statements.filter(({ text }) => /vault|answer_key|affinity/.test(text))).toEqual([]);
    }
  });

  test('is never there where the assessment says never', async () => {
    const learner = new Learner(app);
    const { id } = await takenBy(learner, 'never');
    expect(await learner.read(id, shown)).toEqual({
      reviewAvailability: { state: 'NEVER', at: null },
      review: null,
      result: { passed: false },
    });
  });

  test('comes after passing, then of earlier attempts too, and of nobody else', async () => {
    const right = (attempt: StartedAttempt) => [
      ...mixedAnswers(attempt),
      answerTo(named(attempt, 'yes'), { yes: true }),
    ];
    const [learner, other] = [new Learner(app), new Learner(app)];
    const failed = await takenBy(learner, 'passing');
    const otherFailed = await takenBy(other, 'passing');
    const refused = { reviewAvailability: { state: 'NOT_PASSED', at: null }, review: null, result: { passed: false } };
    expect(await learner.read(failed.id, shown)).toEqual(refused);
    const passed = await takenBy(learner, 'passing', right);
    for (const { id } of [passed, failed]) {
      const { reviewAvailability, review } = await learner.read(id, shown);
      expect(reviewAvailability.state).toBe('AVAILABLE');
      expect(review).toHaveLength(7);
    }
    expect(await other.read(otherFailed.id, shown)).toEqual(refused);
  });

  test('comes after the window has closed and nobody can be answering any more', async () => {
    const learner = new Learner(app);
    const { id } = await takenBy(learner, 'window');
    const before = await learner.read(id, shown);
    const { closesAt } = (await app.ask('{ assessment(slug: "window") { closesAt } }')).assessment;
    const at = new Date(Date.parse(closesAt) + 30_000).toISOString();
    expect(before).toMatchObject({ reviewAvailability: { state: 'WINDOW_OPEN', at }, review: null });
    const moveTo = (ago: string) =>
      app.dataSource.query(
        `UPDATE assessment SET closes_at = clock_timestamp() - $2::interval WHERE document_id = $1`,
        [documentIdFor('ASSESSMENT', 'window'), ago],
      );
    await moveTo('20 seconds');
    expect(await learner.read(id, shown)).toMatchObject({ reviewAvailability: { state: 'WINDOW_OPEN' }, review: null });
    await moveTo('31 seconds');
    const { reviewAvailability, review } = await learner.read(id, shown);
    expect(reviewAvailability).toEqual({ state: 'AVAILABLE', at: null });
    expect(review).toHaveLength(7);
  });

  test('goes by what the assessment says today', async () => {
    await publishDrafts(app.dataSource, [quizOver('closed-later', 'quiz')]);
    const learner = new Learner(app);
    const { id } = await takenBy(learner, 'closed-later');
    expect((await learner.read(id, shown)).review).toHaveLength(7);
    await publishDrafts(app.dataSource, [quizOver('closed-later', 'quiz', { reviewPolicy: ReviewPolicy.NEVER })]);
    expect(await learner.read(id, shown)).toMatchObject({ reviewAvailability: { state: 'NEVER' }, review: null });
  });
});

describe('a self-review of an open question', () => {
  const rubricOf = (whole: any, itemId: string): { id: string; met: boolean | null }[] =>
    whole.items.find((each: { itemId: string }) => each.itemId === itemId).rubric;

  test('is refused before submission, of other questions, and of what is not in the rubric', async () => {
    const learner = new Learner(app);
    const attempt = await learner.start('quiz');
    const open = named(attempt, 'open').id;
    expect(refusalOf(await learner.trySelfReview(attempt.id, open, [])).code).toBe('CONFLICT');
    await learner.submit(attempt.id);
    const [claim] = rubricOf(await learner.read(attempt.id), open);
    const red = option(attempt, 'multiple', 'red');
    for (const [item, ids, problem] of [
      [named(attempt, 'text').id, [], '/input/itemId item'],
      [(await new Learner(app).start('quiz')).paper.items[6]!.id, [], '/input/itemId item'],
      [open, [red], '/input/rubricItemIds/0 rubric'],
      [open, [claim!.id, claim!.id], '/input/rubricItemIds/1 duplicate'],
      [open, [claim!.id, claim!.id, claim!.id, claim!.id], '/input/rubricItemIds count'],
    ] as const) {
      expect(problemsOf(await learner.trySelfReview(attempt.id, item, ids))).toEqual([problem]);
    }
    expect(rubricOf(await learner.read(attempt.id), open).map(({ met }) => met)).toEqual([null, null, null]);
  });

  test('is shown, replaced by the next one, and never worth points; also where there is no review', async () => {
    for (const slug of ['quiz', 'never']) {
      const learner = new Learner(app);
      const attempt = await takenBy(learner, slug);
      const open = named(attempt, 'open').id;
      const before = await learner.read(attempt.id);
      const [claim, reason] = rubricOf(before, open);
      for (const ids of [[claim!.id], [reason!.id, claim!.id], []]) {
        const { data } = await learner.trySelfReview(attempt.id, open, ids);
        const { attempt: after } = data.selfReviewAnswer;
        const met = [claim, reason, undefined].map((each) => each !== undefined && ids.includes(each.id));
        expect(rubricOf(after, open).map((each) => each.met)).toEqual(met);
        expect(after.result).toEqual(before.result);
        if (slug === 'quiz') expect(after.review[6].rubric).toEqual(rubricOf(after, open));
        expect(await learner.read(attempt.id, 'items { rubric { met } }')).toMatchObject({
          items: { 6: { rubric: met.map((each) => ({ met: each })) } },
        });
      }
    }
  });
});
