import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Edition } from '../../content/publishing/edition.entity';
import type { Grade } from '../grading/grading-types';
import { Attempt } from './attempt.entity';

/** One grading of an attempt. A correction adds another; none ever changes: the database refuses it. */
@Entity('grade')
@ForeignKey(() => Attempt, ['learnerId', 'attemptId'], ['learnerId', 'id'], {
  name: 'grade_attempt_fk',
  onDelete: 'CASCADE',
  onUpdate: 'CASCADE',
})
@Check('grade_number_check', 'number >= 1')
@Check('grade_percent_check', 'percent BETWEEN 0 AND 100')
export class AttemptGrade {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'grade_pk' })
  learnerId!: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'grade_pk' })
  attemptId!: string;

  /** 1 for the grading at submission, then one more for each correction. */
  @PrimaryColumn('int', { primaryKeyConstraintName: 'grade_pk' })
  number!: number;

  @Column('timestamptz', { default: () => 'clock_timestamp()' })
  gradedAt!: Date;

  /** Why it was graded again; null for the first grade. */
  @Column('text', { nullable: true })
  reason!: string | null;

  /** The user who had it graded again. No foreign key: the grade outlives the account. */
  @Column('uuid', { nullable: true })
  actorId!: string | null;

  /** The last correction that it takes into account; 0 when there was none yet. */
  @Column('int', { default: 0 })
  correctionNumber!: number;

  /** Null where nothing is scored. */
  @Column('numeric', { precision: 8, scale: 2, nullable: true })
  points!: string | null;

  @Column('int')
  maxPoints!: number;

  @Column('numeric', { precision: 4, scale: 1, nullable: true })
  percent!: string | null;

  @Column('boolean', { nullable: true })
  passed!: boolean | null;

  /** All that the grader found. */
  @Column('jsonb')
  result!: Grade;
}

/** What one item gave in one grading, and by which edition's key. */
@Entity()
@ForeignKey(() => AttemptGrade, ['learnerId', 'attemptId', 'number'], ['learnerId', 'attemptId', 'number'], {
  name: 'item_grade_grade_fk',
  onDelete: 'CASCADE',
  onUpdate: 'CASCADE',
})
@ForeignKey(() => Edition, ['keyEditionId', 'questionId'], ['id', 'documentId'], { name: 'item_grade_edition_fk' })
@Index('item_grade_question_idx', ['questionId'])
export class ItemGrade {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'item_grade_pk' })
  learnerId!: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'item_grade_pk' })
  attemptId!: string;

  @PrimaryColumn('int', { primaryKeyConstraintName: 'item_grade_pk' })
  number!: number;

  @PrimaryColumn('int', { primaryKeyConstraintName: 'item_grade_pk' })
  position!: number;

  @Column('uuid')
  questionId!: string;

  /** The edition of the question whose key it was graded by. */
  @Column('uuid')
  keyEditionId!: string;

  /** Null where the item is not scored. */
  @Column('numeric', { precision: 5, scale: 2, nullable: true })
  points!: string | null;

  /** The answer that was graded; null when there was none. */
  @Column('jsonb', { nullable: true })
  answer!: object | null;
}
