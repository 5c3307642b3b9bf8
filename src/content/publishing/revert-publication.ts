import type { EntityManager } from 'typeorm';
import { conflict, notFound } from '../../kernel/errors/errors';
import type { DocumentChange } from './document-change';

/**
 * The changes that undo a publication. CONFLICT names the later publications that changed the same documents, or refer to
 * what would not be public any more. The caller holds the publishing lock.
 */
export async function inverseOf(manager: EntityManager, number: number): Promise<DocumentChange[]> {
  const items: {
    document_id: string;
    slug: string;
    previous_edition_id: string | null;
    superseded_by: number | null;
  }[] = await manager.query(
    `SELECT i.document_id, d.slug, i.previous_edition_id, i.superseded_by
       FROM publication_item i JOIN document d ON d.id = i.document_id WHERE i.publication_number = $1 ORDER BY d.slug`,
    [number],
  );
  if (items.length === 0) throw notFound(`There is no publication ${number}.`);
  const later = items.filter((item) => item.superseded_by !== null);
  if (later.length > 0) {
    const named = later.map((item) => `${item.slug} (publication ${item.superseded_by})`).join(', ');
    throw conflict(`Later publications changed the same documents; revert them first: ${named}.`, {
      publications: [...new Set(later.map((item) => item.superseded_by))],
    });
  }
  await requireNoDependents(
    manager,
    number,
    items.filter((item) => item.previous_edition_id === null).map((item) => item.document_id),
  );
  return items.map((item) => ({ documentId: item.document_id, editionId: item.previous_edition_id }));
}

/** CONFLICT when something that a later publication made public refers to one of these documents. */
async function requireNoDependents(manager: EntityManager, number: number, removed: string[]): Promise<void> {
  if (removed.length === 0) return;
  const dependents: { slug: string; publication_number: number }[] = await manager.query(
    `SELECT d.slug, i.publication_number FROM publication_item i JOIN document d ON d.id = i.document_id
     WHERE i.superseded_by IS NULL AND i.publication_number > $1 AND i.edition_id IN (
       SELECT edition_id FROM edition_reference WHERE target_id = ANY($2::uuid[]))
     ORDER BY d.slug`,
    [number, removed],
  );
  if (dependents.length === 0) return;
  const named = dependents.map((each) => `${each.slug} (publication ${each.publication_number})`).join(', ');
  throw conflict(`Later publications refer to what it made public; revert them first: ${named}.`, {
    publications: [...new Set(dependents.map((each) => each.publication_number))],
  });
}
