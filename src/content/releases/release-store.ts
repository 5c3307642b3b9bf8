import type { EntityManager } from 'typeorm';
import { requireKey } from '../../accounts/user/to-objects';
import { notFound } from '../../kernel/errors/errors';
import type { DocumentChange } from '../publishing/document-change';
import type { PlanProblem } from '../publishing/publish-plan';
import { type ReleaseAction, type ReleaseState, stateAfter } from './release-state';

/** One release, as a row. */
export interface ReleaseRow {
  readonly id: string;
  readonly title: string;
  readonly state: ReleaseState;
  readonly createdAt: Date;
  readonly createdById: string | null;
  readonly publishAt: Date | null;
  readonly timeZone: string | null;
  readonly scheduledById: string | null;
  readonly publicationNumber: number | null;
  readonly failedProblems: PlanProblem[] | null;
}

/** The columns of the release `r`. */
export const RELEASE_COLUMNS = `r.id, r.title, r.state, r.created_at AS "createdAt", r.created_by_id AS "createdById",
  r.publish_at AS "publishAt", r.time_zone AS "timeZone", r.scheduled_by_id AS "scheduledById",
  r.publication_number AS "publicationNumber", r.failed_problems AS "failedProblems"`;

/** The release that a global id of an argument names, as a key. */
export const requireReleaseId = (id: string, pointer: string): string => requireKey('Release', id, pointer);

/** Locks a release until the transaction ends; null when there is none. Before the publishing lock, always. */
export async function findAndLock(manager: EntityManager, id: string): Promise<ReleaseRow | null> {
  const [row] = await manager.query<ReleaseRow[]>(
    `SELECT ${RELEASE_COLUMNS} FROM release r WHERE r.id = $1 FOR NO KEY UPDATE`,
    [id],
  );
  return row ?? null;
}

/**
 * Locks a release for an action: NOT_FOUND when there is none, CONFLICT when its state does not allow the action.
 * @returns the release, and the state that the action leads to
 */
export async function lockRelease(
  manager: EntityManager,
  id: string,
  action: ReleaseAction,
): Promise<{ release: ReleaseRow; next: ReleaseState }> {
  const release = await findAndLock(manager, id);
  if (!release) throw notFound('There is no release with this id.');
  return { release, next: stateAfter(action, release.state) };
}

/** What a release holds: documents with the edition that is to become public. */
export async function pinnedChanges(manager: EntityManager, releaseId: string): Promise<DocumentChange[]> {
  return manager.query(
    `SELECT document_id AS "documentId", edition_id AS "editionId" FROM release_item WHERE release_id = $1
     ORDER BY document_id`,
    [releaseId],
  );
}

/** The key under which the job of a schedule waits. */
export const jobKeyOf = (releaseId: string): string => `release:${releaseId}`;
