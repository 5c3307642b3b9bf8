import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { Edition } from '../../content/publishing/edition.entity';

/**
 * The key of a question was wrong, and that of a later edition corrects it, on papers that were graded and on those to come.
 * It says which edition, why, and how far the grades of before have come. What it says of grading never changes.
 */
@Entity()
@ForeignKey(() => Edition, ['keyEditionId', 'questionId'], ['id', 'documentId'], {
  name: 'grading_correction_edition_fk',
})
@Unique('grading_correction_once_key', ['keyEditionId', 'mayLower'])
@Index('grading_correction_question_idx', ['questionId', 'number'])
@Check('grading_correction_number_check', 'number >= 1')
@Check('grading_correction_progress_check', 'attempts >= 0 AND checked >= raised + lowered')
export class GradingCorrection {
  /** 1, 2, 3 … over all questions, in the order in which they count. */
  @PrimaryColumn('int', { primaryKeyConstraintName: 'grading_correction_pk' })
  number!: number;

  /** The document of the question. */
  @Column('uuid')
  questionId!: string;

  /** The edition whose key is right. */
  @Column('uuid')
  keyEditionId!: string;

  /** Whether grades also fall. */
  @Column('boolean')
  mayLower!: boolean;

  /** Learners read it. */
  @Column('text')
  reason!: string;

  /** No foreign key: the correction outlives the account. */
  @Column('uuid')
  actorId!: string;

  @Column('timestamptz', { default: () => 'clock_timestamp()' })
  appliedAt!: Date;

  /** How many graded attempts there were to look at. */
  @Column('int')
  attempts!: number;

  @Column('int', { default: 0 })
  checked!: number;

  @Column('int', { default: 0 })
  raised!: number;

  @Column('int', { default: 0 })
  lowered!: number;

  @Column('int', { default: 0 })
  newlyPassed!: number;

  @Column('int', { default: 0 })
  newlyFailed!: number;

  /** The attempt that was looked at last: they come in the order of their ids. */
  @Column('uuid', { nullable: true })
  lastAttemptId!: string | null;

  @Column('timestamptz', { nullable: true })
  finishedAt!: Date | null;
}

/** An edition on papers that a correction counts for. */
@Entity()
@ForeignKey(() => GradingCorrection, ['correctionNumber'], ['number'], {
  name: 'grading_correction_paper_correction_fk',
})
@ForeignKey(() => Edition, ['paperEditionId'], ['id'], { name: 'grading_correction_paper_edition_fk' })
export class GradingCorrectionPaper {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'grading_correction_paper_pk' })
  paperEditionId!: string;

  @PrimaryColumn('int', { primaryKeyConstraintName: 'grading_correction_paper_pk' })
  correctionNumber!: number;
}
