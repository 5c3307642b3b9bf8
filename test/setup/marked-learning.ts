import { randomUUID } from 'node:crypto';
import { quizOfEachKind } from '../factories/paper';
import { publishDrafts } from './content-store';
import { answerTo, dataOf, keyOfAttempt, Learner, type StartedAttempt } from './learners';
import type { TestApp } from './test-app';

/** Publishes what leaveLearningTraces learns by. */
export async function publishLearning({ dataSource }: TestApp): Promise<void> {
  await publishDrafts(dataSource, quizOfEachKind('quiz'));
}

/** What learning leaves of somebody, beside the mark that is in all that they typed. */
export interface LearningTraces {
  /** Ids of what is theirs. */
  readonly ids: readonly string[];
  /** The token of what they did without an account. */
  readonly attemptToken: string;
}

/**
 * Lets a marked person do everything that learners do: one attempt without an account, reviewed and then claimed, and one with
 * it that is in progress.
 */
export async function leaveLearningTraces(
  app: TestApp,
  { mark, headers }: { readonly mark: string; readonly headers: Record<string, string> },
): Promise<LearningTraces> {
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
  const { items } = await anonymous.read(done.id, 'items { itemId rubric { id } }');
  const { rubric } = items.find(({ itemId }: { itemId: string }) => itemId === open.id);
  dataOf(await anonymous.trySelfReview(done.id, open.id, [rubric[0].id]));

  const learner = new Learner(app, headers);
  dataOf(await learner.tryClaim([anonymous.token]));
  const running = await learner.start('quiz');
  await learner.save(running.id, [answerTo(itemOf(running, 'SHORT_TEXT'), { text: `Draft ${mark}` })]);

  const [{ id: learnerId }] = await app.dataSource.query('SELECT claimed_from_id AS id FROM attempt WHERE id = $1', [
    keyOfAttempt(done.id),
  ]);
  const attempts = [done.id, running.id];
  return { ids: [learnerId, ...attempts, ...attempts.map(keyOfAttempt)], attemptToken: anonymous.token! };
}

const itemOf = ({ paper }: StartedAttempt, kind: string) => paper.items.find((item) => item.kind === kind)!;
