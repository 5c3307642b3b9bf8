import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { badInput, notFound } from '../../kernel/errors/errors';
import type { DocumentChange } from '../publishing/document-change';
import { MAX_DOCUMENTS } from '../publishing/publishing-mutations.resolver';
import { lockRelease } from './release-store';

/** Makes an open release; returns its key. */
export async function createRelease(manager: EntityManager, title: string, userId: string): Promise<string> {
  const id = randomUUID();
  await manager.query('INSERT INTO release (id, title, created_by_id) VALUES ($1, $2, $3)', [id, title.trim(), userId]);
  return id;
}

export async function renameRelease(manager: EntityManager, id: string, title: string): Promise<void> {
  await lockRelease(manager, id, 'rename');
  await manager.query('UPDATE release SET title = $2 WHERE id = $1', [id, title.trim()]);
}

/** Puts documents into a release; one that it holds already moves to the given edition. */
export async function addToRelease(
  manager: EntityManager,
  id: string,
  changes: readonly DocumentChange[],
): Promise<void> {
  await reopen(manager, id);
  await manager.query(
    `INSERT INTO release_item (release_id, document_id, edition_id)
     SELECT $1, change.document_id, change.edition_id FROM unnest($2::uuid[], $3::uuid[]) AS change(document_id, edition_id)
     ON CONFLICT (release_id, document_id) DO UPDATE SET edition_id = EXCLUDED.edition_id`,
    [id, changes.map((change) => change.documentId), changes.map((change) => change.editionId)],
  );
  const [{ total }] = (await manager.query('SELECT count(*)::int AS total FROM release_item WHERE release_id = $1', [
    id,
  ])) as [{ total: number }];
  if (total > MAX_DOCUMENTS)
    throw badInput('/input/documentIds', 'size', `A release holds at most ${MAX_DOCUMENTS} documents, not ${total}.`);
}

/** Takes documents out of a release; NOT_FOUND when it does not hold one of them. */
export async function removeFromRelease(
  manager: EntityManager,
  id: string,
  documentIds: readonly string[],
): Promise<void> {
  await reopen(manager, id);
  const [removed] = await manager.query<[unknown[], number]>(
    'DELETE FROM release_item WHERE release_id = $1 AND document_id = ANY($2::uuid[]) RETURNING document_id',
    [id, documentIds],
  );
  if (removed.length < new Set(documentIds).size) throw notFound('The release does not hold one of these documents.');
}

export async function deleteRelease(manager: EntityManager, id: string): Promise<void> {
  await lockRelease(manager, id, 'delete');
  await manager.query('DELETE FROM release WHERE id = $1', [id]);
}

/** Locks a release whose documents change: a failure of the past is answered by that. */
async function reopen(manager: EntityManager, id: string): Promise<void> {
  const { next } = await lockRelease(manager, id, 'change');
  await manager.query(
    `UPDATE release SET state = $2, failed_problems = NULL, publish_at = NULL, time_zone = NULL, scheduled_by_id = NULL
     WHERE id = $1 AND state <> $2`,
    [id, next],
  );
}
