import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { EntityManager } from 'typeorm';
import { insertRows } from '../../kernel/database/insert-rows';
import { AnswerKey } from './answer-key.entity';
import { splitSecrets } from './content-secrets';
import { referencesOf } from './content-walk';
import { EditionItem } from './edition-item.entity';
import { EditionReference } from './edition-reference.entity';
import { Document } from './document.entity';
import { documentIdFor } from './document-id';
import { Edition } from './edition.entity';
import { recordableItems } from './recordable-items';
import { type Draft, resolveReferences } from './resolve-references';

/** What became of a draft. `editionId` is the latest edition, new or not. */
export interface SavedDraft {
  readonly draft: Draft;
  readonly documentId: string;
  readonly editionId: string;
  readonly changed: boolean;
}

/**
 * Saves drafts as new editions with their typed rows; a draft equal to its document's latest edition makes none.
 * Drafts may refer to each other in any direction. A new document gets the id that its kind and slug stand for.
 * @param manager of the transaction that the caller holds
 */
export async function saveEditions(
  manager: EntityManager,
  drafts: readonly Draft[],
  by: { authorId: string | null; message: string },
): Promise<SavedDraft[]> {
  const documents = await findOrCreateDocuments(manager, drafts);
  const resolved = await resolveReferences(manager, drafts, documents);
  const latest = await latestContents(manager, documents);
  const saved = drafts.map((draft, index) => {
    const document = documents[index]!;
    const before = latest.get(document.id);
    const changed = !before || !isDeepStrictEqual(before.content, resolved[index]);
    return {
      draft,
      documentId: document.id,
      editionId: changed ? randomUUID() : before.id,
      changed,
      number: (before?.number ?? 0) + 1,
    };
  });
  const fresh = saved.flatMap((each, index) => (each.changed ? [{ ...each, content: resolved[index]! }] : []));
  const halves = fresh.map(({ draft, documentId, editionId, number, content }) => {
    const { open, secret } = splitSecrets(draft.kind.content, content);
    return {
      secret,
      editionId,
      edition: { id: editionId, documentId, number, content: open, authorId: by.authorId, message: by.message },
    };
  });
  await insertRows(
    manager,
    Edition,
    halves.map((half) => half.edition),
  );
  await insertRows(
    manager,
    AnswerKey,
    halves.flatMap(({ secret, editionId }) => (secret ? [{ editionId, content: secret }] : [])),
  );
  await insertProjections(manager, fresh);
  await insertRows(
    manager,
    EditionItem,
    fresh.flatMap(({ draft, documentId, editionId, content }) =>
      recordableItems(draft.kind, content).map((item, position) => ({ ...item, documentId, editionId, position })),
    ),
  );
  await insertRows(
    manager,
    EditionReference,
    fresh.flatMap(({ draft, editionId, content }) =>
      referencesOf(draft.kind.content, content).map(({ target, pointer }) => ({
        editionId,
        targetId: target,
        pointer,
      })),
    ),
  );
  if (fresh.length > 0) {
    await manager.query(
      `UPDATE document SET latest_edition_id = fresh.edition_id,
         version = version + CASE WHEN latest_edition_id IS NULL THEN 0 ELSE 1 END
       FROM unnest($1::uuid[], $2::uuid[]) AS fresh(document_id, edition_id) WHERE document.id = fresh.document_id`,
      [fresh.map((each) => each.documentId), fresh.map((each) => each.editionId)],
    );
  }
  return saved.map(({ draft, documentId, editionId, changed }) => ({ draft, documentId, editionId, changed }));
}

async function findOrCreateDocuments(manager: EntityManager, drafts: readonly Draft[]): Promise<{ id: string }[]> {
  const kinds = drafts.map((draft) => draft.kind.kind);
  const slugs = drafts.map((draft) => draft.slug);
  // NO KEY, as an UPDATE locks: others may still save documents that refer to these, and be referred to in turn.
  const find = async () => {
    const rows = (await manager.query(
      `SELECT d.id, d.kind, d.slug FROM document d
       JOIN unnest($1::text[], $2::text[]) AS wanted(kind, slug) ON wanted.kind = d.kind AND wanted.slug = d.slug
       ORDER BY d.id FOR NO KEY UPDATE OF d`,
      [kinds, slugs],
    )) as { id: string; kind: string; slug: string }[];
    return new Map(rows.map((row) => [`${row.kind}/${row.slug}`, row]));
  };
  const known = await find();
  const missing = drafts
    .filter((draft) => !known.has(`${draft.kind.kind}/${draft.slug}`))
    .map((draft) => ({ ...draft, id: documentIdFor(draft.kind.kind, draft.slug) }));
  // A document that has moved to another slug keeps the id that its first slug stands for.
  const taken = new Set(
    (
      (await manager.query('SELECT id FROM document WHERE id = ANY($1::uuid[])', [missing.map(({ id }) => id)])) as {
        id: string;
      }[]
    ).map(({ id }) => id),
  );
  await insertRows(
    manager,
    Document,
    missing.map((draft) => ({
      id: taken.has(draft.id) ? randomUUID() : draft.id,
      kind: draft.kind.kind,
      slug: draft.slug,
    })),
  );
  const all = missing.length > 0 ? await find() : known;
  return drafts.map((draft) => all.get(`${draft.kind.kind}/${draft.slug}`)!);
}

async function latestContents(manager: EntityManager, documents: readonly { id: string }[]) {
  const rows = (await manager.query(
    `SELECT c.document_id, c.edition_id AS id, c.number, c.content FROM document d
     JOIN vault.edition_content c ON c.edition_id = d.latest_edition_id WHERE d.id = ANY($1::uuid[])`,
    [documents.map((document) => document.id)],
  )) as { document_id: string; id: string; number: number; content: object }[];
  return new Map(rows.map((row) => [row.document_id, row]));
}

/** Writes the typed rows of new editions, table by table. */
async function insertProjections(
  manager: EntityManager,
  fresh: readonly { draft: Draft; documentId: string; editionId: string; content: object }[],
): Promise<void> {
  const tables = new Map<Function, object[]>();
  const add = (entity: Function, row: object) => {
    if (!tables.has(entity)) tables.set(entity, []);
    tables.get(entity)!.push(row);
  };
  for (const { draft, documentId, editionId, content } of fresh) {
    const { node, edges = [] } = draft.kind.project(content as never);
    add(draft.kind.node, { ...node, editionId, documentId });
    for (const { entity, rows } of edges)
      rows.forEach((row, position) => add(entity, { ...row, editionId, documentId, position }));
  }
  for (const [entity, rows] of tables) await insertRows(manager, entity, rows);
}
