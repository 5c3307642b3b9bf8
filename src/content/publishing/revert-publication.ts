import type { EntityManager } from 'typeorm';
import { conflict, notFound } from '../../kernel/errors/errors';
import type { DocumentChange } from './document-change';

/** The changes that undo a publication. CONFLICT names the later publications that changed the same documents. */
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
  return items.map((item) => ({ documentId: item.document_id, editionId: item.previous_edition_id }));
}
