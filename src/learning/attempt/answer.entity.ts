import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { AttemptItem } from './attempt-item.entity';

/** One answer as a device sent it. Answers are only ever added: that of an item with the highest (revision, clientId) counts. */
@Entity()
@ForeignKey(() => AttemptItem, ['learnerId', 'attemptId', 'position'], ['learnerId', 'attemptId', 'position'], {
  name: 'answer_item_fk',
  onDelete: 'CASCADE',
  onUpdate: 'CASCADE',
})
@Index('answer_latest_idx', ['learnerId', 'attemptId', 'position', 'revision', 'clientId'])
@Check('answer_revision_check', 'revision >= 0')
export class Answer {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'answer_pk' })
  learnerId!: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'answer_pk' })
  attemptId!: string;

  /** Made by the device: a repetition has the same. */
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'answer_pk' })
  clientId!: string;

  @Column('int')
  position!: number;

  @Column('int')
  revision!: number;

  /** An ItemAnswer of the grader; empty for an answer that was taken back. */
  @Column('jsonb')
  value!: object;

  @Column('timestamptz', { default: () => 'clock_timestamp()' })
  receivedAt!: Date;
}
