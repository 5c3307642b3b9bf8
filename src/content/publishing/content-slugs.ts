import type { EntityManager } from 'typeorm';
import type { ContentKind } from './content-kind';
import { referencesOf, toPlainContent } from './content-walk';

/** Contents as editors read and write them: references by the present slug of their target instead of its id. */
export async function withSlugs<C extends object>(
  manager: EntityManager,
  contents: readonly { readonly kind: ContentKind; readonly content: C }[],
): Promise<C[]> {
  const copies = contents.map(({ content }) => toPlainContent(content) as C);
  const references = contents.flatMap(({ kind }, index) => referencesOf(kind.content, copies[index]!));
  if (references.length === 0) return copies;
  const ids = [...new Set(references.map((reference) => reference.target))];
  const rows: { id: string; slug: string }[] = await manager.query(
    'SELECT id, slug FROM document WHERE id = ANY($1::uuid[])',
    [ids],
  );
  const slugs = new Map(rows.map((row) => [row.id, row.slug]));
  for (const { target, replace } of references) replace(slugs.get(target) ?? target);
  return copies;
}
