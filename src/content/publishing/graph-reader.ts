import sql, { empty, raw, type Sql } from 'sql-template-tag';
import type { DataSource } from 'typeorm';
import { type Connection, connectionWith } from '../../kernel/graphql/connection';
import { encodeCursor } from '../../kernel/graphql/cursor';
import { pageOfList } from '../../kernel/graphql/list-page';
import { type OrderInput } from '../../kernel/graphql/order';
import { cutPage, type PageArguments, requirePage } from '../../kernel/graphql/page';
import { BatchWaves } from '../../kernel/loading/batch-waves';
import { countByKey, LoaderSet, oneByKey, manyByKey } from '../../kernel/loading/loaders';
import type { ContentKind } from './content-kind';
import type { ContentNode } from './content-node';
import { keysetAfter, orderBy, type SortColumn } from '../../kernel/database/keyset';
import { makeNodeHydrator } from './node-hydrator';
import { type Perspective, relationOf } from './perspective';

/** The arguments of a root list. */
export interface ListArguments extends PageArguments {
  readonly filter?: object | null;
  readonly orderBy?: OrderInput | null;
}

/** An edge read from its far end: the table that other documents' editions state it in. */
export interface BackRelation<N extends ContentNode, Row extends object> {
  readonly table: string;
  /** The column that holds the document it leads to. */
  readonly targetColumn: string;
  /** The kind that states the edge. */
  readonly source: ContentKind<N>;
  /** Columns of the edge, by the name that the edge's GraphQL type has for them. */
  readonly columns: { readonly [Field in keyof Row]: string };
}

/** When a document became public, and when what is shown of it last changed. */
export interface DocumentDates {
  readonly publishedAt: Date | null;
  readonly updatedAt: Date;
}

/**
 * The only way to content: a reader bound to one perspective. What the perspective does not hold does not exist here,
 * for one, list, count, filter and edge alike. It lives as long as one request.
 *
 * The published perspective is pinned to the number of the latest publication when it is first read, so one operation
 * sees the whole of that publication, whatever is published meanwhile.
 */
export class GraphReader {
  private readonly loaders = new LoaderSet();
  private pinned: Promise<{ relation: Sql; upTo: number | null }> | undefined;

  constructor(
    private readonly dataSource: DataSource,
    readonly perspective: Perspective,
    readonly maxPageSize: number,
    private readonly waves = new BatchWaves(),
  ) {}

  /** The number of the publication that this reader shows; null in perspectives that are none. */
  async publicationNumber(): Promise<number | null> {
    return (await this.visible()).upTo;
  }

  /** The document of a kind that this id names, or null. */
  byId<N extends ContentNode>(kind: ContentKind<N>, documentId: string): Promise<N | null> {
    return this.nodes(kind).load(documentId);
  }

  /** The visible ones of these documents, in the given order. */
  async byIds<N extends ContentNode>(kind: ContentKind<N>, documentIds: readonly string[]): Promise<N[]> {
    const found = await Promise.all(documentIds.map((id) => this.byId(kind, id)));
    return found.filter((node) => node !== null);
  }

  /** The document with this slug now, or else the one that last had it. */
  async bySlug<N extends ContentNode>(kind: ContentKind<N>, slug: string): Promise<N | null> {
    const load = this.loaders.get(`slug/${kind.kind}`, () =>
      oneByKey<N>(this.waves, async (slugs) => {
        const { relation } = await this.visible();
        const storable = slugs.filter((each) => !each.includes('\u0000') && each.isWellFormed());
        const rows = await this.query(sql`
          SELECT DISTINCT ON (d.asked) d.asked, d.slug, n.* FROM (
            SELECT id, slug, slug AS asked, 0 AS age FROM document WHERE kind = ${kind.kind} AND slug = ANY(${storable}::text[])
            UNION ALL
            SELECT d.id, d.slug, h.slug, 1 FROM slug_history h JOIN document d ON d.id = h.document_id
            WHERE h.kind = ${kind.kind} AND h.slug = ANY(${storable}::text[])
          ) d JOIN ${relation} v ON v.document_id = d.id JOIN ${raw(kind.filter.table)} n ON n.edition_id = v.edition_id
          ORDER BY d.asked, d.age`);
        return new Map(rows.map((row) => [String(row.asked), this.keep(kind, row)]));
      }),
    );
    return load.load(slug);
  }

  /** A page of all documents of a kind. */
  async list<N extends ContentNode>(
    kind: ContentKind<N>,
    args: ListArguments,
  ): Promise<Connection<{ cursor: string; node: N }>> {
    const page = requirePage(args, this.maxPageSize);
    const order = args.orderBy ?? kind.order.natural;
    const sort = kind.order.fields[order.field]!;
    // The columns of an order are of one table, and a slug's kind is told, so that an index brings the rows in order.
    const ofDocument = sort.column.startsWith('d.');
    const columns: SortColumn[] = [
      { column: sort.column, type: sort.type },
      { column: ofDocument ? 'd.id' : 'n.document_id', type: 'uuid' },
    ];
    const ofKind = ofDocument ? sql`AND d.kind = ${kind.kind}` : empty;
    const orderName = `${kind.kind}/${order.field}/${order.direction}`;
    const descending = (order.direction === 'DESC') !== page.backward;
    const { relation } = await this.visible();
    const condition = kind.filter.compile(args.filter, {
      alias: 'n',
      documentId: raw('v.document_id'),
      visible: relation,
      depth: 0,
      pointer: '/filter',
      compiled: { count: 0 },
    });
    const from = sql`FROM ${relation} v JOIN ${raw(kind.filter.table)} n ON n.edition_id = v.edition_id`;
    const between = keysetAfter(page, orderName, columns, order.direction === 'DESC');
    const rows = await this.query(sql`
      SELECT n.*, d.slug, ${raw(sort.column)}::text AS sort_key ${from} JOIN document d ON d.id = v.document_id ${ofKind}
      WHERE ${condition} AND ${between} ${orderBy(columns, descending)} LIMIT ${page.limit + 1}`);
    const { rows: shown, ...more } = cutPage(rows, page);
    const edges = shown.map((row) => {
      const node = this.keep(kind, row);
      return { node, cursor: encodeCursor(orderName, [row.sort_key as string, node.documentId]) };
    });
    return connectionWith(edges, more, async () => {
      const [row] = await this.query(sql`SELECT count(*)::int AS total ${from} WHERE ${condition}`);
      return row!.total as number;
    });
  }

  /**
   * A page of a list that a document owns: its entries whose target is visible, in the document's order.
   * The list came with the document's row, so this costs one statement for all targets of a kind in a request's step.
   */
  async owned<Entry extends object, N extends ContentNode>(
    kind: ContentKind<N>,
    entries: readonly Entry[],
    targetOf: (entry: Entry) => string,
    args: PageArguments,
  ): Promise<Connection<Entry & { cursor: string; node: N }>> {
    const page = requirePage(args, this.maxPageSize);
    const nodes = await Promise.all(entries.map((entry) => this.byId(kind, targetOf(entry))));
    const visible = entries.flatMap((entry, index) => (nodes[index] ? [{ ...entry, node: nodes[index] }] : []));
    const { entries: shown, ...more } = pageOfList(kind.kind, visible, (each) => each.node.documentId, page);
    return connectionWith(
      shown.map(({ entry, cursor }) => ({
        ...entry,
        get cursor() {
          return cursor();
        },
      })),
      more,
      async () => visible.length,
    );
  }

  /** The same for a list that is nothing but document ids. */
  ownedIds<N extends ContentNode>(
    kind: ContentKind<N>,
    documentIds: readonly string[],
    args: PageArguments,
  ): Promise<Connection<{ cursor: string; node: N }>> {
    return this.owned(
      kind,
      documentIds.map((id) => ({ id })),
      ({ id }) => id,
      args,
    );
  }

  /** A page of the documents that state an edge to this document, by slug; the page is cut in SQL for every target at once. */
  async related<N extends ContentNode, Row extends object>(
    relation: BackRelation<N, Row>,
    target: ContentNode,
    args: PageArguments,
  ): Promise<Connection<Row & { cursor: string; node: N }>> {
    const page = requirePage(args, this.maxPageSize);
    const name = `${relation.table}/${relation.targetColumn}`;
    const columns: SortColumn[] = [
      { column: 'd.slug', type: 'text' },
      { column: 'e.document_id', type: 'uuid' },
      { column: 'e.position', type: 'int' },
    ];
    const between = keysetAfter(page, name, columns, false);
    const load = this.loaders.get(`related/${name}/${JSON.stringify(page)}`, () =>
      manyByKey<Record<string, unknown>>(this.waves, async (targets) => {
        const { relation: visible } = await this.visible();
        const rows = await this.query(sql`
          SELECT k.target, r.* FROM unnest(${targets}::uuid[]) AS k(target) CROSS JOIN LATERAL (
            SELECT e.*, d.slug FROM ${raw(relation.table)} e JOIN ${visible} v ON v.edition_id = e.edition_id
            JOIN document d ON d.id = e.document_id
            WHERE e.${raw(relation.targetColumn)} = k.target AND ${between}
            ${orderBy(columns, page.backward)} LIMIT ${page.limit + 1}
          ) r`);
        return rows.map((row) => [String(row.target), row] as const);
      }),
    );
    const { rows, ...more } = cutPage(await load.load(target.documentId), page);
    const nodes = await Promise.all(rows.map((row) => this.byId(relation.source, String(row.document_id))));
    const edges = rows.flatMap((row, index) => {
      const node = nodes[index];
      if (!node) return [];
      const own = Object.fromEntries(
        Object.entries<string>(relation.columns).map(([field, column]) => [field, row[column]]),
      ) as Row;
      return [
        { ...own, node, cursor: encodeCursor(name, [row.slug as string, node.documentId, row.position as number]) },
      ];
    });
    return connectionWith(edges, more, () => this.countRelated(relation, target));
  }

  /** How many visible edges lead to this document. */
  countRelated(
    relation: Pick<BackRelation<never, object>, 'table' | 'targetColumn'>,
    target: ContentNode,
  ): Promise<number> {
    const load = this.loaders.get(`count/${relation.table}/${relation.targetColumn}`, () =>
      countByKey(this.waves, async (targets) => {
        const { relation: visible } = await this.visible();
        const column = raw(`e.${relation.targetColumn}`);
        const rows = await this.query(sql`
          SELECT ${column} AS target, count(*)::int AS total FROM ${raw(relation.table)} e JOIN ${visible} v ON v.edition_id = e.edition_id
          WHERE ${column} = ANY(${targets}::uuid[]) GROUP BY ${column}`);
        return new Map(rows.map((row) => [String(row.target), row.total as number]));
      }),
    );
    return load.load(target.documentId);
  }

  /** The dates of a visible document; null for one that is not. */
  async dates(node: ContentNode): Promise<DocumentDates | null> {
    const load = this.loaders.get('dates', () =>
      oneByKey<DocumentDates>(this.waves, async (documentIds) => {
        const { relation, upTo } = await this.visible();
        const until = upTo === null ? empty : sql`AND i.publication_number <= ${upTo}`;
        const publications = sql`FROM publication_item i JOIN publication p ON p.number = i.publication_number`;
        const rows = await this.query(sql`
          SELECT v.document_id,
            (SELECT min(p.published_at) ${publications} WHERE i.document_id = v.document_id AND i.edition_id IS NOT NULL ${until}) AS published_at,
            coalesce((SELECT max(p.published_at) ${publications} WHERE i.edition_id = v.edition_id ${until}), e.created_at) AS updated_at
          FROM ${relation} v JOIN edition e ON e.id = v.edition_id WHERE v.document_id = ANY(${documentIds}::uuid[])`);
        return new Map(
          rows.map((row) => [
            String(row.document_id),
            { publishedAt: row.published_at as Date | null, updatedAt: row.updated_at as Date },
          ]),
        );
      }),
    );
    return load.load(node.documentId);
  }

  private nodes<N extends ContentNode>(kind: ContentKind<N>) {
    return this.loaders.get(`id/${kind.kind}`, () =>
      oneByKey<N>(this.waves, async (documentIds) => {
        const { relation } = await this.visible();
        const rows = await this.query(sql`
          SELECT n.*, d.slug FROM ${relation} v JOIN ${raw(kind.filter.table)} n ON n.edition_id = v.edition_id
          JOIN document d ON d.id = v.document_id WHERE v.document_id = ANY(${documentIds}::uuid[])`);
        return new Map(rows.map((row) => [String(row.document_id), this.hydrate(kind, row)]));
      }),
    );
  }

  /** Hydrates a row that another read brought, and keeps it for byId. */
  private keep<N extends ContentNode>(kind: ContentKind<N>, row: Record<string, unknown>): N {
    const node = this.hydrate(kind, row);
    this.nodes(kind).prime(node.documentId, node);
    return node;
  }

  private hydrate<N extends ContentNode>(kind: ContentKind<N>, row: Record<string, unknown>): N {
    return this.loaders.get(`hydrate/${kind.kind}`, () => makeNodeHydrator(this.dataSource, kind))(row);
  }

  private visible(): Promise<{ relation: Sql; upTo: number | null }> {
    return (this.pinned ??= this.pin());
  }

  private async pin(): Promise<{ relation: Sql; upTo: number | null }> {
    if (this.perspective.kind === 'publication')
      return { relation: relationOf(this.perspective), upTo: this.perspective.number };
    if (this.perspective.kind !== 'published') return { relation: relationOf(this.perspective), upTo: null };
    const [row] = await this.query(sql`SELECT coalesce(max(number), 0) AS number FROM publication`);
    const number = row!.number as number;
    return { relation: relationOf({ kind: 'publication', number }), upTo: number };
  }

  private query(statement: Sql): Promise<Record<string, unknown>[]> {
    return this.waves.run(() => this.dataSource.query(statement.text, statement.values as unknown[]));
  }
}
