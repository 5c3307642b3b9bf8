import type { EntityManager } from 'typeorm';
import type { LearnerProof } from '../learner/learners';
import { AttemptState } from './attempt-state';
import { lockAttempt } from './attempt-store';
import { closeAttempts } from './close-attempts';
import type { AttemptRef } from './grade-attempt';

/** Hands an attempt in and grades it. One that is closed already stays as it is: a repetition changes nothing. */
export async function submitAttempt(
  manager: EntityManager,
  proof: LearnerProof,
  attemptId: string,
): Promise<AttemptRef> {
  const attempt = await lockAttempt(manager, proof, attemptId);
  if (attempt.state === AttemptState.IN_PROGRESS) await closeAttempts(manager, [attempt], AttemptState.SUBMITTED);
  return attempt;
}
