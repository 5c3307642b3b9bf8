import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Document } from '../../content/publishing/document.entity';
import { Learner } from '../learner/learner.entity';
import { SubmissionState } from './submission-state';

/**
 * A project that a learner hands in, round after round. Of one project a learner has at most one that is not withdrawn. The
 * learner's key comes first in all tables of submissions, and erasing a learner erases them.
 */
@Entity()
@ForeignKey(() => Learner, ['learnerId'], ['id'], { name: 'submission_learner_fk', onDelete: 'CASCADE' })
@ForeignKey(() => Document, ['projectId'], ['id'], { name: 'submission_project_fk' })
@Index('submission_current_key', { synchronize: false })
@Index('submission_created_at_idx', ['learnerId', 'createdAt', 'id'])
@Index('submission_id_idx', ['id'])
@Index('submission_project_idx', ['projectId'])
@Index('submission_reviewer_idx', { synchronize: false })
@Index('submission_waiting_idx', { synchronize: false })
@Check('submission_state_check', `state IN ('SUBMITTED', 'IN_REVIEW', 'CHANGES_REQUESTED', 'PASSED', 'WITHDRAWN')`)
@Check(
  'submission_stretch_check',
  `stretch_state IS NULL OR (stretch_state IN ('SUBMITTED', 'IN_REVIEW') AND state = 'PASSED')`,
)
@Check(
  'submission_review_check',
  `(reviewer_id IS NOT NULL) = (state = 'IN_REVIEW' OR coalesce(stretch_state, '') = 'IN_REVIEW') AND (reviewer_id IS NULL) = (taken_at IS NULL)`,
)
@Check('submission_own_check', 'reviewer_id <> learner_id')
@Check('submission_number_check', 'round >= 1 AND version >= 1')
export class Submission {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'submission_pk' })
  learnerId!: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'submission_pk' })
  id!: string;

  /** The document of the project. */
  @Column('uuid')
  projectId!: string;

  @Column('text', { default: SubmissionState.SUBMITTED })
  state!: SubmissionState;

  /** Where a round about stretch criteria stands that was sent after PASSED. */
  @Column('text', { nullable: true })
  stretchState!: SubmissionState | null;

  /** The number of the latest round. */
  @Column('int', { default: 1 })
  round!: number;

  /** Counts every change: the number of its latest event. */
  @Column('int', { default: 1 })
  version!: number;

  /** Since when the latest round is in the queue: its place there, which replacing and releasing keep. */
  @Column('timestamptz', { default: () => 'clock_timestamp()' })
  waitingSince!: Date;

  /** The user who has it for review. No foreign key: what was handed in outlives the reviewer's account. */
  @Column('uuid', { nullable: true })
  reviewerId!: string | null;

  @Column('timestamptz', { nullable: true })
  takenAt!: Date | null;

  @Column('timestamptz', { default: () => 'clock_timestamp()' })
  createdAt!: Date;

  @Column('timestamptz', { default: () => 'clock_timestamp()' })
  updatedAt!: Date;
}
