import type { DataSource } from 'typeorm';

/**
 * Names the present state of the public graph: by the latest publication, and by the slugs, which change without one. Two
 * states with the same name answer every query alike.
 */
export async function publicState(store: Pick<DataSource, 'query'>): Promise<string> {
  // The old slugs say what the present ones are, as long as no publication adds documents.
  const [row]: { publication: number; slugs: string | null }[] = await store.query(
    `SELECT (SELECT max(number) FROM publication) AS publication,
       (SELECT md5(string_agg(concat_ws('/', kind, slug, document_id), ',' ORDER BY kind, slug)) FROM slug_history) AS slugs`,
  );
  return `${row?.publication ?? 0}/${row?.slugs ?? ''}`;
}
