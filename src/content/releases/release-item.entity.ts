import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Document } from '../publishing/document.entity';
import { Edition } from '../publishing/edition.entity';
import { Release } from './release.entity';

/** One document of a release, with the edition that is to go out. */
@Entity()
export class ReleaseItem {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'release_item_pk' })
  releaseId!: string;

  @ManyToOne(() => Release, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'release_id', foreignKeyConstraintName: 'release_item_release_fk' })
  release!: Relation<Release>;

  @Index('release_item_document_idx')
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'release_item_pk' })
  documentId!: string;

  @ManyToOne(() => Document, { nullable: false })
  @JoinColumn({ name: 'document_id', foreignKeyConstraintName: 'release_item_document_fk' })
  document!: Relation<Document>;

  /** Null when the release takes the document out of the public graph. */
  @Column('uuid', { nullable: true })
  editionId!: string | null;

  @ManyToOne(() => Edition)
  @JoinColumn([
    { name: 'edition_id', referencedColumnName: 'id', foreignKeyConstraintName: 'release_item_edition_fk' },
    { name: 'document_id', referencedColumnName: 'documentId', foreignKeyConstraintName: 'release_item_edition_fk' },
  ])
  edition!: Relation<Edition> | null;
}
