import { randomUUID } from 'node:crypto';
import { Role } from '../../src/accounts/role';
import { documentIdFor } from '../../src/content/publishing/document-id';
import { toGlobalId } from '../../src/kernel/graphql/global-id';
import { quizOfEachKind } from '../factories/paper';
import type { Person } from './accounts';
import { publishDrafts } from './content-store';
import { answerTo, dataOf, keyOfAttempt, Learner, type StartedAttempt } from './learners';
import { record } from './progress';
import { criterion, evidenceFor, keyOfSubmission, Participant, publishProject, verdictsOn } from './submissions';
import type { TestApp } from './test-app';

/** Publishes what leaveLearningTraces learns by. */
export async function publishLearning(app: TestApp): Promise<void> {
  await publishDrafts(app.dataSource, quizOfEachKind('quiz'));
  await publishProject(app, 'tool');
}

/** What learning leaves of somebody, beside the mark that is in all that they typed. */
export interface LearningTraces {
  /** Ids of what is theirs. */
  readonly ids: readonly string[];
  /** The token of what they did without an account. */
  readonly attemptToken: string;
}

interface Marked {
  readonly mark: string;
  readonly id: string;
  readonly userId: string;
  readonly headers: Record<string, string>;
}

/** What an export and the database show of it. */
export const learningMarks = (mark: string): string[] =>
  ['Answer', 'Essay', 'Draft', 'Evidence', 'Verdict', 'Whole', 'Reason'].map((word) => `${word} ${mark}`);

/**
 * Lets a marked person, who is a publisher and a reviewer too, do everything that learners do, first without an account, and
 * everything that others do to what learners did.
 */
export async function leaveLearningTraces(app: TestApp, marked: Marked): Promise<LearningTraces> {
  const attempts = await takeAttempts(app, marked);
  const submissionId = await handIn(app, marked);
  await judgeOthers(app, marked);
  await correctOthers(app, marked);
  return {
    ...attempts,
    ids: [...attempts.ids, submissionId, keyOfSubmission(submissionId)],
  };
}

/** One attempt without an account, with progress, reviewed, and then claimed; one with it that is in progress; a receipt. */
async function takeAttempts(app: TestApp, { mark, headers, userId }: Marked): Promise<LearningTraces> {
  const { authorization: _, ...from } = headers;
  const anonymous = new Learner(app, from);
  const done = await anonymous.start('quiz');
  const open = itemOf(done, 'OPEN');
  const answers = [
    answerTo(itemOf(done, 'SHORT_TEXT'), { text: `Answer ${mark}` }),
    answerTo(open, { text: `Essay ${mark}` }),
  ];
  // Kept under a key of the network, not of a person.
  dataOf(await anonymous.trySave(done.id, answers, { 'idempotency-key': randomUUID() }));
  await anonymous.submit(done.id);
  const { items } = await anonymous.read(done.id, 'receipt items { itemId rubric { id } }');
  const { rubric } = items.find(({ itemId }: { itemId: string }) => itemId === open.id);
  dataOf(await anonymous.trySelfReview(done.id, open.id, [rubric[0].id]));
  await record(anonymous, criterion('runs'), 'DONE');

  const learner = new Learner(app, headers, null, userId);
  dataOf(await learner.tryClaim([anonymous.token]));
  const running = await learner.start('quiz');
  await learner.save(running.id, [answerTo(itemOf(running, 'SHORT_TEXT'), { text: `Draft ${mark}` })]);
  await record(learner, criterion('tested'), 'IN_PROGRESS');

  const [{ id: learnerId }] = await app.dataSource.query('SELECT claimed_from_id AS id FROM attempt WHERE id = $1', [
    keyOfAttempt(done.id),
  ]);
  const ids = [done.id, running.id];
  return { ids: [learnerId, ...ids, ...ids.map(keyOfAttempt)], attemptToken: anonymous.token! };
}

/** A project that another reviewer looks at, whose answers are kept under keys. */
async function handIn(app: TestApp, { mark, id, userId, headers }: Marked): Promise<string> {
  const learner = new Participant(app, { id, userId, headers } as Person);
  const evidence = evidenceFor(['runs', 'tested'], 'tool', `Evidence ${mark}`);
  const submission = await learner.submit({ repositoryUrl: `https://example.org/${mark}`, evidence });
  const reviewer = await Participant.join(app, Role.REVIEWER);
  const take =
    'mutation ($input: TakeSubmissionInput!) { takeSubmission(input: $input) { submission { id evidence { text } } } }';
  dataOf(await reviewer.send(take, { input: { submissionId: submission.id } }, { 'idempotency-key': randomUUID() }));
  await reviewer.review(submission.id, verdictsOn(['runs'], ['tested']));
  return submission.id;
}

/** One project of another learner is judged, another one is taken and kept. */
async function judgeOthers(app: TestApp, { mark, id, userId, headers }: Marked): Promise<void> {
  const reviewer = new Participant(app, { id, userId, headers } as Person);
  const [judged, kept] = [await Participant.join(app), await Participant.join(app)];
  const first = await judged.submit();
  const verdicts = verdictsOn(['runs', 'tested']).map((verdict) => ({ ...verdict, comment: `Verdict ${mark}` }));
  await reviewer.review(first.id, verdicts, { comment: `Whole ${mark}` });
  await reviewer.to('take', (await kept.submit()).id);
}

/** A key was wrong all the time: the grade of another learner rises. */
async function correctOthers(app: TestApp, { mark, headers }: Marked): Promise<void> {
  const [{ count }] = await app.dataSource.query('SELECT count(*)::int FROM grading_correction');
  const right = ['north', 'east', 'west'][count]!;
  const other = new Learner(app);
  const attempt = await other.start('quiz');
  const single = itemOf(attempt, 'SINGLE_CHOICE');
  const option = single.options.find(({ text }) => text === `The ${right} one`)!;
  await other.save(attempt.id, [answerTo(single, { optionIds: [option.id] })]);
  await other.submit(attempt.id);
  const draft = quizOfEachKind('quiz').find(({ slug }) => slug === 'quiz-single')!;
  const content = { ...draft.content, key: { correctOptions: [right] } };
  await publishDrafts(app.dataSource, [{ ...draft, content } as typeof draft]);
  const questionId = toGlobalId('Question', documentIdFor('QUESTION', 'quiz-single'));
  const looked = await app.ask(
    'query ($id: ID!) { gradingCorrection(questionId: $id) { document { version } } }',
    { id: questionId },
    headers,
  );
  const { applyGradingCorrection } = await app.ask(
    'mutation ($input: ApplyGradingCorrectionInput!) { applyGradingCorrection(input: $input) { correction { raised } } }',
    {
      input: {
        questionId,
        expectedVersion: looked.gradingCorrection.document.version,
        reason: `Reason ${mark}`,
      },
    },
    headers,
  );
  expect(applyGradingCorrection.correction.raised).toBe(1);
}

const itemOf = ({ paper }: StartedAttempt, kind: string) => paper.items.find((item) => item.kind === kind)!;
