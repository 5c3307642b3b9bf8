import type { EntityManager } from 'typeorm';
import type { RequestViewer } from '../../accounts/request-viewer';
import { take } from './review-submission';
import { stageAfter, SubmissionAction } from './submission-state';
import { IN_QUEUE, lockSubmission, type LockedSubmission, moveSubmission } from './submission-store';

/**
 * Takes a submission for review, or the one that has waited longest.
 * @param id null for whichever has waited longest; several reviewers get different ones
 * @returns the submission; null when nothing waits
 */
export async function takeSubmission(
  manager: EntityManager,
  viewer: RequestViewer,
  id: string | null,
): Promise<LockedSubmission | null> {
  const wanted = id ?? (await oldestInQueue(manager, viewer.id));
  return wanted === null ? null : take(manager, viewer, await lockSubmission(manager, viewer, wanted));
}

/** What others are about to take, or to change, is passed over. */
async function oldestInQueue(manager: EntityManager, userId: string): Promise<string | null> {
  const [oldest] = await manager.query<{ id: string }[]>(
    `SELECT s.id FROM submission s WHERE ${IN_QUEUE} AND s.learner_id <> $1 AND s.reviewer_id IS DISTINCT FROM $1
     ORDER BY s.waiting_since, s.id LIMIT 1 FOR UPDATE SKIP LOCKED`,
    [userId],
  );
  return oldest?.id ?? null;
}

/** Gives a submission back to the queue, where it has its place of before. */
export async function releaseSubmission(
  manager: EntityManager,
  viewer: RequestViewer,
  id: string,
): Promise<LockedSubmission> {
  const submission = await lockSubmission(manager, viewer, id);
  const action = SubmissionAction.RELEASE;
  const next = stageAfter(action, submission.stage, submission.party);
  return moveSubmission(manager, submission, { action, next, actorId: viewer.id });
}

/** Takes a submission back for its learner: the round that waits after PASSED, or else the whole submission. */
export async function withdrawSubmission(manager: EntityManager, viewer: RequestViewer, id: string): Promise<void> {
  const submission = await lockSubmission(manager, viewer, id);
  const action = SubmissionAction.WITHDRAW;
  const next = stageAfter(action, submission.stage, submission.party);
  await manager.query(
    `UPDATE submission_round SET withdrawn_at = clock_timestamp()
     WHERE learner_id = $1 AND submission_id = $2 AND number = $3 AND reviewed_at IS NULL`,
    [submission.learnerId, id, submission.round],
  );
  await moveSubmission(manager, submission, { action, next, actorId: viewer.id });
}
