import { Check, Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation, Unique } from 'typeorm';
import { Document } from './document.entity';

/** One save of a document: what the editor wrote, never changed afterwards (a trigger refuses it). */
@Entity()
@Unique('edition_document_id_number_key', ['documentId', 'number'])
@Unique('edition_id_document_id_key', ['id', 'documentId'])
@Check('edition_number_check', 'number >= 1')
export class Edition {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'edition_pk' })
  id!: string;

  @Column('uuid')
  documentId!: string;

  @ManyToOne(() => Document, { nullable: false })
  @JoinColumn({ name: 'document_id', foreignKeyConstraintName: 'edition_document_fk' })
  document!: Relation<Document>;

  /** 1, 2, 3 … within the document. */
  @Column('int')
  number!: number;

  /** The kind's content class as JSON, references as document ids. */
  @Column('jsonb')
  content!: object;

  /** The user who saved it, null for the loader of content files. */
  @Column('uuid', { nullable: true })
  authorId!: string | null;

  @Column('timestamptz', { default: () => 'now()' })
  createdAt!: Date;

  @Column('text', { default: '' })
  message!: string;
}
