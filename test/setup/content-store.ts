import type { DataSource, EntityManager } from 'typeorm';
import { publish } from '../../src/content/publishing/publish';
import type { DocumentChange } from '../../src/content/publishing/document-change';
import type { Draft } from '../../src/content/publishing/resolve-references';
import { type SavedDraft, saveEditions } from '../../src/content/publishing/save-editions';

const nobody = { authorId: null, actorId: null };

/** Saves drafts in a transaction of their own, or inside the one whose manager is given. */
export function saveDrafts(store: DataSource | EntityManager, drafts: readonly Draft[]): Promise<SavedDraft[]> {
  return store.transaction((manager) => saveEditions(manager, drafts, { ...nobody, message: 'A save' }));
}

/** Publishes changes in a transaction of their own; resolves to the publication's number, or null. */
export function publishChanges(store: DataSource, changes: readonly DocumentChange[]): Promise<number | null> {
  return store.transaction((manager) => publish(manager, changes, { ...nobody, message: 'A publication' }));
}

/** Saves drafts and publishes them as one publication. */
export async function publishDrafts(
  store: DataSource,
  drafts: readonly Draft[],
): Promise<{ publication: number | null; saved: SavedDraft[] }> {
  const saved = await saveDrafts(store, drafts);
  return { publication: await publishChanges(store, saved), saved };
}

/** Takes documents out of the public graph. */
export function unpublish(store: DataSource, documentIds: readonly string[]): Promise<number | null> {
  return publishChanges(
    store,
    documentIds.map((documentId) => ({ documentId, editionId: null })),
  );
}

/** What the content store holds, table by table: equal before and after when nothing was written. */
export async function storedRows(store: DataSource): Promise<Record<string, number>> {
  const tables = (await store.query(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname IN ('public', 'vault') ORDER BY 1`,
  )) as { name: string }[];
  const counts = tables.map(({ name }) => `SELECT '${name}' AS name, count(*)::int AS rows FROM ${name}`);
  const rows = (await store.query(counts.join(' UNION ALL '))) as { name: string; rows: number }[];
  return Object.fromEntries(rows.map(({ name, rows: total }) => [name, total]));
}

/** Takes everything out of the content store. As a replica's session, whose triggers rest: the store refuses to lose history. */
export async function emptyStore(store: DataSource): Promise<void> {
  await store.transaction(async (manager) => {
    await manager.query('SET LOCAL session_replication_role = replica');
    await manager.query('TRUNCATE document, publication, release CASCADE');
  });
}
