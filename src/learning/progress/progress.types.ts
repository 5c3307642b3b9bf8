import { Field, ID, ObjectType } from 'type-graphql';
import { itemGlobalId } from '../../content/publishing/content-node';
import { ItemKind } from '../../content/publishing/item-kind';
import { plainConnection } from '../../kernel/graphql/connection';
import { DateTime } from '../../kernel/graphql/scalars';
import type { ProgressRow } from './progress-reader';
import { ProgressState } from './progress-state';

@ObjectType('Progress', {
  description: 'How far you are with one item of a document. What editors do to the item never erases it.',
})
export class ProgressType {
  @Field(() => ID, { simple: true, description: 'The item, by the id that it has in the content.' })
  itemId!: string;

  @Field(() => ItemKind, { simple: true, description: 'What the item is.' })
  itemKind!: string;

  @Field({ simple: true, description: 'What the item says, or for a step or a topic its name, as last published.' })
  label!: string;

  @Field(() => ProgressState, { simple: true, description: 'How far you are with it.' })
  state!: ProgressState;

  @Field(() => DateTime, { simple: true, description: 'When the state last changed, by the clock of the server.' })
  updatedAt!: Date;

  @Field(() => Boolean, {
    simple: true,
    description:
      'Whether an editor took the item, or its document, out of the public graph: it counts in no total until it is back.',
  })
  removed!: boolean;

  row!: ProgressRow;
}

@ObjectType({ description: 'One change of progress.', simpleResolvers: true })
export class ProgressChange {
  @Field(() => ProgressState, { description: 'The state from then on.' })
  state!: ProgressState;

  @Field(() => DateTime, { description: 'When the server recorded it.' })
  recordedAt!: Date;
}

export const ProgressConnection = plainConnection(() => ProgressType, 'Progress', 'progress');
export const ProgressChangeConnection = plainConnection(() => ProgressChange, 'ProgressChange', 'changes of progress');

/** The GraphQL object of a row of progress. */
export function toProgressType(row: ProgressRow): ProgressType {
  const { documentId, itemId, itemKind, label, state, updatedAt, removed } = row;
  return { itemId: itemGlobalId(documentId, itemId), itemKind, label, state, updatedAt, removed, row };
}
