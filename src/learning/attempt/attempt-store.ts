import type { EntityManager } from 'typeorm';
import { OPTION_IDS } from '../../content/question/question-bank';
import { type LearnerProof, notYours, requireLearner } from '../learner/learners';
import type { AnswerableItem } from './answer-values';
import { AttemptState } from './attempt-state';
import { closeAttempts, OVERDUE } from './close-attempts';
import type { AttemptRef } from './grade-attempt';

/** An attempt whose row is locked until the transaction ends. */
export interface LockedAttempt extends AttemptRef {
  readonly state: AttemptState;
  readonly deadline: Date | null;
}

/**
 * Locks an attempt of the learner who asks. One whose time has run out is closed and graded first, so IN_PROGRESS means that
 * answers are taken.
 * @throws NOT_FOUND, the same for an attempt that is not there and for one of somebody else
 */
export async function lockAttempt(
  manager: EntityManager,
  proof: LearnerProof,
  attemptId: string,
): Promise<LockedAttempt> {
  const learnerId = await requireLearner(manager, proof, true);
  const [locked] = await manager.query<unknown[]>('SELECT FROM attempt WHERE learner_id = $1 AND id = $2 FOR UPDATE', [
    learnerId,
    attemptId,
  ]);
  if (!locked) throw notYours();
  // Only now, as waiting for the lock takes time too.
  const [attempt] = await manager.query<[LockedAttempt & { overdue: boolean }]>(
    `SELECT a.learner_id AS "learnerId", a.id, a.state, a.deadline, ${OVERDUE} IS TRUE AS overdue FROM attempt a
     WHERE a.learner_id = $1 AND a.id = $2`,
    [learnerId, attemptId],
  );
  if (!attempt.overdue) return attempt;
  await closeAttempts(manager, [attempt], AttemptState.EXPIRED);
  return { ...attempt, state: AttemptState.EXPIRED };
}

/** One question of a paper, as far as answering it needs it. */
export interface ItemOnPaper extends AnswerableItem {
  readonly position: number;
  /** The ids of the entries of the rubric, in order. */
  readonly rubricIds: readonly string[];
}

/** The questions of a paper, by position. */
export async function itemsOnPaper(
  manager: EntityManager,
  { learnerId, id }: AttemptRef,
): Promise<ReadonlyMap<number, ItemOnPaper>> {
  const rows = await manager.query<ItemOnPaper[]>(
    `SELECT i.position, i.question_id AS "questionId", q.kind, ${OPTION_IDS}, q.unit, q.other_units AS "otherUnits",
       ARRAY(SELECT r.value->>'id' FROM jsonb_array_elements(q.rubric) WITH ORDINALITY AS r(value, place)
         ORDER BY r.place) AS "rubricIds"
     FROM attempt_item i JOIN question q ON q.edition_id = i.question_edition_id WHERE i.learner_id = $1 AND i.attempt_id = $2`,
    [learnerId, id],
  );
  return new Map(rows.map((row) => [row.position, row]));
}
