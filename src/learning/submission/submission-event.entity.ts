import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import type { SubmissionAction, SubmissionState } from './submission-state';
import { Submission } from './submission.entity';

/** One change of a submission: who did what, and where it stood then. Events are only ever added. */
@Entity()
@ForeignKey(() => Submission, ['learnerId', 'submissionId'], ['learnerId', 'id'], {
  name: 'submission_event_submission_fk',
  onDelete: 'CASCADE',
  onUpdate: 'CASCADE',
})
@Check('submission_event_sequence_check', 'sequence >= 1')
export class SubmissionEvent {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'submission_event_pk' })
  learnerId!: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'submission_event_pk' })
  submissionId!: string;

  /** 1, 2, 3 … within the submission, without gaps. */
  @PrimaryColumn('int', { primaryKeyConstraintName: 'submission_event_pk' })
  sequence!: number;

  @Column('text')
  action!: SubmissionAction;

  @Column('int')
  round!: number;

  @Column('text')
  state!: SubmissionState;

  @Column('text', { nullable: true })
  stretchState!: SubmissionState | null;

  /** The user who did it. No foreign key: the history outlives the account of a reviewer. */
  @Column('uuid')
  actorId!: string;

  @Column('timestamptz', { default: () => 'clock_timestamp()' })
  at!: Date;
}
