import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { AttemptItem } from './attempt-item.entity';

/** What somebody found of the own answer to an OPEN question. It is never worth points. */
@Entity()
@ForeignKey(() => AttemptItem, ['learnerId', 'attemptId', 'position'], ['learnerId', 'attemptId', 'position'], {
  name: 'self_review_item_fk',
  onDelete: 'CASCADE',
  onUpdate: 'CASCADE',
})
export class SelfReview {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'self_review_pk' })
  learnerId!: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'self_review_pk' })
  attemptId!: string;

  @PrimaryColumn('int', { primaryKeyConstraintName: 'self_review_pk' })
  position!: number;

  /** The ids of the rubric's items that the answer covers, in the order of the rubric. */
  @Column('text', { array: true })
  metItemIds!: string[];

  @Column('timestamptz', { default: () => 'clock_timestamp()' })
  reviewedAt!: Date;
}
