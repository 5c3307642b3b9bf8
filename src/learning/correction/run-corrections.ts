import type { DataSource, EntityManager } from 'typeorm';
import { enqueueJob } from '../../kernel/jobs/job-queue';
import type { Job } from '../../kernel/jobs/job';
import { type AttemptRef, readPapers, storeGrades } from '../attempt/grade-attempt';
import { gradePaper } from '../grading/grade-paper';
import type { Grade } from '../grading/grading-types';
import { SCORED_ATTEMPT } from './correction-case';

/** How many attempts are graded again in one transaction: their learners wait for that long at most. */
const ATTEMPTS_AT_ONCE = 100;

const NAME = 'apply_grading_corrections';

/** A correction that is not through with the grades of before. */
interface RunningCorrection {
  readonly number: number;
  readonly questionId: string;
  readonly reason: string;
  readonly actorId: string;
  readonly lastAttemptId: string | null;
}

/** Grades again what corrections ask for, until nothing is left. The queue runs it when one is applied, and every minute. */
export const applyCorrectionsJob: Job = {
  name: NAME,
  recurring: true,
  run: async ({ dataSource }) => {
    while (await runCorrectionBatch(dataSource));
  },
};

/** Enqueues the job in the transaction that applies a correction. */
export async function enqueueCorrections(manager: EntityManager): Promise<void> {
  await enqueueJob(manager, { name: NAME, payload: {}, key: NAME });
}

/**
 * Grades the next attempts again, in one transaction with the note of how far the correction has come: so each attempt is
 * looked at once for each correction, wherever it runs and whenever it breaks off. Corrections come one after the other, in
 * the order of their numbers, since each builds on the grades that the ones before have made.
 * @returns whether there may be more to do
 */
export async function runCorrectionBatch(dataSource: DataSource, size = ATTEMPTS_AT_ONCE): Promise<boolean> {
  return dataSource.transaction(async (manager) => {
    const [correction] = await manager.query<RunningCorrection[]>(
      `SELECT number, question_id AS "questionId", reason, actor_id AS "actorId", last_attempt_id AS "lastAttemptId"
       FROM grading_correction WHERE finished_at IS NULL ORDER BY number LIMIT 1 FOR UPDATE`,
    );
    if (!correction) return false;
    const attempts = await lockNextAttempts(manager, correction, size);
    const changes = await regrade(manager, correction, attempts);
    await manager.query(
      `UPDATE grading_correction SET checked = checked + $2, raised = raised + $3, lowered = lowered + $4,
         newly_passed = newly_passed + $5, newly_failed = newly_failed + $6, last_attempt_id = CASE WHEN NOT $8 THEN $7::uuid END,
         finished_at = CASE WHEN $8 THEN clock_timestamp() END
       WHERE number = $1`,
      [
        correction.number,
        attempts.length,
        changes.filter(({ before, after }) => after.points! > before.points!).length,
        changes.filter(({ before, after }) => after.points! < before.points!).length,
        changes.filter(({ before, after }) => after.passed && before.passed === false).length,
        changes.filter(({ before, after }) => before.passed && after.passed === false).length,
        attempts.at(-1)?.id ?? null,
        attempts.length < size,
      ],
    );
    return true;
  });
}

/**
 * Locks the attempts that come next, by their ids: graded ones, whose grades do not know of the correction yet. Whoever is
 * graded later knows it from the start.
 */
async function lockNextAttempts(
  manager: EntityManager,
  { number, questionId, lastAttemptId }: RunningCorrection,
  size: number,
): Promise<AttemptRef[]> {
  for (;;) {
    const next = await manager.query<AttemptRef[]>(
      `SELECT a.learner_id AS "learnerId", a.id FROM attempt_item i ${SCORED_ATTEMPT}
       JOIN grade g ON g.learner_id = a.learner_id AND g.attempt_id = a.id AND g.number = a.grade_number
       WHERE i.question_id = $1 AND i.attempt_id > coalesce($2::uuid, '00000000-0000-0000-0000-000000000000')
         AND g.correction_number < $3
         AND i.question_edition_id IN (SELECT paper_edition_id FROM grading_correction_paper WHERE correction_number = $3)
       ORDER BY i.attempt_id LIMIT $4`,
      [questionId, lastAttemptId, number, size],
    );
    const locked = await manager.query<unknown[]>(
      `SELECT FROM unnest($1::uuid[], $2::uuid[]) AS wanted(learner_id, id)
       JOIN attempt a ON a.learner_id = wanted.learner_id AND a.id = wanted.id ORDER BY a.id FOR NO KEY UPDATE OF a`,
      [next.map(({ learnerId }) => learnerId), next.map(({ id }) => id)],
    );
    // Fewer when a learner claimed or erased one at this moment: it is found again under its new learner, or not at all.
    if (locked.length === next.length) return next;
  }
}

interface GradeChange {
  readonly before: Grade;
  readonly after: Grade;
}

/** Grades attempts by the corrections up to this one, and stores the grades that differ from those that counted. */
async function regrade(
  manager: EntityManager,
  { number, reason, actorId }: RunningCorrection,
  attempts: readonly AttemptRef[],
): Promise<GradeChange[]> {
  if (attempts.length === 0) return [];
  const stored = await manager.query<{ id: string; result: Grade }[]>(
    `SELECT a.id, g.result FROM unnest($1::uuid[], $2::uuid[]) AS wanted(learner_id, id)
     JOIN attempt a ON a.learner_id = wanted.learner_id AND a.id = wanted.id
     JOIN grade g ON g.learner_id = a.learner_id AND g.attempt_id = a.id AND g.number = a.grade_number`,
    [attempts.map(({ learnerId }) => learnerId), attempts.map(({ id }) => id)],
  );
  const before = new Map(stored.map(({ id, result }) => [id, result]));
  const papers = await readPapers(manager, attempts, number);
  const changed = papers
    .map((paper) => ({ ...paper, grade: gradePaper(paper.paper), before: before.get(paper.attempt.id)! }))
    .filter(({ grade, before: old }) => grade.items.some(({ points }, index) => points !== old.items[index]!.points));
  if (changed.length === 0) return [];
  const numbers = await storeGrades(manager, changed, { reason, actorId });
  await manager.query(
    `UPDATE attempt a SET grade_number = graded.number FROM unnest($1::uuid[], $2::uuid[], $3::int[]) AS graded(learner_id, id, number)
     WHERE a.learner_id = graded.learner_id AND a.id = graded.id`,
    [changed.map(({ attempt }) => attempt.learnerId), changed.map(({ attempt }) => attempt.id), numbers],
  );
  return changed.map(({ before: old, grade }) => ({ before: old, after: grade }));
}
