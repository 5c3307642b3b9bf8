import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Edition } from '../../content/publishing/edition.entity';
import { Attempt } from './attempt.entity';

/** One question of a paper. It never changes: the database refuses it. */
@Entity()
@ForeignKey(() => Attempt, ['learnerId', 'attemptId'], ['learnerId', 'id'], {
  name: 'attempt_item_attempt_fk',
  onDelete: 'CASCADE',
  onUpdate: 'CASCADE',
})
@ForeignKey(() => Edition, ['questionEditionId', 'questionId'], ['id', 'documentId'], {
  name: 'attempt_item_edition_fk',
})
@Index('attempt_item_question_idx', ['questionId', 'attemptId'])
@Check('attempt_item_check', 'position >= 1 AND points BETWEEN 1 AND 20')
export class AttemptItem {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'attempt_item_pk' })
  learnerId!: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'attempt_item_pk' })
  attemptId!: string;

  /** 1, 2, 3 … in the order in which the paper asks. */
  @PrimaryColumn('int', { primaryKeyConstraintName: 'attempt_item_pk' })
  position!: number;

  /** The document of the question. */
  @Column('uuid')
  questionId!: string;

  @Column('uuid')
  questionEditionId!: string;

  /** The ids of the question's options in the order that is shown. */
  @Column('text', { array: true })
  optionIds!: string[];

  /** What a right answer gives where the paper is scored. */
  @Column('int')
  points!: number;
}
