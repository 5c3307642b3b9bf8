import type { EntityManager } from 'typeorm';
import type { Assessment } from '../../content/assessment/assessment.entity';
import { attemptClosed, retakeRefused } from '../../kernel/errors/errors';
import { OVERDUE } from './close-attempts';

interface Standing {
  /** How often the learner has taken the assessment. */
  readonly taken: number;
  /** The running attempt that was started last. */
  readonly running: string | null;
  readonly early: boolean;
  readonly late: boolean;
  /** When the wait since the last attempt is over; null when there was none. */
  readonly retryAt: Date | null;
  readonly waiting: boolean;
}

/**
 * Throws unless this learner may start the assessment now. The learner is locked, and no attempt that is overdue is still open.
 * The rules are those of the public edition; the wait counts from the end of the last attempt.
 * @returns the attempt that is running already, or null
 */
export async function requireMayStart(
  manager: EntityManager,
  learnerId: string,
  { documentId, opensAt, closesAt, retakeWaitHours, maxAttempts }: Assessment,
): Promise<string | null> {
  const [standing] = await manager.query<[Standing]>(
    `SELECT mine.taken, mine.running, $3::timestamptz > now.at IS TRUE AS early, $4::timestamptz <= now.at IS TRUE AS late,
       mine.ended + make_interval(hours => $5) AS "retryAt", mine.ended + make_interval(hours => $5) > now.at IS TRUE AS waiting
     FROM (SELECT clock_timestamp() AS at OFFSET 0) AS now, (
       SELECT count(*)::int AS taken, date_trunc('milliseconds', max(submitted_at)) AS ended,
         (array_agg(id ORDER BY started_at DESC, id DESC) FILTER (WHERE state = 'IN_PROGRESS' AND NOT ${OVERDUE} IS TRUE))[1] AS running
       FROM attempt a WHERE learner_id = $1 AND assessment_id = $2
     ) AS mine`,
    [learnerId, documentId, opensAt, closesAt, retakeWaitHours],
  );
  if (standing.running) return standing.running;
  const window = { opensAt: opensAt?.toISOString() ?? null, closesAt: closesAt?.toISOString() ?? null };
  if (standing.early) throw attemptClosed(`The assessment opens at ${window.opensAt}: start it then.`, window);
  if (standing.late)
    throw attemptClosed(`The assessment closed at ${window.closesAt}: it takes no more attempts.`, window);
  const attemptsLeft = maxAttempts === null ? null : Math.max(0, maxAttempts - standing.taken);
  if (attemptsLeft === 0) {
    throw retakeRefused(`You have taken it ${standing.taken} times, and no more than ${maxAttempts} are possible.`, {
      retryAt: null,
      attemptsLeft,
    });
  }
  if (standing.waiting) {
    const retryAt = standing.retryAt!.toISOString();
    throw retakeRefused(`It can be taken again from ${retryAt} on.`, { retryAt, attemptsLeft });
  }
  return null;
}
