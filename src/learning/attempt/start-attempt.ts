import { randomBytes, randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import type { Assessment } from '../../content/assessment/assessment.entity';
import { isDrawable } from '../../content/assessment/drawable-question';
import { publicQuestions, questionsOfSkills } from '../../content/question/question-bank';
import { insertRows } from '../../kernel/database/insert-rows';
import { conflict } from '../../kernel/errors/errors';
import { noteEvent } from '../../kernel/telemetry/domain-event';
import { type LearnerProof, lockOrMakeLearner } from '../learner/learners';
import { attemptsStarted } from './attempt-events';
import { AttemptItem } from './attempt-item.entity';
import { ATTEMPT_GRACE_SECONDS } from './attempt-times';
import { closeOverdueOf } from './close-attempts';
import { type Candidate, drawPaper } from './draw-paper';
import { optionOrder } from './option-order';
import { requireMayStart } from './start-rules';

/** An attempt that was started, or that was running already. */
export interface StartedAttempt {
  readonly learnerId: string;
  readonly attemptId: string;
  /** The token of a learner who was made for it; null when the learner was known. */
  readonly token: string | null;
}

/** What is started: an assessment as it is public, and the publication that says so. */
export interface StartedAssessment {
  readonly assessment: Assessment;
  readonly publication: number;
}

/**
 * Starts an attempt, or finds the one that the learner has running (of several, the one started last).
 * @throws ATTEMPT_CLOSED before the assessment opens and after it closes, RETAKE_REFUSED when it may not be taken again (yet)
 */
export async function startAttempt(
  manager: EntityManager,
  proof: LearnerProof,
  { assessment, publication }: StartedAssessment,
): Promise<StartedAttempt> {
  const learner = await lockOrMakeLearner(manager, proof);
  const { id: learnerId, token } = learner;
  await closeOverdueOf(manager, learnerId, assessment.documentId);
  const running = await requireMayStart(manager, learnerId, assessment);
  if (running) return { learnerId, attemptId: running, token };

  const seed = randomBytes(16).toString('hex');
  const paper = await draw(manager, learnerId, seed, { assessment, publication });
  const attemptId = randomUUID();
  // The deadline lies within the window: whoever reads the review once it is closed finds nobody still answering.
  await manager.query(
    `INSERT INTO attempt (learner_id, id, assessment_id, assessment_edition_id, publication_number, seed, started_at, deadline, closes_at)
     SELECT $1, $2, $3, $4, $5, $6, at, deadline, deadline + make_interval(secs => $9)
     FROM (SELECT at, least(at + make_interval(mins => $7), $8::timestamptz) AS deadline
       FROM (SELECT clock_timestamp() AS at OFFSET 0) AS now) AS times`,
    [
      learnerId,
      attemptId,
      assessment.documentId,
      assessment.editionId,
      publication,
      seed,
      assessment.timeLimitMinutes,
      assessment.closesAt,
      ATTEMPT_GRACE_SECONDS,
    ],
  );
  await insertRows(
    manager,
    AttemptItem,
    paper.map((item, index) => ({ learnerId, attemptId, position: index + 1, ...item })),
  );
  noteEvent(manager, attemptsStarted);
  return { learnerId, attemptId, token };
}

type NewItem = Pick<AttemptItem, 'questionId' | 'questionEditionId' | 'optionIds' | 'points'>;

async function draw(
  manager: EntityManager,
  learnerId: string,
  seed: string,
  { assessment, publication }: StartedAssessment,
): Promise<NewItem[]> {
  const { questionIds: fixed, blueprint } = assessment;
  const candidates = await candidatesFor(manager, learnerId, { assessment, publication });
  const drawn = drawPaper(seed, fixed, blueprint, candidates);
  const questions = await publicQuestions(manager, publication, drawn?.questionIds ?? []);
  if (!drawn || drawn.questionIds.length === 0 || questions.size < drawn.questionIds.length) {
    throw conflict(
      'The question bank does not have the questions that this assessment asks for: its editors have to add some first.',
    );
  }
  await countExposure(manager, drawn.drawnIds);
  return drawn.questionIds.map((id) => {
    const question = questions.get(id)!;
    return {
      questionId: id,
      questionEditionId: question.editionId,
      optionIds: optionOrder(seed, question),
      points: question.points,
    };
  });
}

async function candidatesFor(
  manager: EntityManager,
  learnerId: string,
  { assessment, publication }: StartedAssessment,
): Promise<Candidate[]> {
  const { kind, blueprint } = assessment;
  if (blueprint.length === 0) return [];
  const bank = await questionsOfSkills(manager, publication, [...new Set(blueprint.map(({ skill }) => skill))]);
  const drawable = bank.filter((question) => isDrawable(kind, question));
  const counted = await manager.query<{ id: string; seen: number; exposure: number }[]>(
    `SELECT question.id, coalesce(seen.times, 0) AS seen, coalesce(e.count, 0) AS exposure
     FROM unnest($2::uuid[]) AS question(id) LEFT JOIN question_exposure e ON e.question_id = question.id
     LEFT JOIN (SELECT question_id, count(*)::int AS times FROM attempt_item WHERE learner_id = $1 GROUP BY question_id) AS seen
       ON seen.question_id = question.id`,
    [learnerId, drawable.map(({ id }) => id)],
  );
  const counts = new Map(counted.map((row) => [row.id, row]));
  return drawable.map((question) => ({ ...question, ...counts.get(question.id)! }));
}

/** In the order of the ids, so that two papers that share questions wait for each other and never both. */
async function countExposure(manager: EntityManager, questionIds: readonly string[]): Promise<void> {
  if (questionIds.length === 0) return;
  await manager.query(
    `INSERT INTO question_exposure AS e (question_id, count) SELECT id, 1 FROM unnest($1::uuid[]) AS id ORDER BY id
     ON CONFLICT (question_id) DO UPDATE SET count = e.count + 1`,
    [questionIds],
  );
}
