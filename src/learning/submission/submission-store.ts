import type { EntityManager } from 'typeorm';
import type { RequestViewer } from '../../accounts/request-viewer';
import { Role } from '../../accounts/role';
import {
  isInReview,
  noSuchSubmission,
  type Party,
  type Stage,
  type Standing,
  standingAt,
  stageOf,
  type SubmissionAction,
} from './submission-state';

/** How long a reviewer keeps what was taken. After that others may take it; until one does, the verdict is still welcome. */
const REVIEW_HOLD_HOURS = 24;

/** The end of the hold on a submission `s`. */
export const HELD_UNTIL = `s.taken_at + make_interval(hours => ${REVIEW_HOLD_HOURS})`;

/** The condition that a submission `s` has a round without a verdict: as in the index of the queue. */
const OPEN = `(s.state IN ('SUBMITTED', 'IN_REVIEW') OR s.stretch_state IS NOT NULL)`;

/** The condition that a submission `s` is in the queue: it waits, or its reviewer has kept it for too long. */
export const IN_QUEUE = `(${OPEN} AND (s.taken_at IS NULL OR ${HELD_UNTIL} <= clock_timestamp()))`;

/** The SQL condition that a user has had a submission `s` for review. */
export const hasTaken = (userId: string): string =>
  `EXISTS (SELECT FROM submission_event e WHERE e.learner_id = s.learner_id AND e.submission_id = s.id
    AND e.action = 'TAKE' AND e.actor_id = ${userId})`;

/** A submission whose row is locked until the transaction ends. */
export interface LockedSubmission {
  readonly learnerId: string;
  readonly id: string;
  readonly projectId: string;
  readonly stage: Stage;
  readonly round: number;
  readonly version: number;
  /** What who asks is to it. */
  readonly party: Party;
}

interface LockedRow extends Standing {
  readonly learnerId: string;
  readonly id: string;
  readonly projectId: string;
  readonly round: number;
  readonly version: number;
  readonly held: boolean;
  readonly lapsed: boolean;
  readonly hadIt: boolean;
}

/**
 * Locks a submission and tells what the viewer is to it.
 * @throws NOT_FOUND when there is none
 */
export async function lockSubmission(
  manager: EntityManager,
  viewer: RequestViewer,
  id: string,
): Promise<LockedSubmission> {
  const [locked] = await manager.query<unknown[]>('SELECT FROM submission WHERE id = $1 FOR UPDATE', [id]);
  if (!locked) throw noSuchSubmission();
  // Only now, as waiting for the lock takes time too.
  const [{ held, lapsed, hadIt, state, stretchState, ...submission }] = await manager.query<[LockedRow]>(
    `SELECT s.learner_id AS "learnerId", s.id, s.project_id AS "projectId", s.state, s.stretch_state AS "stretchState",
       s.round, s.version, s.reviewer_id IS NOT DISTINCT FROM $2 AS held,
       ${HELD_UNTIL} <= clock_timestamp() IS TRUE AS lapsed, ${hasTaken('$2')} AS "hadIt"
     FROM submission s WHERE s.id = $1`,
    [id, viewer.id],
  );
  const stage = stageOf({ state, stretchState });
  const partyOfReviewer = (): Party => {
    if (held) return 'HOLDER';
    if (isInReview(stage) && lapsed) return 'SUCCESSOR';
    return hadIt ? 'FORMER_REVIEWER' : 'REVIEWER';
  };
  const isReviewer = viewer.roles.includes(Role.REVIEWER);
  const party = submission.learnerId === viewer.id ? 'LEARNER' : isReviewer ? partyOfReviewer() : 'STRANGER';
  return { ...submission, stage, party };
}

/** What a learner has of a project that is not withdrawn, locked until the transaction ends; null for nothing. */
export async function lockCurrent(
  manager: EntityManager,
  learnerId: string,
  projectId: string,
): Promise<LockedSubmission | null> {
  const [row] = await manager.query<LockedRow[]>(
    `SELECT learner_id AS "learnerId", id, project_id AS "projectId", state, stretch_state AS "stretchState", round, version
     FROM submission WHERE learner_id = $1 AND project_id = $2 AND state <> 'WITHDRAWN' FOR UPDATE`,
    [learnerId, projectId],
  );
  if (!row) return null;
  const { state, stretchState, ...submission } = row;
  return { ...submission, stage: stageOf({ state, stretchState }), party: 'LEARNER' };
}

/** A change of a submission, as its history tells it. */
export interface SubmissionChange {
  readonly action: SubmissionAction;
  readonly next: Stage;
  /** Who does it. */
  readonly actorId: string;
  /** The number of the round that it begins; left out, it is about the present one. */
  readonly newRound?: number;
}

/**
 * Moves a locked submission on and adds the change to its history.
 * @returns the submission as it stands then
 */
export async function moveSubmission(
  manager: EntityManager,
  submission: LockedSubmission,
  { action, next, actorId, newRound }: SubmissionChange,
): Promise<LockedSubmission> {
  const { learnerId, id } = submission;
  const { state, stretchState } = standingAt(next);
  const round = newRound ?? submission.round;
  const version = submission.version + 1;
  await manager.query(
    `UPDATE submission SET state = $3, stretch_state = $4, round = $5, version = $6, updated_at = now.at,
       waiting_since = CASE WHEN round = $5 THEN waiting_since ELSE now.at END,
       reviewer_id = $7, taken_at = CASE WHEN $7::uuid IS NOT NULL THEN now.at END
     FROM (SELECT clock_timestamp() AS at OFFSET 0) AS now WHERE learner_id = $1 AND id = $2`,
    [learnerId, id, state, stretchState, round, version, isInReview(next) ? actorId : null],
  );
  await recordEvent(manager, { ...submission, version, round, stage: next }, action, actorId);
  return { ...submission, version, round, stage: next };
}

/** Adds a change to the history of a submission; its number is the version that it made. */
export async function recordEvent(
  manager: EntityManager,
  { learnerId, id, version, round, stage }: Omit<LockedSubmission, 'party' | 'projectId'>,
  action: SubmissionAction,
  actorId: string,
): Promise<void> {
  const { state, stretchState } = standingAt(stage);
  await manager.query(
    `INSERT INTO submission_event (learner_id, submission_id, sequence, action, round, state, stretch_state, actor_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [learnerId, id, version, action, round, state, stretchState, actorId],
  );
}
