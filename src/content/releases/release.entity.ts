import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Publication } from '../publishing/publication.entity';
import type { PlanProblem } from '../publishing/publish-plan';

/** Documents that go out together. */
@Entity()
@Check('release_title_check', `length(title) BETWEEN 1 AND 120`)
@Check('release_state_check', `state IN ('OPEN', 'SCHEDULED', 'PUBLISHED', 'FAILED')`)
@Check(
  'release_schedule_check',
  `state <> 'SCHEDULED' OR (publish_at IS NOT NULL AND time_zone IS NOT NULL AND scheduled_by_id IS NOT NULL)`,
)
@Index('release_created_at_idx', ['createdAt', 'id'])
@Index('release_state_idx', ['state', 'publishAt'])
export class Release {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'release_pk' })
  id!: string;

  @Column('text')
  title!: string;

  /** See release-state.ts. */
  @Column('text', { default: 'OPEN' })
  state!: string;

  @Column('timestamptz', { default: () => 'now()' })
  createdAt!: Date;

  /** Users' keys have no foreign key here: the release outlives the account. */
  @Column('uuid', { nullable: true })
  createdById!: string | null;

  /** When it is, or was, to be published; null without a schedule. */
  @Column('timestamptz', { nullable: true })
  publishAt!: Date | null;

  /** The IANA time zone that the one who scheduled it thinks in. */
  @Column('text', { nullable: true })
  timeZone!: string | null;

  @Column('uuid', { nullable: true })
  scheduledById!: string | null;

  /** What it became; null until it is published, and when all of it was public already. */
  @Column('int', { nullable: true })
  publicationNumber!: number | null;

  @ManyToOne(() => Publication)
  @JoinColumn({ name: 'publication_number', foreignKeyConstraintName: 'release_publication_fk' })
  publication!: Relation<Publication> | null;

  /** Why it could not be published when its time came. */
  @Column('jsonb', { nullable: true })
  failedProblems!: PlanProblem[] | null;
}
