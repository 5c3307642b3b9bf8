import sql, { raw } from 'sql-template-tag';
import type { DataSource } from 'typeorm';
import { BatchWaves } from '../../kernel/loading/batch-waves';
import { LoaderSet, oneByKey } from '../../kernel/loading/loaders';
import type { ContentKind } from './content-kind';
import type { ContentNode } from './content-node';
import { makeNodeHydrator } from './node-hydrator';

/**
 * Reads content for records that outlive it, such as attempts: pinned editions as they were, and documents that may have gone
 * from the public graph since. Only what was published is ever read here, whatever the perspective of the request; who may
 * see the record decides who may see this. Lives as long as one request.
 */
export class EditionReader {
  private readonly loaders = new LoaderSet();

  constructor(
    private readonly dataSource: DataSource,
    private readonly waves = new BatchWaves(),
  ) {}

  /** A published edition of a document of this kind, by the edition's id; null when there is none. */
  byEdition<N extends ContentNode>(kind: ContentKind<N>, editionId: string): Promise<N | null> {
    const load = this.loaders.get(`edition/${kind.kind}`, () =>
      oneByKey<N>(this.waves, async (editionIds) => {
        const rows = await this.query(sql`
          SELECT n.*, d.slug FROM ${raw(kind.filter.table)} n JOIN document d ON d.id = n.document_id
          WHERE n.edition_id = ANY(${editionIds}::uuid[])
            AND EXISTS (SELECT FROM publication_item i WHERE i.edition_id = n.edition_id)`);
        return this.nodes(kind, rows, 'edition_id');
      }),
    );
    return load.load(editionId);
  }

  /**
   * A document as it is published now, or else as it was published last, with the slug of then; null for what never was.
   */
  lastPublished<N extends ContentNode>(kind: ContentKind<N>, documentId: string): Promise<N | null> {
    const load = this.loaders.get(`last/${kind.kind}`, () =>
      oneByKey<N>(this.waves, async (documentIds) => {
        const rows = await this.query(sql`
          SELECT n.*, coalesce(gone.slug, d.slug) AS slug FROM document d
          LEFT JOIN publication_item gone
            ON gone.document_id = d.id AND gone.superseded_by IS NULL AND gone.edition_id IS NULL
          JOIN ${raw(kind.filter.table)} n ON n.edition_id = coalesce(d.published_edition_id, gone.previous_edition_id)
          WHERE d.id = ANY(${documentIds}::uuid[])`);
        return this.nodes(kind, rows, 'document_id');
      }),
    );
    return load.load(documentId);
  }

  /** When a document first became public, and when what was public of it last did; for one that is public no more. */
  async formerDates(documentId: string): Promise<{ publishedAt: Date; updatedAt: Date } | null> {
    const load = this.loaders.get('formerDates', () =>
      oneByKey<{ publishedAt: Date; updatedAt: Date }>(this.waves, async (documentIds) => {
        const rows = await this.query(sql`
          SELECT i.document_id, min(p.published_at) AS published_at, max(p.published_at) AS updated_at
          FROM publication_item i JOIN publication p ON p.number = i.publication_number
          WHERE i.document_id = ANY(${documentIds}::uuid[]) AND i.edition_id IS NOT NULL GROUP BY i.document_id`);
        return new Map(
          rows.map((row) => [
            row.document_id as string,
            { publishedAt: row.published_at as Date, updatedAt: row.updated_at as Date },
          ]),
        );
      }),
    );
    return load.load(documentId);
  }

  /** The ids of the documents of a kind that have this slug, or had it once. */
  async idsOfSlug(kind: ContentKind, slug: string): Promise<string[]> {
    if (slug.includes('\u0000') || !slug.isWellFormed()) return [];
    const rows = await this.query(sql`
      SELECT id FROM document WHERE kind = ${kind.kind} AND slug = ${slug}
      UNION SELECT document_id FROM slug_history WHERE kind = ${kind.kind} AND slug = ${slug}`);
    return rows.map((row) => row.id as string);
  }

  private nodes<N extends ContentNode>(
    kind: ContentKind<N>,
    rows: readonly Record<string, unknown>[],
    key: string,
  ): ReadonlyMap<string, N> {
    const hydrate = this.loaders.get(`hydrate/${kind.kind}`, () => makeNodeHydrator(this.dataSource, kind));
    return new Map(rows.map((row) => [row[key] as string, hydrate(row)]));
  }

  private query(statement: ReturnType<typeof sql>): Promise<Record<string, unknown>[]> {
    return this.waves.run(() => this.dataSource.query(statement.text, statement.values as unknown[]));
  }
}
