import type { EntityManager } from 'typeorm';
import type { DocumentChange } from './document-change';

/** One document of the graph as it would be. */
export interface PlannedDocument<C extends object = object> {
  readonly documentId: string;
  readonly slug: string;
  /** References are document ids. Secret fields are there too. */
  readonly content: C;
}

/** The public graph as it would be after a plan, for the checks of the kinds. */
export interface PlannedGraph {
  /** Every document of a kind that would be public, by its id. */
  ofKind<C extends object>(kind: string): Promise<ReadonlyMap<string, PlannedDocument<C>>>;
  /** Whether the plan changes a document of this kind. */
  touches(kind: string): Promise<boolean>;
  /** Whether the plan changes this document: publishes another edition of it, or takes it out. */
  changesDocument(documentId: string): boolean;
}

/** The same for changes of a database. Reads a kind once. */
export class StoredPlannedGraph implements PlannedGraph {
  private readonly kinds = new Map<string, Promise<ReadonlyMap<string, PlannedDocument>>>();

  constructor(
    private readonly manager: EntityManager,
    private readonly changes: readonly DocumentChange[],
  ) {}

  ofKind<C extends object>(kind: string): Promise<ReadonlyMap<string, PlannedDocument<C>>> {
    let found = this.kinds.get(kind);
    if (!found) this.kinds.set(kind, (found = this.read(kind)));
    return found as Promise<ReadonlyMap<string, PlannedDocument<C>>>;
  }

  async touches(kind: string): Promise<boolean> {
    const found: unknown[] = await this.manager.query(
      'SELECT FROM document WHERE kind = $1 AND id = ANY($2::uuid[]) LIMIT 1',
      [kind, this.changes.map((change) => change.documentId)],
    );
    return found.length > 0;
  }

  changesDocument(documentId: string): boolean {
    return this.changes.some((change) => change.documentId === documentId);
  }

  private async read(kind: string): Promise<ReadonlyMap<string, PlannedDocument>> {
    const rows: { document_id: string; slug: string; content: object }[] = await this.manager.query(
      `SELECT d.id AS document_id, d.slug, c.content FROM document d
       LEFT JOIN unnest($2::uuid[], $3::uuid[]) AS change(document_id, edition_id) ON change.document_id = d.id
       JOIN vault.edition_content c
         ON c.edition_id = CASE WHEN change.document_id IS NULL THEN d.published_edition_id ELSE change.edition_id END
       WHERE d.kind = $1 ORDER BY d.slug`,
      [kind, this.changes.map((change) => change.documentId), this.changes.map((change) => change.editionId)],
    );
    return new Map(
      rows.map(({ document_id: documentId, slug, content }) => [documentId, { documentId, slug, content }]),
    );
  }
}
