import type { EntityManager } from 'typeorm';
import { badInput, conflict } from '../../kernel/errors/errors';
import { KEBAB_CASE } from './content-fields';
import type { LockedDocument } from './lock-document';

/**
 * Throws unless a document of this kind may take the slug: CONFLICT when another one has it, or once had it, because an old
 * address leads to its document for ever. Who takes the same slug at the same time waits, so that it stays free until the
 * transaction ends.
 */
export async function requireFreeSlug(
  manager: EntityManager,
  kind: string,
  slug: string,
  pointer: string,
  forId?: string,
): Promise<void> {
  if (!KEBAB_CASE.test(slug) || slug.length > 80) {
    throw badInput(
      pointer,
      'slug',
      'A slug is a-z, 0-9 and single hyphens, 80 characters at most, such as rate-limiting.',
    );
  }
  await manager.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`slug:${kind}/${slug}`]);
  const [taken]: { slug: string; present: boolean }[] = await manager.query(
    `SELECT d.slug, true AS present FROM document d WHERE d.kind = $1 AND d.slug = $2 AND d.id IS DISTINCT FROM $3::uuid
     UNION ALL
     SELECT d.slug, false FROM slug_history h JOIN document d ON d.id = h.document_id
     WHERE h.kind = $1 AND h.slug = $2 AND d.id IS DISTINCT FROM $3::uuid LIMIT 1`,
    [kind, slug, forId ?? null],
  );
  if (!taken) return;
  throw conflict(
    taken.present
      ? `The slug ${slug} is taken: choose another, or save that document by its id.`
      : `The slug ${slug} is an old address of ${taken.slug}, where it still leads: choose another.`,
  );
}

/** Gives a locked document another slug; the old one keeps leading to it. */
export async function renameSlug(manager: EntityManager, document: LockedDocument, slug: string): Promise<void> {
  await requireFreeSlug(manager, document.kind, slug, '/input/slug', document.id);
  if (slug === document.slug) return;
  await manager.query('DELETE FROM slug_history WHERE kind = $1 AND slug = $2', [document.kind, slug]);
  await manager.query(
    `INSERT INTO slug_history (kind, slug, document_id) VALUES ($1, $2, $3)
     ON CONFLICT (kind, slug) DO UPDATE SET document_id = excluded.document_id`,
    [document.kind, document.slug, document.id],
  );
  await manager.query('UPDATE document SET slug = $2, version = version + 1 WHERE id = $1', [document.id, slug]);
}
