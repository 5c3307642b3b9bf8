import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Document } from './document.entity';

/** A slug that a document once had: the old address still answers with the document. */
@Entity()
export class SlugHistory {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'slug_history_pk' })
  kind!: string;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'slug_history_pk' })
  slug!: string;

  @Index('slug_history_document_idx')
  @Column('uuid')
  documentId!: string;

  @ManyToOne(() => Document, { nullable: false })
  @JoinColumn({ name: 'document_id', foreignKeyConstraintName: 'slug_history_document_fk' })
  document!: Relation<Document>;
}
