import sql from 'sql-template-tag';
import type { DataSource } from 'typeorm';
import { type Connection, connectionWith } from '../../kernel/graphql/connection';
import { encodeCursor } from '../../kernel/graphql/cursor';
import { cutPage, type Page } from '../../kernel/graphql/page';
import { BatchWaves } from '../../kernel/loading/batch-waves';
import { countByKey, LoaderSet, manyByKey } from '../../kernel/loading/loaders';
import { keysetAfter, orderBy, type SortColumn } from '../../kernel/database/keyset';

/** One publication, as a row. */
export interface PublicationRow {
  readonly number: number;
  readonly publishedAt: Date;
  readonly message: string;
}

/** What a publication did to one document. */
export interface ChangeRow {
  readonly documentId: string;
  readonly kind: string;
  readonly slug: string;
  readonly before: boolean;
  readonly after: boolean;
}

const publicationOrder: SortColumn[] = [{ column: 'p.number', type: 'int' }];
const changeOrder: SortColumn[] = [
  { column: 'd.kind', type: 'text' },
  { column: 'coalesce(gone.slug, d.slug)', type: 'text' },
  { column: 'd.id', type: 'uuid' },
];

/** The slug that the log shows: the present one, or for what is not public any more, the one that it was taken out under. */
const shownSlug = sql`coalesce(gone.slug, d.slug) AS slug`;
const takenOut = sql`
  LEFT JOIN publication_item gone ON gone.document_id = d.id AND gone.superseded_by IS NULL AND gone.edition_id IS NULL`;

/** Reads the log of publications, which is public. Lives as long as one request. */
export class HistoryReader {
  private readonly loaders = new LoaderSet();
  private readonly waves = new BatchWaves();

  constructor(private readonly dataSource: DataSource) {}

  /** Publications, the latest first. */
  async publications(page: Page): Promise<Connection<{ cursor: string; node: PublicationRow }>> {
    const rows = await this.query(sql`
      SELECT p.number, p.published_at, p.message FROM publication p WHERE ${keysetAfter(page, 'publications', publicationOrder, true)}
      ${orderBy(publicationOrder, !page.backward)} LIMIT ${page.limit + 1}`);
    const { rows: shown, ...more } = cutPage(rows, page);
    const edges = shown.map((row) => ({
      node: { number: row.number as number, publishedAt: row.published_at as Date, message: row.message as string },
      cursor: encodeCursor('publications', [row.number as number]),
    }));
    return connectionWith(edges, more, async () => {
      const [row] = await this.query(sql`SELECT count(*)::int AS total FROM publication`);
      return row!.total as number;
    });
  }

  /** One publication by its number. */
  async publication(number: number): Promise<PublicationRow | null> {
    const [row] = await this.query(
      sql`SELECT number, published_at, message FROM publication WHERE number = ${number}::int`,
    );
    return row ? { number, publishedAt: row.published_at as Date, message: row.message as string } : null;
  }

  /** What a publication changed, by kind and slug. */
  async changes(publication: number, page: Page): Promise<Connection<{ cursor: string; node: ChangeRow }>> {
    const between = keysetAfter(page, 'changes', changeOrder, false);
    const load = this.loaders.get(`changes/${JSON.stringify(page)}`, () =>
      manyByKey<Record<string, unknown>>(this.waves, async (numbers) => {
        const rows = await this.query(sql`
          SELECT k.number, r.* FROM unnest(${numbers}::int[]) AS k(number) CROSS JOIN LATERAL (
            SELECT d.id, d.kind, ${shownSlug}, i.previous_edition_id IS NOT NULL AS before, i.edition_id IS NOT NULL AS after
            FROM publication_item i JOIN document d ON d.id = i.document_id ${takenOut}
            WHERE i.publication_number = k.number AND ${between}
            ${orderBy(changeOrder, page.backward)} LIMIT ${page.limit + 1}
          ) r`);
        return rows.map((row) => [String(row.number), row] as const);
      }),
    );
    const { rows, ...more } = cutPage(await load.load(String(publication)), page);
    return connectionWith(rows.map(toChangeEdge), more, () => this.countChanges(publication));
  }

  /** What is different between a publication's state and the present one, by kind and slug. */
  async changesSince(publication: number, page: Page): Promise<Connection<{ cursor: string; node: ChangeRow }>> {
    const differing = sql`
      FROM (SELECT DISTINCT document_id FROM publication_item WHERE publication_number > ${publication}::int) touched
      JOIN document d ON d.id = touched.document_id
      LEFT JOIN editions_at(${publication}::int) old ON old.document_id = d.id
      LEFT JOIN published now ON now.document_id = d.id ${takenOut}
      WHERE old.edition_id IS DISTINCT FROM now.edition_id`;
    const rows = await this.query(sql`
      SELECT d.id, d.kind, ${shownSlug}, old.edition_id IS NOT NULL AS before, now.edition_id IS NOT NULL AS after
      ${differing} AND ${keysetAfter(page, 'changes', changeOrder, false)}
      ${orderBy(changeOrder, page.backward)} LIMIT ${page.limit + 1}`);
    const { rows: shown, ...more } = cutPage(rows, page);
    return connectionWith(shown.map(toChangeEdge), more, async () => {
      const [row] = await this.query(sql`SELECT count(*)::int AS total ${differing}`);
      return row!.total as number;
    });
  }

  private countChanges(publication: number): Promise<number> {
    const load = this.loaders.get('countChanges', () =>
      countByKey(this.waves, async (numbers) => {
        const rows = await this.query(sql`
          SELECT publication_number, count(*)::int AS total FROM publication_item
          WHERE publication_number = ANY(${numbers}::int[]) GROUP BY publication_number`);
        return new Map(rows.map((row) => [String(row.publication_number), row.total as number]));
      }),
    );
    return load.load(String(publication));
  }

  private query(statement: ReturnType<typeof sql>): Promise<Record<string, unknown>[]> {
    return this.waves.run(() => this.dataSource.query(statement.text, statement.values as unknown[]));
  }
}

const toChangeEdge = (row: Record<string, unknown>): { cursor: string; node: ChangeRow } => ({
  node: { documentId: row.id, kind: row.kind, slug: row.slug, before: row.before, after: row.after } as ChangeRow,
  cursor: encodeCursor('changes', [row.kind as string, row.slug as string, row.id as string]),
});
