import sql, { raw, type Sql } from 'sql-template-tag';
import type { DataSource } from 'typeorm';
import { badInput, notFound } from '../../kernel/errors/errors';
import { parseGlobalId, toGlobalId } from '../../kernel/graphql/global-id';
import { UUID } from '../../kernel/database/uuid';

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

/**
 * Reads `published`, `draft`, `release:<id>` or `publication:<n>`; undefined for anything else. A release is named by the id
 * that the API gives it, or by its bare key.
 */
export function parsePerspective(text: string): Perspective | undefined {
  if (text === 'published' || text === 'draft') return { kind: text };
  const [kind, value = ''] = text.split(/:(.*)/s, 2);
  if (kind === 'release') {
    const given = parseGlobalId(value);
    const releaseId = given?.type === 'Release' ? given.key : value;
    return UUID.test(releaseId) ? { kind, releaseId } : undefined;
  }
  if (kind === 'publication' && /^[1-9][0-9]{0,8}$/.test(value)) return { kind, number: Number(value) };
  return undefined;
}

/** The one name of a perspective, as the header x-perspective takes it. */
export function perspectiveName(perspective: Perspective): string {
  switch (perspective.kind) {
    case 'release':
      return `release:${toGlobalId('Release', perspective.releaseId)}`;
    case 'publication':
      return `publication:${perspective.number}`;
    case 'published':
    case 'draft':
      return perspective.kind;
  }
}

/** Throws NOT_FOUND when the perspective is of a release or a publication that there is none of. */
export async function requirePerspective(store: Pick<DataSource, 'query'>, perspective: Perspective): Promise<void> {
  const { kind } = perspective;
  if (kind !== 'release' && kind !== 'publication') return;
  const [found]: unknown[] =
    kind === 'release'
      ? await store.query('SELECT FROM release WHERE id = $1', [perspective.releaseId])
      : await store.query('SELECT FROM publication WHERE number = $1', [perspective.number]);
  if (!found) throw notFound(`There is no such ${kind}.`);
}

/**
 * Throws BAD_USER_INPUT in any perspective but `published`: what learners do refers to what is public.
 * @param what says what is done at what is public, such as "Attempts are taken at what is published"
 */
export function requirePublished({ kind }: Perspective, what: string): void {
  if (kind !== 'published')
    throw badInput('/x-perspective', 'perspective', `${what}: leave the header x-perspective out.`);
}
