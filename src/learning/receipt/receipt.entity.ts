import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { AttemptGrade } from '../attempt/grade.entity';

/**
 * The receipt of one grade, as it was signed: a signature by ES256 comes out differently each time, and a receipt is to be
 * the same text whenever it is asked for. It never changes: the database refuses it.
 */
@Entity()
@ForeignKey(() => AttemptGrade, ['learnerId', 'attemptId', 'gradeNumber'], ['learnerId', 'attemptId', 'number'], {
  name: 'receipt_grade_fk',
  onDelete: 'CASCADE',
  onUpdate: 'CASCADE',
})
@Check('receipt_grade_number_check', 'grade_number >= 1')
export class Receipt {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'receipt_pk' })
  learnerId!: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'receipt_pk' })
  attemptId!: string;

  @PrimaryColumn('int', { primaryKeyConstraintName: 'receipt_pk' })
  gradeNumber!: number;

  /** A JWS in its compact form. */
  @Column('text')
  text!: string;

  @Column('timestamptz', { default: () => 'clock_timestamp()' })
  issuedAt!: Date;
}
