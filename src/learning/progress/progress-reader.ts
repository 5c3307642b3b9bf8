import sql, { join, raw, type Sql } from 'sql-template-tag';
import type { DataSource } from 'typeorm';
import { keysetAfter, orderBy, type SortColumn } from '../../kernel/database/keyset';
import { type Connection, connectionWith } from '../../kernel/graphql/connection';
import { encodeCursor } from '../../kernel/graphql/cursor';
import { cutPage, type Page } from '../../kernel/graphql/page';
import type { BatchWaves } from '../../kernel/loading/batch-waves';
import { countByKey, LoaderSet, manyByKey, oneByKey } from '../../kernel/loading/loaders';
import type { ProgressState } from './progress-state';
import type { ProgressRef } from './record-progress';

/** Progress of a learner on an item, and what the item is. */
export interface ProgressRow extends ProgressRef {
  readonly state: ProgressState;
  readonly updatedAt: Date;
  /** The kind of the document. */
  readonly documentKind: string;
  /** As in GraphQL's ItemKind. */
  readonly itemKind: string;
  /** As last published. */
  readonly label: string;
  /** The item is not in what is public now. */
  readonly removed: boolean;
}

/** One change of progress. */
export interface ProgressChangeRow {
  readonly sequence: string;
  readonly state: ProgressState;
  readonly recordedAt: Date;
}

/** What a list of progress is narrowed by. */
export interface ProgressConditions {
  readonly documentId?: string | null;
  readonly states?: readonly string[] | null;
}

const listOrder: SortColumn[] = [
  { column: 'p.updated_at', type: 'timestamptz' },
  { column: 'p.document_id', type: 'uuid' },
  { column: 'p.item_id', type: 'text' },
];
const historyOrder: SortColumn[] = [{ column: 'h.sequence', type: 'bigint' }];

/** Progress with what the item is: as public now, or else as it was published last. */
const rows = raw(`SELECT p.learner_id AS "learnerId", p.document_id AS "documentId", p.item_id AS "itemId", p.state,
    p.updated_at AS "updatedAt", p.updated_at::text AS at, d.kind AS "documentKind", present.item_id IS NULL AS removed,
    coalesce(present.kind, past.kind) AS "itemKind", coalesce(present.label, past.label) AS label
  FROM progress p JOIN document d ON d.id = p.document_id
  LEFT JOIN edition_item present ON present.edition_id = d.published_edition_id AND present.item_id = p.item_id
  LEFT JOIN LATERAL (
    SELECT e.kind, e.label FROM edition_item e JOIN publication_item i ON i.edition_id = e.edition_id
    WHERE present.item_id IS NULL AND e.document_id = p.document_id AND e.item_id = p.item_id
    ORDER BY i.publication_number DESC LIMIT 1
  ) past ON true`);

const keyOf = ({ learnerId, documentId, itemId }: ProgressRef): string => `${learnerId}/${documentId}/${itemId}`;

/** The three parts of each key, apart. */
const partsOf = (keys: readonly string[]): [string[], string[], string[]] => {
  const parts = keys.map((key) => key.split('/') as [string, string, string]);
  return [parts.map(([learner]) => learner), parts.map(([, document]) => document), parts.map(([, , item]) => item)];
};

/**
 * Reads progress. It is asked with a learner who has proved to be one: whose progress it is, is part of every condition. Lives
 * as long as one request, and a mutation makes a new one.
 */
export class ProgressReader {
  private readonly loaders = new LoaderSet();

  constructor(
    private readonly dataSource: DataSource,
    private readonly waves: BatchWaves,
  ) {}

  /** The progress of a learner on one item, in one statement for many; null when nothing was ever recorded. */
  one(of: ProgressRef): Promise<ProgressRow | null> {
    const load = this.loaders.get('one', () =>
      oneByKey<ProgressRow>(this.waves, async (keys) => {
        const [learners, documents, items] = partsOf(keys);
        const read = await this.query<ProgressRow>(sql`${rows}
          JOIN unnest(${learners}::uuid[], ${documents}::uuid[], ${items}::text[]) AS k(learner_id, document_id, item_id)
            ON k.learner_id = p.learner_id AND k.document_id = p.document_id AND k.item_id = p.item_id`);
        return new Map(read.map((row) => [keyOf(row), row]));
      }),
    );
    return load.load(keyOf(of));
  }

  /** All progress of a learner, what changed last first. */
  async list(
    learnerId: string,
    { documentId, states }: ProgressConditions,
    page: Page,
  ): Promise<Connection<{ cursor: string; node: ProgressRow }>> {
    const conditions = [sql`p.learner_id = ${learnerId}::uuid`];
    if (documentId != null) conditions.push(sql`p.document_id = ${documentId}::uuid`);
    if (states != null) conditions.push(sql`p.state = ANY(${states}::text[])`);
    const mine = join(conditions, ' AND ');
    const read = await this.query<ProgressRow & { at: string }>(sql`${rows}
      WHERE ${mine} AND ${keysetAfter(page, 'progress', listOrder, true)}
      ${orderBy(listOrder, !page.backward)} LIMIT ${page.limit + 1}`);
    const { rows: shown, ...more } = cutPage(read, page);
    const edges = shown.map((node) => ({
      node,
      cursor: encodeCursor('progress', [node.at, node.documentId, node.itemId]),
    }));
    return connectionWith(edges, more, async () => {
      const [row] = await this.query<{ total: number }>(
        sql`SELECT count(*)::int AS total FROM progress p WHERE ${mine}`,
      );
      return row!.total;
    });
  }

  /** The changes of one progress, the last first; one statement for the pages of many. */
  async history(of: ProgressRef, page: Page): Promise<Connection<{ cursor: string; node: ProgressChangeRow }>> {
    const load = this.loaders.get(`history/${JSON.stringify(page)}`, () =>
      manyByKey<ProgressChangeRow>(this.waves, async (keys) => {
        const [learners, documents, items] = partsOf(keys);
        const read = await this.query<ProgressChangeRow & { key: string }>(sql`
          SELECT k.learner_id || '/' || k.document_id || '/' || k.item_id AS key, r.*
          FROM unnest(${learners}::uuid[], ${documents}::uuid[], ${items}::text[]) AS k(learner_id, document_id, item_id)
          CROSS JOIN LATERAL (
            SELECT h.sequence, h.state, h.recorded_at AS "recordedAt" FROM progress_event h
            WHERE h.learner_id = k.learner_id AND h.document_id = k.document_id AND h.item_id = k.item_id
              AND ${keysetAfter(page, 'history', historyOrder, true)}
            ${orderBy(historyOrder, !page.backward)} LIMIT ${page.limit + 1}
          ) r`);
        return read.map((row) => [row.key, row] as const);
      }),
    );
    const { rows: shown, ...more } = cutPage(await load.load(keyOf(of)), page);
    const edges = shown.map((node) => ({ node, cursor: encodeCursor('history', [node.sequence]) }));
    return connectionWith(edges, more, () => this.countHistory(of));
  }

  private countHistory(of: ProgressRef): Promise<number> {
    const load = this.loaders.get('countHistory', () =>
      countByKey(this.waves, async (keys) => {
        const [learners, documents, items] = partsOf(keys);
        const read = await this.query<{ key: string; total: number }>(sql`
          SELECT h.learner_id || '/' || h.document_id || '/' || h.item_id AS key, count(*)::int AS total
          FROM unnest(${learners}::uuid[], ${documents}::uuid[], ${items}::text[]) AS k(learner_id, document_id, item_id)
          JOIN progress_event h ON h.learner_id = k.learner_id AND h.document_id = k.document_id AND h.item_id = k.item_id
          GROUP BY h.learner_id, h.document_id, h.item_id`);
        return new Map(read.map(({ key, total }) => [key, total]));
      }),
    );
    return load.load(keyOf(of));
  }

  private query<Row>(statement: Sql): Promise<Row[]> {
    return this.waves.run(() => this.dataSource.query(statement.text, statement.values));
  }
}
