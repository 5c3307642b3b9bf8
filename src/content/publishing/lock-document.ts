import type { EntityManager } from 'typeorm';
import { badInput, conflict, notFound } from '../../kernel/errors/errors';
import { parseGlobalId } from '../../kernel/graphql/global-id';
import { UUID } from '../../kernel/database/uuid';

/** A document whose row is locked until the transaction ends. */
export interface LockedDocument {
  readonly id: string;
  readonly kind: string;
  readonly slug: string;
  readonly version: number;
  readonly latestEditionId: string;
  readonly publishedEditionId: string | null;
  readonly archivedAt: Date | null;
}

/** Locks a document; NOT_FOUND when there is none. */
export async function lockDocument(manager: EntityManager, id: string): Promise<LockedDocument> {
  const [document]: LockedDocument[] = await manager.query(
    `SELECT id, kind, slug, version, latest_edition_id AS "latestEditionId",
       published_edition_id AS "publishedEditionId", archived_at AS "archivedAt"
     FROM document WHERE id = $1 FOR NO KEY UPDATE`,
    [id],
  );
  if (!document) throw notFound('There is no document with this id.');
  return document;
}

/** Locks a document in the version that the caller has seen; CONFLICT with both versions otherwise. */
export async function lockVersion(
  manager: EntityManager,
  id: string,
  expectedVersion: number,
): Promise<LockedDocument> {
  const document = await lockDocument(manager, id);
  if (document.version !== expectedVersion) {
    throw conflict('Somebody changed the document after you opened it: read it again.', {
      expectedVersion,
      actualVersion: document.version,
    });
  }
  return document;
}

/** The document id that a global id of an argument names. */
export function requireDocumentId(id: string, pointer: string): string {
  const key = parseGlobalId(id)?.key ?? '';
  if (!UUID.test(key))
    throw badInput(pointer, 'id', 'This is not the id of a document: pass an `id` as an answer gave it.');
  return key;
}
