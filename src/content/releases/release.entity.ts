import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

/** Documents that go out together. */
@Entity()
@Check('release_title_check', `length(title) BETWEEN 1 AND 120`)
export class Release {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'release_pk' })
  id!: string;

  @Column('text')
  title!: string;

  @Column('timestamptz', { default: () => 'now()' })
  createdAt!: Date;
}
