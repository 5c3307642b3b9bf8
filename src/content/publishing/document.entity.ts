import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, Unique } from 'typeorm';

/** The identity of one piece of content: stable for ever, whatever its editions say. */
@Entity()
@Unique(['kind', 'slug'])
@Check('document_slug_check', `slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(slug) <= 80`)
@Check('document_version_check', 'version >= 1')
@Index('document_slug_trgm', { synchronize: false })
export class Document {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'document_pk' })
  id!: string;

  /** A kind's key, such as CAREER. */
  @Column('text')
  kind!: string;

  @Column('text')
  slug!: string;

  @Column('uuid', { nullable: true })
  latestEditionId!: string | null;

  // By name: edition.entity.ts imports this file.
  @ManyToOne('Edition')
  @JoinColumn([
    { name: 'latest_edition_id', referencedColumnName: 'id', foreignKeyConstraintName: 'document_latest_edition_fk' },
    { name: 'id', referencedColumnName: 'documentId', foreignKeyConstraintName: 'document_latest_edition_fk' },
  ])
  latestEdition!: object | null;

  @Index('document_published_edition_idx')
  @Column('uuid', { nullable: true })
  publishedEditionId!: string | null;

  @ManyToOne('Edition')
  @JoinColumn([
    {
      name: 'published_edition_id',
      referencedColumnName: 'id',
      foreignKeyConstraintName: 'document_published_edition_fk',
    },
    { name: 'id', referencedColumnName: 'documentId', foreignKeyConstraintName: 'document_published_edition_fk' },
  ])
  publishedEdition!: object | null;

  /** Counts every change to the document, for editors who save at the same time. */
  @Column('int', { default: 1 })
  version!: number;

  @Column('timestamptz', { nullable: true })
  archivedAt!: Date | null;
}
