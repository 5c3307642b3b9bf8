import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Edition } from '../../content/publishing/edition.entity';
import { Publication } from '../../content/publishing/publication.entity';
import { Learner } from '../learner/learner.entity';
import { AttemptState } from './attempt-state';

/**
 * One taking of an assessment. The learner's key comes first in all tables of attempts, and their foreign keys cascade, so a
 * claim moves an attempt with all its parts by changing this one column, and erasing a learner erases them.
 */
@Entity()
@ForeignKey(() => Learner, ['learnerId'], ['id'], { name: 'attempt_learner_fk', onDelete: 'CASCADE' })
@ForeignKey(() => Edition, ['assessmentEditionId', 'assessmentId'], ['id', 'documentId'], {
  name: 'attempt_assessment_edition_fk',
})
@ForeignKey(() => Publication, ['publicationNumber'], ['number'], { name: 'attempt_publication_fk' })
@Index('attempt_started_at_idx', ['learnerId', 'startedAt', 'id'])
@Index('attempt_assessment_idx', ['assessmentId', 'learnerId'])
@Index('attempt_running_idx', { synchronize: false })
@Check('attempt_state_check', `state IN ('IN_PROGRESS', 'SUBMITTED', 'EXPIRED')`)
@Check('attempt_deadline_check', '(deadline IS NULL) = (closes_at IS NULL) AND deadline <= closes_at')
@Check(
  'attempt_submission_check',
  `(state = 'IN_PROGRESS') = (submitted_at IS NULL) AND (state = 'IN_PROGRESS') = (grade_number IS NULL)`,
)
export class Attempt {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'attempt_pk' })
  learnerId!: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'attempt_pk' })
  id!: string;

  /** The document of the assessment. */
  @Column('uuid')
  assessmentId!: string;

  @Column('uuid')
  assessmentEditionId!: string;

  /** The publication whose question bank the paper was drawn from. */
  @Column('int')
  publicationNumber!: number;

  /** What all chance in the paper was made from: see option-order.ts and draw-paper.ts. */
  @Column('text')
  seed!: string;

  @Column('timestamptz')
  startedAt!: Date;

  /** Null without a limit. */
  @Column('timestamptz', { nullable: true })
  deadline!: Date | null;

  /** When answers are refused: the deadline and the grace for the network. */
  @Column('timestamptz', { nullable: true })
  closesAt!: Date | null;

  @Column('text', { default: AttemptState.IN_PROGRESS })
  state!: AttemptState;

  /** For an expired one, its deadline. */
  @Column('timestamptz', { nullable: true })
  submittedAt!: Date | null;

  /** The grade that counts; null before submission. */
  @Column('int', { nullable: true })
  gradeNumber!: number | null;

  /** The learner without an account who held it before it was claimed; null for one that its learner started. */
  @Column('uuid', { nullable: true })
  claimedFromId!: string | null;
}
