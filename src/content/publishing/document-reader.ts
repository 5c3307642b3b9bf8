import sql, { join, raw, type Sql } from 'sql-template-tag';
import type { DataSource } from 'typeorm';
import { type Connection, connectionWith } from '../../kernel/graphql/connection';
import { encodeCursor } from '../../kernel/graphql/cursor';
import { cutPage, type Page } from '../../kernel/graphql/page';
import { BatchWaves } from '../../kernel/loading/batch-waves';
import { countByKey, LoaderSet, manyByKey, oneByKey } from '../../kernel/loading/loaders';
import { stateSql } from './document-state';
import { keysetAfter, orderBy, type SortColumn } from '../../kernel/database/keyset';

/** A document as editors see it, whatever its state. */
export interface DocumentRow {
  readonly id: string;
  readonly kind: string;
  readonly slug: string;
  readonly state: string;
  readonly version: number;
  readonly latestEditionId: string;
  readonly publishedEditionId: string | null;
  readonly archivedAt: Date | null;
}

/** One edition, its secret half included: for editors only. */
export interface EditionRow {
  readonly id: string;
  readonly documentId: string;
  readonly number: number;
  readonly createdAt: Date;
  readonly message: string;
  readonly authorId: string | null;
  readonly content: object;
}

/** What a list of documents is narrowed by. */
export interface DocumentConditions {
  readonly kinds?: readonly string[] | null;
  readonly states?: readonly string[] | null;
  readonly text?: string | null;
  readonly authorId?: string | null;
  readonly changedSince?: Date | null;
}

const documentColumns = raw(
  `d.id, d.kind, d.slug, ${stateSql} AS state, d.version, d.latest_edition_id, d.published_edition_id, d.archived_at`,
);
const listOrder: SortColumn[] = [
  { column: 'e.created_at', type: 'timestamptz' },
  { column: 'd.id', type: 'uuid' },
];
const editionOrder: SortColumn[] = [{ column: 'c.number', type: 'int' }];
const referrerOrder: SortColumn[] = [
  { column: 'd.kind', type: 'text' },
  { column: 'd.slug', type: 'text' },
  { column: 'd.id', type: 'uuid' },
];

/** Reads documents and editions for editors: all of them, in no perspective. Lives as long as one request. */
export class DocumentReader {
  private readonly loaders = new LoaderSet();
  private readonly waves = new BatchWaves();

  constructor(private readonly dataSource: DataSource) {}

  /** The document with this id. */
  byId(id: string): Promise<DocumentRow | null> {
    const load = this.loaders.get('document', () =>
      oneByKey<DocumentRow>(this.waves, async (ids) => {
        const rows = await this.query(sql`SELECT ${documentColumns} FROM document d WHERE d.id = ANY(${ids}::uuid[])`);
        return new Map(rows.map((row) => [row.id as string, toDocument(row)]));
      }),
    );
    return load.load(id);
  }

  /** The document with this slug now, or else the one that last had it. */
  async bySlug(kind: string, slug: string): Promise<DocumentRow | null> {
    const [row] = await this.query(sql`
      SELECT ${documentColumns} FROM (
        SELECT id, 0 AS age FROM document WHERE kind = ${kind} AND slug = ${slug}
        UNION ALL SELECT document_id, 1 FROM slug_history WHERE kind = ${kind} AND slug = ${slug}
      ) found JOIN document d ON d.id = found.id ORDER BY found.age LIMIT 1`);
    return row ? toDocument(row) : null;
  }

  /** Documents, the last saved first. */
  async list(conditions: DocumentConditions, page: Page): Promise<Connection<{ cursor: string; node: DocumentRow }>> {
    const wanted = conditionsOf(conditions);
    const from = sql`FROM document d JOIN edition e ON e.id = d.latest_edition_id`;
    const rows = await this.query(sql`
      SELECT ${documentColumns}, e.created_at::text AS sort_key ${from}
      WHERE ${wanted} AND ${keysetAfter(page, 'documents', listOrder, true)}
      ${orderBy(listOrder, !page.backward)} LIMIT ${page.limit + 1}`);
    const { rows: shown, ...more } = cutPage(rows, page);
    const edges = shown.map((row) => ({
      node: toDocument(row),
      cursor: encodeCursor('documents', [row.sort_key as string, row.id as string]),
    }));
    return connectionWith(edges, more, async () => {
      const [row] = await this.query(sql`SELECT count(*)::int AS total ${from} WHERE ${wanted}`);
      return row!.total as number;
    });
  }

  /** One edition with its whole content. */
  edition(id: string): Promise<EditionRow | null> {
    const load = this.loaders.get('edition', () =>
      oneByKey<EditionRow>(this.waves, async (ids) => {
        const rows = await this.query(sql`
          SELECT ${editionColumns} FROM vault.edition_content c JOIN edition e ON e.id = c.edition_id
          WHERE c.edition_id = ANY(${ids}::uuid[])`);
        return new Map(rows.map((row) => [row.id as string, toEdition(row)]));
      }),
    );
    return load.load(id);
  }

  /** The edition of a document with this number. */
  async editionByNumber(documentId: string, number: number): Promise<EditionRow | null> {
    const [row] = await this.query(sql`
      SELECT ${editionColumns} FROM vault.edition_content c JOIN edition e ON e.id = c.edition_id
      WHERE c.document_id = ${documentId}::uuid AND c.number = ${number}::int`);
    return row ? toEdition(row) : null;
  }

  /** A document's editions, the latest first. */
  async editions(documentId: string, page: Page): Promise<Connection<{ cursor: string; node: EditionRow }>> {
    const load = this.loaders.get(`editions/${JSON.stringify(page)}`, () =>
      manyByKey<Record<string, unknown>>(this.waves, async (ids) => {
        const rows = await this.query(sql`
          SELECT k.document, r.* FROM unnest(${ids}::uuid[]) AS k(document) CROSS JOIN LATERAL (
            SELECT ${editionColumns} FROM vault.edition_content c JOIN edition e ON e.id = c.edition_id
            WHERE c.document_id = k.document AND ${keysetAfter(page, 'editions', editionOrder, true)}
            ${orderBy(editionOrder, !page.backward)} LIMIT ${page.limit + 1}
          ) r`);
        return rows.map((row) => [row.document as string, row] as const);
      }),
    );
    const { rows, ...more } = cutPage(await load.load(documentId), page);
    const edges = rows.map((row) => ({
      node: toEdition(row),
      cursor: encodeCursor('editions', [row.number as number]),
    }));
    return connectionWith(edges, more, () => this.countEditions(documentId));
  }

  /** Other documents whose latest edition refers to one of these, by kind and slug; archived ones left out. */
  async referencedBy(
    documentIds: readonly string[],
    page: Page,
  ): Promise<Connection<{ cursor: string; node: DocumentRow }>> {
    const refers = sql`d.archived_at IS NULL AND d.id <> ALL(${documentIds}::uuid[]) AND EXISTS (
      SELECT 1 FROM edition_reference r WHERE r.edition_id = d.latest_edition_id AND r.target_id = ANY(${documentIds}::uuid[]))`;
    const rows = await this.query(sql`
      SELECT ${documentColumns} FROM document d WHERE ${refers} AND ${keysetAfter(page, 'referrers', referrerOrder, false)}
      ${orderBy(referrerOrder, page.backward)} LIMIT ${page.limit + 1}`);
    const { rows: shown, ...more } = cutPage(rows, page);
    const edges = shown.map((row) => ({
      node: toDocument(row),
      cursor: encodeCursor('referrers', [row.kind as string, row.slug as string, row.id as string]),
    }));
    return connectionWith(edges, more, async () => {
      const [row] = await this.query(sql`SELECT count(*)::int AS total FROM document d WHERE ${refers}`);
      return row!.total as number;
    });
  }

  private countEditions(documentId: string): Promise<number> {
    const load = this.loaders.get('countEditions', () =>
      countByKey(this.waves, async (ids) => {
        const rows = await this.query(sql`
          SELECT document_id, count(*)::int AS total FROM edition WHERE document_id = ANY(${ids}::uuid[]) GROUP BY document_id`);
        return new Map(rows.map((row) => [row.document_id as string, row.total as number]));
      }),
    );
    return load.load(documentId);
  }

  private query(statement: Sql): Promise<Record<string, unknown>[]> {
    return this.waves.run(() => this.dataSource.query(statement.text, statement.values));
  }
}

const editionColumns = raw(
  'c.edition_id AS id, c.document_id, c.number, c.content, e.created_at, e.message, e.author_id',
);

function conditionsOf({ kinds, states, text, authorId, changedSince }: DocumentConditions): Sql {
  const conditions: Sql[] = [];
  if (kinds) conditions.push(sql`d.kind = ANY(${kinds}::text[])`);
  if (states) conditions.push(sql`(${raw(stateSql)}) = ANY(${states}::text[])`);
  // In the open half only: nobody finds a question by its key.
  if (text) conditions.push(sql`(d.slug || ' ' || e.content::text) ILIKE ${`%${text.replace(/[\\%_]/g, '\\$&')}%`}`);
  if (authorId) conditions.push(sql`e.author_id = ${authorId}::uuid`);
  if (changedSince) conditions.push(sql`e.created_at >= ${changedSince}`);
  return conditions.length > 0 ? join(conditions, ' AND ') : sql`true`;
}

function toDocument(row: Record<string, unknown>): DocumentRow {
  return {
    id: row.id as string,
    kind: row.kind as string,
    slug: row.slug as string,
    state: row.state as string,
    version: row.version as number,
    latestEditionId: row.latest_edition_id as string,
    publishedEditionId: row.published_edition_id as string | null,
    archivedAt: row.archived_at as Date | null,
  };
}

function toEdition(row: Record<string, unknown>): EditionRow {
  return {
    id: row.id as string,
    documentId: row.document_id as string,
    number: row.number as number,
    createdAt: row.created_at as Date,
    message: row.message as string,
    authorId: row.author_id as string | null,
    content: row.content as object,
  };
}
