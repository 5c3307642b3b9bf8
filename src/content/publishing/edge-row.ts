import { Check, Column, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Document } from './document.entity';
import { Edition } from './edition.entity';

/**
 * The base of every edge and claim: one row each, keyed by the edition that states it and its position there.
 * The target is a document; which of its editions is meant is up to the reader's perspective.
 */
export abstract class EdgeRow {
  @PrimaryColumn('uuid')
  editionId!: string;

  @PrimaryColumn('int')
  position!: number;

  @Column('uuid')
  documentId!: string;

  @ManyToOne(() => Edition, { nullable: false })
  @JoinColumn([
    { name: 'edition_id', referencedColumnName: 'id' },
    { name: 'document_id', referencedColumnName: 'documentId' },
  ])
  edition!: Relation<Edition>;

  /** The document that the edge leads to; its column is named after the target. */
  targetId!: string;
}

/**
 * The base class of one edge table: its target column with foreign key and index, and the CHECKs that all have
 * (positions from 0, no edge to the document itself). Extend it under @Entity and add the edge's own columns.
 * @param table the table's name
 * @param target what it leads to; the column is `<target>_id`
 */
export function edgeTo(table: string, target: string) {
  @Check(`${table}_check`, `position >= 0 AND ${target}_id <> document_id`)
  abstract class EdgeTo extends EdgeRow {
    @Index(`${table}_${target}_idx`)
    @Column('uuid', { name: `${target}_id` })
    override targetId!: string;

    @ManyToOne(() => Document, { nullable: false })
    @JoinColumn({ name: `${target}_id` })
    target!: Relation<Document>;
  }
  return EdgeTo;
}

/** Rows of an edge that carries nothing of its own. */
export const edgeRows = (targets: readonly string[] = []): { targetId: string }[] =>
  targets.map((targetId) => ({ targetId }));
