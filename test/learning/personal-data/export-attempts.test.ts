import { documentIdFor } from '../../../src/content/publishing/document-id';
import { AssessmentKind, ReviewPolicy } from '../../../src/content/assessment/assessment-kind';
import { QuestionKind } from '../../../src/content/question/question-kind';
import { assessmentDraft } from '../../factories/assessment';
import { bankOf, quizOfEachKind, quizOver } from '../../factories/paper';
import { questionDraft } from '../../factories/question';
import { skillDraft } from '../../factories/skill';
import { publishDrafts, unpublish } from '../../setup/content-store';
import {
  type AskedItem,
  answerTo,
  copyAttempt,
  dataOf,
  keyOfAttempt,
  Learner,
  letPass,
  type StartedAttempt,
  WHOLE_ATTEMPT,
} from '../../setup/learners';
import { startTestApp, type TestApp } from '../../setup/test-app';

let app: TestApp;
const soon = new Date(Date.now() + 86_400_000).toISOString();
beforeAll(async () => {
  app = await startTestApp('empty');
  await publishDrafts(app.dataSource, [
    ...quizOfEachKind('quiz'),
    quizOver('never', 'quiz', { reviewPolicy: ReviewPolicy.NEVER }),
    quizOver('passing', 'quiz', { reviewPolicy: ReviewPolicy.AFTER_PASSING }),
    quizOver('window', 'quiz', { reviewPolicy: ReviewPolicy.AFTER_WINDOW, closesAt: soon }),
    quizOver('timed', 'quiz', { timeLimitMinutes: 10 }),
    skillDraft('sql'),
    ...bankOf('sql', 'sql', 3),
    assessmentDraft('skilled', [], {
      questions: undefined,
      reviewPolicy: ReviewPolicy.AFTER_SUBMISSION,
      blueprint: [{ skill: 'sql', count: 3 }],
    }),
    questionDraft('ready', { kind: QuestionKind.YES_NO, options: undefined, adviceIfNo: 'Read a book.', key: {} }),
    assessmentDraft('check', ['ready'], { kind: AssessmentKind.SELF_CHECK }),
  ]);
});
afterAll(() => app.stop());

const exported = async ({ headers }: Learner): Promise<any> =>
  (await app.ask('mutation { exportMyData { data } }', {}, headers)).exportMyData.data;
const attemptIn = (data: any, id: string) => data.attempts.find((each: any) => each.id === keyOfAttempt(id));
const contentId = (id: string): string => Buffer.from(id, 'base64url').toString().split('/').at(-1)!;
const named = ({ paper }: StartedAttempt, kind: string): AskedItem => paper.items.find((item) => item.kind === kind)!;
// By their names: the order in which options are shown is drawn anew for each attempt.
const optionsOf = ({ options }: AskedItem, ...names: string[]) => ({
  optionIds: names.map((name) => options.find(({ text }) => text === `The ${name} one`)!.id),
});

/** Answers everything, some of it twice or back again, hands it in, and reviews the own answer. */
async function takeWhole(learner: Learner, assessment: string): Promise<string> {
  const attempt = await learner.start(assessment);
  const [single, multiple, ordering] = ['SINGLE_CHOICE', 'MULTIPLE_CHOICE', 'ORDERING'].map((kind) =>
    named(attempt, kind),
  );
  const [number, text, yes, open] = ['NUMERIC', 'SHORT_TEXT', 'YES_NO', 'OPEN'].map((kind) => named(attempt, kind));
  await learner.save(attempt.id, [
    answerTo(single!, optionsOf(single!, 'north')),
    answerTo(multiple!, optionsOf(multiple!, 'green', 'blue')),
    answerTo(ordering!, optionsOf(ordering!, 'february', 'january', 'march')),
    answerTo(number!, { number: 0.25, unit: 's' }),
    answerTo(text!, { text: 'first thought' }),
    answerTo(open!, { text: 'A claim, and a reason.' }),
  ]);
  await learner.save(attempt.id, [answerTo(text!, { text: 'idempotence' }), answerTo(yes!, { yes: true })]);
  await learner.save(attempt.id, [answerTo(yes!, {})]);
  await learner.submit(attempt.id);
  const { items } = await learner.read(attempt.id, 'items { itemId rubric { id } }');
  const { rubric } = items.find(({ itemId }: any) => itemId === open!.id);
  dataOf(await learner.trySelfReview(attempt.id, open!.id, [rubric[0].id, rubric[1].id]));
  return attempt.id;
}

/** What of an attempt the API shows, made from its part of an export. */
function asShown(part: any): object {
  const given = (position: number) => part.answers.find((each: any) => each.position === position && each.counts);
  const grade = part.grades.find(({ counts }: any) => counts);
  return {
    id: part.id,
    state: part.state,
    startedAt: part.startedAt,
    deadline: part.deadline,
    submittedAt: part.submittedAt,
    assessment: part.assessment.slug,
    paper: part.questions.map(({ position, kind, prompt, points, unit, options }: any) => ({
      position,
      kind,
      prompt,
      points,
      unit,
      options,
    })),
    answers: part.questions.map(({ position }: any) => {
      const {
        optionIds = null,
        text = null,
        number = null,
        unit = null,
        yes = null,
        ...answer
      } = given(position) ?? {};
      const { revision = null, receivedAt = null } = answer;
      return { optionIds, text, number, unit, yes, revision, answeredAt: receivedAt };
    }),
    selfReview: part.questions.flatMap(({ selfReview }: any) => selfReview?.met ?? []),
    review: part.review,
    result: (grade ?? null) && {
      points: grade.points,
      maxPoints: grade.maxPoints,
      percent: grade.percent,
      passed: grade.passed,
      gradedAt: grade.gradedAt,
      sections: grade.sections.map(({ skillId: _id, skillSlug, ...section }: any) => ({
        ...section,
        skill: skillSlug,
      })),
      advice: grade.advice.map(({ text }: any) => text),
      items: grade.items?.map(({ questionId: _id, position: _p, ...item }: any) => item) ?? null,
    },
  };
}

/** The same of an attempt, from what the API answers. */
const fromApi = (shown: any): object => ({
  id: keyOfAttempt(shown.id),
  state: shown.state,
  startedAt: shown.startedAt,
  deadline: shown.deadline,
  submittedAt: shown.submittedAt,
  assessment: shown.assessment.slug,
  paper: shown.paper.items.map(({ position, kind, prompt, points, unit, options }: any) => ({
    position,
    kind,
    prompt,
    points,
    unit,
    options: options.map(({ id, text }: any) => ({ id: contentId(id), text })),
  })),
  answers: shown.items.map(({ optionIds, text, number, unit, yes, revision, answeredAt }: any) => ({
    optionIds: optionIds?.map(contentId) ?? null,
    text,
    number,
    unit,
    yes,
    revision,
    answeredAt,
  })),
  selfReview: shown.items.flatMap(({ rubric }: any) =>
    rubric.flatMap(({ id, text, met }: any) => (met ? [{ id: contentId(id), text }] : [])),
  ),
  review: shown.reviewAvailability.state,
  result: shown.result && {
    points: shown.result.points,
    maxPoints: shown.result.maxPoints,
    percent: shown.result.percent,
    passed: shown.result.passed,
    gradedAt: shown.result.gradedAt,
    sections: shown.result.sections.map(({ skill, ...section }: any) => ({ ...section, skill: skill?.slug ?? null })),
    advice: shown.result.advice.map(({ text }: any) => text),
    items: shown.review?.map(({ correct, points, maxPoints }: any) => ({ correct, points, maxPoints })) ?? null,
  },
});

describe('an export does not tell', () => {
  test('what single questions gave before the review may be shown, nor ever what is right', async () => {
    const learner = await Learner.signedIn(app);
    const ids = new Map<string, string>();
    for (const slug of ['never', 'passing', 'window', 'quiz']) ids.set(slug, await takeWhole(learner, slug));
    const running = await learner.start('quiz');
    const data = await exported(learner);
    const reviews = [...ids].map(([slug, id]) => {
      const { review, grades } = attemptIn(data, id);
      return [slug, review, grades[0].items?.length ?? null];
    });
    expect(reviews).toEqual([
      ['never', 'NEVER', null],
      ['passing', 'NOT_PASSED', null],
      ['window', 'WINDOW_OPEN', null],
      ['quiz', 'AVAILABLE', 7],
    ]);
    expect(attemptIn(data, running.id)).toMatchObject({ state: 'IN_PROGRESS', review: 'NOT_SUBMITTED', grades: [] });
    // Of the keys: explanations, accepted texts that nobody typed, tolerances.
    expect(JSON.stringify(data)).not.toMatch(/The sun stands|Idempotency|tolerance|correctOptions/);
  });

  test('anything of another learner', async () => {
    const [learner, other] = [await Learner.signedIn(app), await Learner.signedIn(app)];
    const id = await takeWhole(other, 'quiz');
    await takeWhole(new Learner(app), 'quiz');
    expect(await exported(learner)).toMatchObject({ learners: [], attempts: [] });
    expect((await exported(other)).attempts.map((each: any) => each.id)).toEqual([keyOfAttempt(id)]);
  });
});

describe('an export', () => {
  test('has of every attempt what the API shows: paper, answers, result, what was right, own reviews', async () => {
    const learner = await Learner.signedIn(app);
    const ids = [await takeWhole(learner, 'quiz'), await takeWhole(learner, 'never')];
    for (const slug of ['skilled', 'check']) {
      const attempt = await learner.start(slug);
      const answers = attempt.paper.items.map((item) =>
        answerTo(item, item.kind === 'YES_NO' ? { yes: false } : { optionIds: [item.options[0]!.id] }),
      );
      await learner.save(attempt.id, answers);
      await learner.submit(attempt.id);
      ids.push(attempt.id);
    }
    const expired = await learner.start('timed');
    await letPass(app, expired.id, 3_600);
    expect((await learner.read(expired.id, 'state')).state).toBe('EXPIRED');
    ids.push(expired.id, (await learner.start('timed')).id);
    const data = await exported(learner);
    expect(data.attempts).toHaveLength(ids.length);
    for (const id of ids) expect(asShown(attemptIn(data, id))).toEqual(fromApi(await learner.read(id, WHOLE_ATTEMPT)));
    const [skilled, check] = [attemptIn(data, ids[2]!), attemptIn(data, ids[3]!)];
    expect(skilled.grades[0].sections).toMatchObject([{ skillSlug: 'sql', maxPoints: 3 }]);
    expect(check.grades[0].advice).toMatchObject([{ text: 'Read a book.' }]);
  });

  test('has every answer that was sent, those that count no more with them, in words', async () => {
    const learner = await Learner.signedIn(app);
    await takeWhole(learner, 'quiz');
    const whole = (await exported(learner)).attempts[0];
    const of = (kind: string) => {
      const { position } = whole.questions.find((question: any) => question.kind === kind);
      return whole.answers.filter((answer: any) => answer.position === position);
    };
    expect(of('SHORT_TEXT')).toMatchObject([
      { revision: 1, text: 'first thought', counts: false },
      { revision: 2, text: 'idempotence', counts: true },
    ]);
    expect(of('YES_NO').map(({ yes, counts }: any) => [yes, counts])).toEqual([
      [true, false],
      [undefined, true],
    ]);
    expect(of('SINGLE_CHOICE')).toMatchObject([{ optionIds: ['north'], chosen: ['The north one'] }]);
    expect(whole.assessment).toEqual({
      id: documentIdFor('ASSESSMENT', 'quiz'),
      editionId: expect.any(String),
      slug: 'quiz',
      title: 'Assessment quiz',
      kind: 'QUIZ',
    });
  });

  test('has the question as it was asked, whatever an editor made of it since', async () => {
    const learner = await Learner.signedIn(app);
    await learner.submit((await learner.start('check')).id);
    const question = { kind: QuestionKind.YES_NO, options: undefined, adviceIfNo: 'Read a book.', key: {} };
    await publishDrafts(app.dataSource, [questionDraft('ready', { ...question, prompt: 'Reworded?' })]);
    const [before] = (await exported(learner)).attempts;
    await learner.submit((await learner.start('check')).id);
    const [same, after] = (await exported(learner)).attempts;
    expect(same).toEqual(before);
    expect(before.questions[0].prompt).not.toBe('Reworded?');
    expect(after.questions[0].prompt).toBe('Reworded?');
  });

  test('has what was claimed, and who it was claimed from', async () => {
    const anonymous = new Learner(app);
    const id = await takeWhole(anonymous, 'quiz');
    const learner = await Learner.signedIn(app);
    dataOf(await learner.tryClaim([anonymous.token]));
    const { learners, attempts } = await exported(learner);
    expect(learners.map(({ claimedAt }: any) => claimedAt === null).toSorted()).toEqual([false, true]);
    const { id: former } = learners.find(({ claimedAt }: any) => claimedAt !== null);
    expect(attempts).toMatchObject([{ id: keyOfAttempt(id), claimedFromId: former }]);
    expect(asShown(attempts[0])).toEqual(fromApi(await learner.read(id)));
  });

  test('costs as many statements for 60 attempts as for one', async () => {
    const learner = await Learner.signedIn(app);
    const id = await takeWhole(learner, 'quiz');
    const cost = async () => (await app.dataSource.logger.during(() => exported(learner))).statements.length;
    const one = await cost();
    await copyAttempt(app, id, 59);
    expect((await exported(learner)).attempts).toHaveLength(60);
    expect(await cost()).toBe(one);
  });

  test('names nothing by a slug that was never public', async () => {
    const learner = await Learner.signedIn(app);
    await publishDrafts(app.dataSource, [quizOver('withdrawn', 'quiz')]);
    const { id } = await learner.start('withdrawn');
    await learner.submit(id);
    const documentId = documentIdFor('ASSESSMENT', 'withdrawn');
    await unpublish(app.dataSource, [documentId]);
    await app.dataSource.query(`UPDATE document SET slug = 'secret-plans' WHERE id = $1`, [documentId]);
    expect((await exported(learner)).attempts[0].assessment.slug).toBe('withdrawn');
  });
});
