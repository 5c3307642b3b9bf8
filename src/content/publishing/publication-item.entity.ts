import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Document } from './document.entity';
import { Edition } from './edition.entity';
import { Publication } from './publication.entity';

/**
 * What one publication did to one document: it made an edition public, or took the document out of the public graph.
 *
 * It holds from its publication until `supersededBy`. So "the graph as of publication n" is one indexed condition, and
 * a reader that names n sees the whole of n on any connection and on any replica.
 */
@Entity()
@Check('publication_item_change_check', 'edition_id IS DISTINCT FROM previous_edition_id')
@Check('publication_item_superseded_check', 'superseded_by > publication_number')
@Check('publication_item_slug_check', '(slug IS NULL) = (edition_id IS NOT NULL)')
@Index('publication_item_current_key', { synchronize: false })
export class PublicationItem {
  @PrimaryColumn('int', { primaryKeyConstraintName: 'publication_item_pk' })
  publicationNumber!: number;

  @ManyToOne(() => Publication, { nullable: false })
  @JoinColumn({ name: 'publication_number', foreignKeyConstraintName: 'publication_item_publication_fk' })
  publication!: Relation<Publication>;

  @Index('publication_item_document_idx')
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'publication_item_pk' })
  documentId!: string;

  @ManyToOne(() => Document, { nullable: false })
  @JoinColumn({ name: 'document_id', foreignKeyConstraintName: 'publication_item_document_fk' })
  document!: Relation<Document>;

  /** Null when the publication took the document out of the public graph. */
  @Index('publication_item_edition_idx')
  @Column('uuid', { nullable: true })
  editionId!: string | null;

  @ManyToOne(() => Edition)
  @JoinColumn([
    { name: 'edition_id', referencedColumnName: 'id', foreignKeyConstraintName: 'publication_item_edition_fk' },
    {
      name: 'document_id',
      referencedColumnName: 'documentId',
      foreignKeyConstraintName: 'publication_item_edition_fk',
    },
  ])
  edition!: Relation<Edition> | null;

  /**
   * The slug of a document that was taken out, as it was then. What it is called since is nobody's business: the history is
   * public, and the document is a draft again.
   */
  @Column('text', { nullable: true })
  slug!: string | null;

  @Column('uuid', { nullable: true })
  previousEditionId!: string | null;

  @ManyToOne(() => Edition)
  @JoinColumn({ name: 'previous_edition_id', foreignKeyConstraintName: 'publication_item_previous_edition_fk' })
  previousEdition!: Relation<Edition> | null;

  /** The number of the next publication that changed this document; null while it holds. */
  @Column('int', { nullable: true })
  supersededBy!: number | null;

  @ManyToOne(() => Publication)
  @JoinColumn({ name: 'superseded_by', foreignKeyConstraintName: 'publication_item_superseded_by_fk' })
  supersedingPublication!: Relation<Publication> | null;
}
