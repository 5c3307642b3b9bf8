import type { EntityManager } from 'typeorm';
import type { Job } from '../../kernel/jobs/job';
import { noteEvent } from '../../kernel/telemetry/domain-event';
import { gradePaper } from '../grading/grade-paper';
import { holdCorrections } from './applied-corrections';
import { attemptsExpired, attemptsSubmitted } from './attempt-events';
import { AttemptState } from './attempt-state';
import { type AttemptRef, atSubmission, readPapers, storeGrades } from './grade-attempt';

/** How many attempts the job closes in one transaction. */
const CLOSED_AT_ONCE = 50;

/** What makes the attempt `a` one whose time has run out, grace included, while nobody has closed it yet. */
export const OVERDUE = `(a.state = 'IN_PROGRESS' AND a.closes_at < clock_timestamp())`;

/**
 * Ends attempts and grades them by what was saved. Their rows are locked by the caller and in progress, so each is graded
 * once. The number of statements is the same for one attempt and for many.
 */
export async function closeAttempts(
  manager: EntityManager,
  attempts: readonly AttemptRef[],
  state: AttemptState.SUBMITTED | AttemptState.EXPIRED,
): Promise<void> {
  if (attempts.length === 0) return;
  await holdCorrections(manager);
  const papers = await readPapers(manager, attempts);
  const graded = papers.map((paper) => ({ ...paper, grade: gradePaper(paper.paper) }));
  const numbers = await storeGrades(manager, graded, atSubmission);
  await manager.query(
    `UPDATE attempt a SET state = $4, grade_number = closed.number,
       submitted_at = CASE WHEN $4 = 'EXPIRED' THEN a.deadline ELSE clock_timestamp() END
     FROM unnest($1::uuid[], $2::uuid[], $3::int[]) AS closed(learner_id, id, number)
     WHERE a.learner_id = closed.learner_id AND a.id = closed.id`,
    [attempts.map(({ learnerId }) => learnerId), attempts.map(({ id }) => id), numbers, state],
  );
  noteEvent(manager, state === AttemptState.EXPIRED ? attemptsExpired : attemptsSubmitted, attempts.length);
}

/** Ends the attempts of a learner whose time has run out: all of them, or those of one assessment. */
export async function closeOverdueOf(manager: EntityManager, learnerId: string, assessmentId?: string): Promise<void> {
  // Who waits for the lock of another one finds out that it is closed: the condition is looked at again.
  const overdue = await manager.query<AttemptRef[]>(
    `SELECT a.learner_id AS "learnerId", a.id FROM attempt a
     WHERE a.learner_id = $1 AND ($2::uuid IS NULL OR a.assessment_id = $2) AND ${OVERDUE} ORDER BY a.id FOR UPDATE`,
    [learnerId, assessmentId ?? null],
  );
  await closeAttempts(manager, overdue, AttemptState.EXPIRED);
}

/**
 * Ends the attempts whose time has run out while their learners were away. Those that somebody is at are left to them, and one
 * that can't be graded, by a fault of ours, holds up no other: it is tried again the next time, and the fault is thrown at the end.
 */
export const closeAttemptsJob: Job = {
  name: 'close-attempts',
  recurring: true,
  run: async ({ dataSource }) => {
    const faults = new Map<string, unknown>();
    let atOnce = CLOSED_AT_ONCE;
    let more = true;
    while (more) {
      let overdue: AttemptRef[] = [];
      try {
        await dataSource.transaction(async (manager) => {
          overdue = await manager.query<AttemptRef[]>(
            // now() and not the clock, so that the index on what runs is used.
            `SELECT a.learner_id AS "learnerId", a.id FROM attempt a
             WHERE a.state = 'IN_PROGRESS' AND a.closes_at < now() AND a.id <> ALL($2::uuid[])
             ORDER BY a.closes_at LIMIT $1 FOR UPDATE SKIP LOCKED`,
            [atOnce, [...faults.keys()]],
          );
          await closeAttempts(manager, overdue, AttemptState.EXPIRED);
        });
        more = overdue.length === atOnce;
      } catch (fault) {
        if (overdue.length === 0) throw fault;
        // From here on one by one, to find out which.
        if (overdue.length === 1) faults.set(overdue[0]!.id, fault);
        atOnce = 1;
      }
    }
    if (faults.size > 0) throw new AggregateError(faults.values(), `${faults.size} attempts could not be graded`);
  },
};
