import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { Document } from '../../content/publishing/document.entity';

/** How often a question was drawn for a paper, so that all questions of a bank are drawn about as often. */
@Entity()
@ForeignKey(() => Document, ['questionId'], ['id'], { name: 'question_exposure_question_fk' })
@Check('question_exposure_count_check', 'count >= 0')
export class QuestionExposure {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'question_exposure_pk' })
  questionId!: string;

  @Column('int')
  count!: number;
}
