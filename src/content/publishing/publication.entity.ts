import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

/** One commit of the whole graph. Numbers have no gaps: they are taken under the publishing lock, not from a sequence. */
@Entity()
@Check('publication_number_check', 'number >= 1')
export class Publication {
  @PrimaryColumn('int', { primaryKeyConstraintName: 'publication_pk' })
  number!: number;

  @Column('timestamptz', { default: () => 'now()' })
  publishedAt!: Date;

  /** The user who published, null for the loader of content files. */
  @Column('uuid', { nullable: true })
  actorId!: string | null;

  @Column('text', { default: '' })
  message!: string;
}
