import type { EntityManager } from 'typeorm';
import { insertRows } from '../../kernel/database/insert-rows';
import { noteEvent } from '../../kernel/telemetry/domain-event';
import { planProblems, type PlanProblem } from './publish-plan';
import type { DocumentChange } from './document-change';
import { PublicationItem } from './publication-item.entity';
import { Publication } from './publication.entity';
import { publications } from './publishing-events';

/** The key of the advisory lock that one publication at a time holds. */
export const PUBLISHING_LOCK = 7_210_001;

/** Waits for the lock of publications and holds it until the transaction ends. It can be taken twice. */
export async function lockPublishing(manager: EntityManager): Promise<void> {
  await manager.query('SELECT pg_advisory_xact_lock($1)', [PUBLISHING_LOCK]);
}

/** The channel on which other processes hear of a new publication; the payload is its number. */
export const PUBLICATION_CHANNEL = 'publication';

/** Thrown when the plan has problems; nothing was written. */
export class NotPublishable extends Error {
  constructor(readonly problems: readonly PlanProblem[]) {
    super(`The plan has ${problems.length} problems`);
  }
}

/**
 * Publishes changes as one commit of the graph: all or nothing, with the next number. Documents whose public edition is
 * the wanted one already are left out; when none is left, nothing happens.
 * @param manager of the transaction that the caller holds; it ends the lock
 * @param changes documents with the edition that becomes public, or null to take the document out
 * @returns the publication's number, or null when there was nothing to do
 */
export async function publish(
  manager: EntityManager,
  changes: readonly DocumentChange[],
  by: { actorId: string | null; message: string },
): Promise<number | null> {
  await lockPublishing(manager);
  const documentIds = changes.map((change) => change.documentId);
  const current = (await manager.query(
    'SELECT id, slug, published_edition_id FROM document WHERE id = ANY($1::uuid[]) ORDER BY id FOR NO KEY UPDATE',
    [documentIds],
  )) as { id: string; slug: string; published_edition_id: string | null }[];
  const slugs = new Map(current.map((row) => [row.id, row.slug]));
  const before = new Map(current.map((row) => [row.id, row.published_edition_id]));
  const effective = changes.filter((change) => before.get(change.documentId) !== change.editionId);
  if (effective.length === 0) return null;

  const problems = (await planProblems(manager, effective)).filter((problem) => problem.severity === 'ERROR');
  if (problems.length > 0) throw new NotPublishable(problems);

  const [{ next }] = (await manager.query('SELECT coalesce(max(number), 0) + 1 AS next FROM publication')) as [
    { next: number },
  ];
  // The time under the lock: now() would be when the transaction began, which may be before the publication in front.
  const publishedAt = () => 'clock_timestamp()';
  await insertRows(manager, Publication, [{ number: next, publishedAt, actorId: by.actorId, message: by.message }]);
  await manager.query(
    'UPDATE publication_item SET superseded_by = $1 WHERE document_id = ANY($2::uuid[]) AND superseded_by IS NULL',
    [next, effective.map((change) => change.documentId)],
  );
  await insertRows(
    manager,
    PublicationItem,
    effective.map(({ documentId, editionId }) => ({
      publicationNumber: next,
      documentId,
      editionId,
      slug: editionId === null ? slugs.get(documentId) : null,
      previousEditionId: before.get(documentId) ?? null,
    })),
  );
  await manager.query(
    `UPDATE document SET published_edition_id = change.edition_id
     FROM unnest($1::uuid[], $2::uuid[]) AS change(document_id, edition_id) WHERE document.id = change.document_id`,
    [effective.map((change) => change.documentId), effective.map((change) => change.editionId)],
  );
  await manager.query('SELECT pg_notify($1, $2)', [PUBLICATION_CHANNEL, String(next)]);
  noteEvent(manager, publications);
  return next;
}
