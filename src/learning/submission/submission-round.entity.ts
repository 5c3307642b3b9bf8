import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { Edition } from '../../content/publishing/edition.entity';
import { Submission } from './submission.entity';

/**
 * One handing in of a submission, with the edition of the project whose criteria it is judged by. Until it is judged or
 * taken back, the learner may replace it; from then on it never changes: the database refuses it.
 */
@Entity()
@ForeignKey(() => Submission, ['learnerId', 'submissionId'], ['learnerId', 'id'], {
  name: 'submission_round_submission_fk',
  onDelete: 'CASCADE',
  onUpdate: 'CASCADE',
})
@ForeignKey(() => Edition, ['projectEditionId', 'projectId'], ['id', 'documentId'], {
  name: 'submission_round_edition_fk',
})
@Check('submission_round_number_check', 'number >= 1')
@Check(
  'submission_round_review_check',
  '(reviewer_id IS NULL) = (reviewed_at IS NULL) AND (reviewed_at IS NULL OR withdrawn_at IS NULL)',
)
@Check('submission_round_text_check', 'length(repository_url) <= 2000 AND length(comment) <= 2000')
export class SubmissionRound {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'submission_round_pk' })
  learnerId!: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'submission_round_pk' })
  submissionId!: string;

  /** 1, 2, 3 … within the submission. */
  @PrimaryColumn('int', { primaryKeyConstraintName: 'submission_round_pk' })
  number!: number;

  @Column('uuid')
  projectId!: string;

  @Column('uuid')
  projectEditionId!: string;

  /** Sent after PASSED: about stretch criteria and nothing else. */
  @Column('boolean')
  stretch!: boolean;

  @Column('text')
  repositoryUrl!: string;

  @Column('timestamptz', { default: () => 'clock_timestamp()' })
  submittedAt!: Date;

  /** Null unless the learner took it back before it was judged. */
  @Column('timestamptz', { nullable: true })
  withdrawnAt!: Date | null;

  /** The user who judged it. No foreign key: the verdict outlives the account. */
  @Column('uuid', { nullable: true })
  reviewerId!: string | null;

  @Column('timestamptz', { nullable: true })
  reviewedAt!: Date | null;

  /** What the reviewer says of the whole. */
  @Column('text', { nullable: true })
  comment!: string | null;
}

/** What a learner says of how one criterion is met. */
@Entity()
@ForeignKey(() => SubmissionRound, ['learnerId', 'submissionId', 'round'], ['learnerId', 'submissionId', 'number'], {
  name: 'submission_evidence_round_fk',
  onDelete: 'CASCADE',
  onUpdate: 'CASCADE',
})
@Check('submission_evidence_text_check', 'length(text) BETWEEN 1 AND 10000')
export class SubmissionEvidence {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'submission_evidence_pk' })
  learnerId!: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'submission_evidence_pk' })
  submissionId!: string;

  @PrimaryColumn('int', { primaryKeyConstraintName: 'submission_evidence_pk' })
  round!: number;

  /** The id of the criterion within the project's content. */
  @PrimaryColumn('text', { primaryKeyConstraintName: 'submission_evidence_pk' })
  criterionId!: string;

  @Column('text')
  text!: string;
}

/** What a reviewer found of one criterion. It never changes: the database refuses it. */
@Entity()
@ForeignKey(() => SubmissionRound, ['learnerId', 'submissionId', 'round'], ['learnerId', 'submissionId', 'number'], {
  name: 'submission_verdict_round_fk',
  onDelete: 'CASCADE',
  onUpdate: 'CASCADE',
})
@Check('submission_verdict_comment_check', 'length(comment) BETWEEN 1 AND 2000 AND (met OR comment IS NOT NULL)')
export class SubmissionVerdict {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'submission_verdict_pk' })
  learnerId!: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'submission_verdict_pk' })
  submissionId!: string;

  @PrimaryColumn('int', { primaryKeyConstraintName: 'submission_verdict_pk' })
  round!: number;

  /** The id of the criterion within the project's content. */
  @PrimaryColumn('text', { primaryKeyConstraintName: 'submission_verdict_pk' })
  criterionId!: string;

  @Column('boolean')
  met!: boolean;

  @Column('text', { nullable: true })
  comment!: string | null;
}
