import sql, { raw, type Sql } from 'sql-template-tag';
import { UUID } from './node-id';

/**
 * Which editions a reader sees. Every perspective is a relation (document_id, edition_id) in SQL, all of the same shape:
 * see the views and functions of the first migration.
 */
export type Perspective =
  | { readonly kind: 'published' }
  | { readonly kind: 'draft' }
  | { readonly kind: 'release'; readonly releaseId: string }
  | { readonly kind: 'publication'; readonly number: number };

/** The public graph, as of the latest publication. */
export const published: Perspective = { kind: 'published' };

/** The relation of a perspective, to be joined in FROM. */
export function relationOf(perspective: Perspective): Sql {
  switch (perspective.kind) {
    case 'published':
      return raw('published');
    case 'draft':
      return raw('draft');
    case 'release':
      return sql`release_editions(${perspective.releaseId}::uuid)`;
    case 'publication':
      return sql`editions_at(${perspective.number}::int)`;
  }
}

/** Reads `published`, `draft`, `release:<id>` or `publication:<n>`; undefined for anything else. */
export function parsePerspective(text: string): Perspective | undefined {
  if (text === 'published' || text === 'draft') return { kind: text };
  const [kind, value = ''] = text.split(/:(.*)/s, 2);
  if (kind === 'release' && UUID.test(value)) return { kind, releaseId: value };
  if (kind === 'publication' && /^[1-9][0-9]{0,8}$/.test(value)) return { kind, number: Number(value) };
  return undefined;
}
