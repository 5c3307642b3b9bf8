import type { EntityManager } from 'typeorm';
import { planProblems } from '../publishing/publish-plan';
import { NotPublishable, publish, PUBLISHING_LOCK } from '../publishing/publish';
import { overtakenEditions } from './release-problems';
import { pinnedChanges, type ReleaseRow } from './release-store';
import type { ReleaseState } from './release-state';

/**
 * Publishes everything that a locked release holds as one publication, and notes it in the release: in the same transaction,
 * so that the one never stands without the other.
 * @param next the state that this leads to
 * @returns the number of the publication, or null when all of it was public already
 * @throws NotPublishable with every error; nothing was written then
 */
export async function publishPinned(
  manager: EntityManager,
  release: ReleaseRow,
  next: ReleaseState,
  actorId: string | null,
): Promise<number | null> {
  await manager.query('SELECT pg_advisory_xact_lock($1)', [PUBLISHING_LOCK]);
  const changes = await pinnedChanges(manager, release.id);
  const overtaken = (await overtakenEditions(manager, release.id)).filter((problem) => problem.severity === 'ERROR');
  if (overtaken.length > 0) {
    const others = await planProblems(manager, changes);
    throw new NotPublishable([...overtaken, ...others.filter((problem) => problem.severity === 'ERROR')]);
  }
  const number = await publish(manager, changes, { actorId, message: release.title });
  await manager.query(`UPDATE release SET state = $2, publication_number = $3, failed_problems = NULL WHERE id = $1`, [
    release.id,
    next,
    number,
  ]);
  return number;
}
