import type { DataSource } from 'typeorm';
import type { GradedAnswer } from '../evidence/evidence';
import type { ItemState } from '../evidence/career-progress';
import type { SubmissionRecord } from './reviewed-projects';

/** A graded answer, and the attempt that it was given in. */
export interface AnswerRecord extends Omit<GradedAnswer, 'at' | 'answered' | 'skillIds'> {
  readonly attemptId: string;
  readonly skillId: string;
  /** Milliseconds since 1970, as all times here. */
  readonly at: number;
}

/** How far a learner is with an item of a skill, a career or a project. */
export interface ProgressRecord {
  readonly documentId: string;
  /** The kind of the document. */
  readonly kind: string;
  /** As the content has it, not the opaque one. */
  readonly itemId: string;
  readonly state: ItemState;
  readonly at: number;
}

/** Everything that tells of a learner's skills, at one moment. */
export interface LearnerRecord {
  readonly learnerId: string;
  /** The clock of the database. */
  readonly now: Date;
  readonly answers: readonly AnswerRecord[];
  readonly progress: readonly ProgressRecord[];
  /** The earliest first. */
  readonly submissions: readonly SubmissionRecord[];
}

const millisecondsOf = (column: string): string => `extract(epoch FROM ${column}) * 1000`;

/** By the grade that counts, and by what the question on the paper was; what was left open or is not scored is no evidence. */
const ANSWERS = `SELECT json_build_object('attemptId', a.id, 'questionId', i.question_id, 'skillId', q.skill_id,
    'difficulty', q.difficulty, 'assessmentKind', s.kind, 'points', g.points, 'maxPoints', i.points,
    'at', ${millisecondsOf('a.submitted_at')}) AS entry
  FROM attempt a JOIN assessment s ON s.edition_id = a.assessment_edition_id AND s.kind IN ('QUIZ', 'EXAM')
  JOIN attempt_item i ON i.learner_id = a.learner_id AND i.attempt_id = a.id
  JOIN item_grade g ON g.learner_id = a.learner_id AND g.attempt_id = a.id AND g.number = a.grade_number AND g.position = i.position
  JOIN question q ON q.edition_id = i.question_edition_id
  WHERE a.learner_id = wanted.id AND q.skill_id IS NOT NULL AND g.points IS NOT NULL AND g.answer IS NOT NULL`;

const PROGRESS = `SELECT json_build_object('documentId', p.document_id, 'kind', d.kind, 'itemId', p.item_id, 'state', p.state,
    'at', ${millisecondsOf('p.updated_at')}) AS entry
  FROM progress p JOIN document d ON d.id = p.document_id WHERE p.learner_id = wanted.id`;

/** With the rounds that were judged, each with the criteria and the skills of its own edition. */
const SUBMISSIONS = `SELECT json_build_object('submissionId', s.id, 'projectId', s.project_id, 'state', s.state, 'rounds', (
    SELECT coalesce(json_agg(json_build_object('stretch', r.stretch, 'criteria', n.criteria, 'skillIds', n.skill_ids,
      'at', ${millisecondsOf('r.reviewed_at')}, 'verdicts', (
        SELECT coalesce(json_agg(json_build_object('criterionId', v.criterion_id, 'met', v.met)), '[]')
        FROM submission_verdict v
        WHERE v.learner_id = r.learner_id AND v.submission_id = r.submission_id AND v.round = r.number)) ORDER BY r.number), '[]')
    FROM submission_round r JOIN project n ON n.edition_id = r.project_edition_id
    WHERE r.learner_id = s.learner_id AND r.submission_id = s.id AND r.reviewed_at IS NOT NULL)) AS entry
  FROM submission s WHERE s.learner_id = wanted.id ORDER BY s.created_at, s.id`;

const listOf = (entries: string): string => `(SELECT coalesce(json_agg(entry), '[]') FROM (${entries}) AS list)`;

/**
 * What learners did, all of it as of one moment: one statement, however many learners there are and however much they did.
 * @param learnerIds learners who have proved to be who they are; one that is not there has an empty record
 */
export async function readLearnerRecords(
  dataSource: Pick<DataSource, 'query'>,
  learnerIds: readonly string[],
): Promise<ReadonlyMap<string, LearnerRecord>> {
  const rows = await dataSource.query<LearnerRecord[]>(
    `SELECT wanted.id AS "learnerId", clock_timestamp() AS now, ${listOf(ANSWERS)} AS answers, ${listOf(PROGRESS)} AS progress,
       ${listOf(SUBMISSIONS)} AS submissions
     FROM unnest($1::uuid[]) AS wanted(id)`,
    [learnerIds],
  );
  return new Map(rows.map((row) => [row.learnerId, row]));
}
