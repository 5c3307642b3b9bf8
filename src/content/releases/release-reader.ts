import sql, { raw, type Sql } from 'sql-template-tag';
import type { DataSource } from 'typeorm';
import { keysetAfter, orderBy, type SortColumn } from '../../kernel/database/keyset';
import { type Connection, connectionWith } from '../../kernel/graphql/connection';
import { encodeCursor } from '../../kernel/graphql/cursor';
import { cutPage, type Page } from '../../kernel/graphql/page';
import { BatchWaves } from '../../kernel/loading/batch-waves';
import { countByKey, LoaderSet, manyByKey, oneByKey } from '../../kernel/loading/loaders';
import type { ReleaseState } from './release-state';
import { RELEASE_COLUMNS, type ReleaseRow } from './release-store';

/** A document of a release, with the edition that is to go out. */
export interface ReleaseItemRow {
  readonly documentId: string;
  readonly editionId: string | null;
  readonly outdated: boolean;
}

/** Another release that holds some of the same documents. */
export interface ConflictRow {
  readonly otherId: string;
  readonly documentIds: string[];
}

const releaseOrder: SortColumn[] = [
  { column: 'r.created_at', type: 'timestamptz' },
  { column: 'r.id', type: 'uuid' },
];
const itemOrder: SortColumn[] = [
  { column: 'd.kind', type: 'text' },
  { column: 'd.slug', type: 'text' },
  { column: 'd.id', type: 'uuid' },
];

/** Reads releases for editors. Lives as long as one request, and is made anew after a change. */
export class ReleaseReader {
  private readonly loaders = new LoaderSet();
  private readonly waves = new BatchWaves();

  constructor(private readonly dataSource: DataSource) {}

  /** The release with this key. */
  byId(id: string): Promise<ReleaseRow | null> {
    const load = this.loaders.get('release', () =>
      oneByKey<ReleaseRow>(this.waves, async (ids) => {
        const rows = await this.query<ReleaseRow>(
          sql`SELECT ${raw(RELEASE_COLUMNS)} FROM release r WHERE r.id = ANY(${ids}::uuid[])`,
        );
        return new Map(rows.map((row) => [row.id, row]));
      }),
    );
    return load.load(id);
  }

  /** Releases, the latest first. */
  async list(
    states: readonly ReleaseState[] | null,
    page: Page,
  ): Promise<Connection<{ cursor: string; node: ReleaseRow }>> {
    const wanted = states ? sql`r.state = ANY(${states}::text[])` : sql`true`;
    const read = await this.query<ReleaseRow & { at: string }>(sql`
      SELECT ${raw(RELEASE_COLUMNS)}, r.created_at::text AS at FROM release r
      WHERE ${wanted} AND ${keysetAfter(page, 'releases', releaseOrder, true)}
      ${orderBy(releaseOrder, !page.backward)} LIMIT ${page.limit + 1}`);
    const { rows, ...more } = cutPage(read, page);
    const edges = rows.map(({ at, ...node }) => ({ node, cursor: encodeCursor('releases', [at, node.id]) }));
    return connectionWith(edges, more, async () => {
      const [row] = await this.query<{ total: number }>(
        sql`SELECT count(*)::int AS total FROM release r WHERE ${wanted}`,
      );
      return row!.total;
    });
  }

  /** What a release holds, by kind and slug. */
  async items(releaseId: string, page: Page): Promise<Connection<{ cursor: string; node: ReleaseItemRow }>> {
    const between = keysetAfter(page, 'release-items', itemOrder, false);
    const load = this.loaders.get(`items/${JSON.stringify(page)}`, () =>
      manyByKey<ReleaseItemRow & { kind: string; slug: string }>(this.waves, async (ids) => {
        const rows = await this.query<ReleaseItemRow & { release: string; kind: string; slug: string }>(sql`
          SELECT k.release, r.* FROM unnest(${ids}::uuid[]) AS k(release) CROSS JOIN LATERAL (
            SELECT d.id AS "documentId", d.kind, d.slug, i.edition_id AS "editionId",
              i.edition_id IS DISTINCT FROM d.latest_edition_id AS outdated
            FROM release_item i JOIN document d ON d.id = i.document_id
            WHERE i.release_id = k.release AND ${between}
            ${orderBy(itemOrder, page.backward)} LIMIT ${page.limit + 1}
          ) r`);
        return rows.map((row) => [row.release, row] as const);
      }),
    );
    const { rows, ...more } = cutPage(await load.load(releaseId), page);
    const edges = rows.map(({ kind, slug, ...node }) => ({
      node,
      cursor: encodeCursor('release-items', [kind, slug, node.documentId]),
    }));
    return connectionWith(edges, more, () => this.countItems(releaseId));
  }

  /** Other releases that are still to be published and hold documents of this one, the oldest first. */
  conflicts(releaseId: string): Promise<ConflictRow[]> {
    const load = this.loaders.get('conflicts', () =>
      manyByKey<ConflictRow>(this.waves, async (ids) => {
        const rows = await this.query<ConflictRow & { release: string }>(sql`
          SELECT mine.release_id AS release, other.id AS "otherId", array_agg(d.id ORDER BY d.kind, d.slug) AS "documentIds"
          FROM release_item mine
            JOIN release_item theirs ON theirs.document_id = mine.document_id AND theirs.release_id <> mine.release_id
            JOIN release other ON other.id = theirs.release_id AND other.state <> 'PUBLISHED'
            JOIN release own ON own.id = mine.release_id AND own.state <> 'PUBLISHED'
            JOIN document d ON d.id = mine.document_id
          WHERE mine.release_id = ANY(${ids}::uuid[])
          GROUP BY mine.release_id, other.id, other.created_at ORDER BY other.created_at, other.id`);
        return rows.map((row) => [row.release, row] as const);
      }),
    );
    return load.load(releaseId);
  }

  private countItems(releaseId: string): Promise<number> {
    const load = this.loaders.get('countItems', () =>
      countByKey(this.waves, async (ids) => {
        const rows = await this.query<{ id: string; total: number }>(sql`
          SELECT release_id AS id, count(*)::int AS total FROM release_item
          WHERE release_id = ANY(${ids}::uuid[]) GROUP BY release_id`);
        return new Map(rows.map((row) => [row.id, row.total]));
      }),
    );
    return load.load(releaseId);
  }

  private query<Row>(statement: Sql): Promise<Row[]> {
    return this.waves.run(() => this.dataSource.query(statement.text, statement.values));
  }
}
