import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import { Document } from '../../content/publishing/document.entity';
import { Learner } from '../learner/learner.entity';
import { ProgressState } from './progress-state';

/**
 * How far a learner is with an item of a document. It names document and item by the ids that stay, and no edition: what an
 * editor does to the item changes nothing here.
 */
@Entity()
@ForeignKey(() => Learner, ['learnerId'], ['id'], { name: 'progress_learner_fk', onDelete: 'CASCADE' })
@ForeignKey(() => Document, ['documentId'], ['id'], { name: 'progress_document_fk' })
@Index('progress_updated_at_idx', ['learnerId', 'updatedAt', 'documentId', 'itemId'])
@Index('progress_item_idx', ['documentId', 'itemId'])
@Check('progress_state_check', `state IN ('NOT_STARTED', 'IN_PROGRESS', 'DONE')`)
export class Progress {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'progress_pk' })
  learnerId!: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'progress_pk' })
  documentId!: string;

  /** As the content has it, not the opaque one. */
  @PrimaryColumn('text', { primaryKeyConstraintName: 'progress_pk' })
  itemId!: string;

  /** That of the last event. */
  @Column('text')
  state!: ProgressState;

  @Column('timestamptz')
  updatedAt!: Date;
}

/** One change of progress. Changes are only ever added; only a claim gives them to another learner. */
@Entity()
@ForeignKey(() => Progress, ['learnerId', 'documentId', 'itemId'], ['learnerId', 'documentId', 'itemId'], {
  name: 'progress_event_progress_fk',
  onDelete: 'CASCADE',
  onUpdate: 'CASCADE',
})
@Index('progress_event_item_idx', ['learnerId', 'documentId', 'itemId', 'sequence'])
@Check('progress_event_state_check', `state IN ('NOT_STARTED', 'IN_PROGRESS', 'DONE')`)
export class ProgressEvent {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'progress_event_pk' })
  learnerId!: string;

  /** The order of the server, over all learners: so the changes of two who turn out to be one stay in order. */
  @PrimaryGeneratedColumn('identity', { type: 'bigint', primaryKeyConstraintName: 'progress_event_pk' })
  sequence!: string;

  @Column('uuid')
  documentId!: string;

  @Column('text')
  itemId!: string;

  @Column('text')
  state!: ProgressState;

  @Column('timestamptz')
  recordedAt!: Date;
}
