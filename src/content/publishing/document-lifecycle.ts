import type { EntityManager } from 'typeorm';
import { conflict, notFound } from '../../kernel/errors/errors';
import { kindOf } from './content-kinds';
import { withSlugs } from './content-slugs';
import { lockVersion } from './lock-document';
import { saveEditions } from './save-editions';
import { renameSlug } from './slugs';

/** A document in the version that the caller has seen. */
export interface SeenDocument {
  readonly documentId: string;
  readonly expectedVersion: number;
}

/** Puts a document away. Refused while it is public, so that nothing public ever refers to it. */
export async function archiveDocument(
  manager: EntityManager,
  { documentId, expectedVersion }: SeenDocument,
): Promise<void> {
  const document = await lockVersion(manager, documentId, expectedVersion);
  if (document.archivedAt) throw conflict('The document is archived already.');
  if (document.publishedEditionId) throw conflict('The document is public: unpublish it first.');
  await manager.query('UPDATE document SET archived_at = now(), version = version + 1 WHERE id = $1', [documentId]);
}

/** Takes a document back out of the archive, as a draft. */
export async function restoreDocument(
  manager: EntityManager,
  { documentId, expectedVersion }: SeenDocument,
): Promise<void> {
  const document = await lockVersion(manager, documentId, expectedVersion);
  if (!document.archivedAt) throw conflict('The document is not archived.');
  await manager.query('UPDATE document SET archived_at = NULL, version = version + 1 WHERE id = $1', [documentId]);
}

/** Gives a document another address; the old one keeps leading to it. */
export async function renameDocument(
  manager: EntityManager,
  seen: SeenDocument & { readonly slug: string },
): Promise<void> {
  await renameSlug(manager, await lockVersion(manager, seen.documentId, seen.expectedVersion), seen.slug);
}

/**
 * Saves what an earlier edition said as a new one. Its references may lead to archived documents by now: the plan says so.
 * @returns the latest edition: the new one, or the one that says the same already
 */
export async function restoreEdition(
  manager: EntityManager,
  seen: SeenDocument & { readonly number: number; readonly authorId: string },
): Promise<string> {
  const document = await lockVersion(manager, seen.documentId, seen.expectedVersion);
  if (document.archivedAt) throw conflict('The document is archived: restore it first.');
  const [edition]: { content: object }[] = await manager.query(
    'SELECT content FROM vault.edition_content WHERE document_id = $1 AND number = $2',
    [document.id, seen.number],
  );
  if (!edition) throw notFound(`The document has no edition ${seen.number}.`);
  const kind = kindOf(document.kind);
  const [content] = await withSlugs(manager, [{ kind, content: edition.content }]);
  const draft = { kind, slug: document.slug, content: content! };
  const by = { authorId: seen.authorId, message: `Restores edition ${seen.number}` };
  const [saved] = await saveEditions(manager, [draft], by);
  return saved!.editionId;
}
