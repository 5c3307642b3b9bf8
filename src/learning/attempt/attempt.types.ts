import { Field, ID, ObjectType } from 'type-graphql';
import { plainConnection } from '../../kernel/graphql/connection';
import { DateTime } from '../../kernel/graphql/scalars';
import { attemptGlobalId } from './attempt-ids';
import type { AttemptRow } from './attempt-reader';
import { AttemptState } from './attempt-state';

@ObjectType('Attempt', {
  description: 'One taking of an assessment, by you alone to be seen: the paper, the answers, and what it came to.',
})
export class AttemptType {
  @Field(() => ID, { simple: true, description: 'The opaque id of the attempt; it stays when the attempt is claimed.' })
  id!: string;

  @Field(() => AttemptState, { simple: true, description: 'Where it stands.' })
  state!: AttemptState;

  @Field(() => DateTime, { simple: true, description: 'When it began, by the clock of the server.' })
  startedAt!: Date;

  @Field(() => DateTime, {
    simple: true,
    nullable: true,
    description:
      'When its time runs out, by the clock of the server; null without a limit. Answers are taken for 30 seconds more, for the network.',
  })
  deadline!: Date | null;

  @Field(() => DateTime, {
    simple: true,
    nullable: true,
    description: 'When it was handed in, or for an EXPIRED one its deadline; null while it is in progress.',
  })
  submittedAt!: Date | null;

  @Field(() => DateTime, {
    simple: true,
    description: 'The clock of the server now: compare the deadline with this one, not with the clock of the device.',
  })
  serverTime!: Date;

  row!: AttemptRow;
}

export const AttemptConnection = plainConnection(() => AttemptType, 'Attempt', 'attempts');

/** The GraphQL object of an attempt's row. */
export function toAttemptType(row: AttemptRow): AttemptType {
  const { state, startedAt, deadline, submittedAt, serverTime } = row;
  return { id: attemptGlobalId(row.id), state, startedAt, deadline, submittedAt, serverTime, row };
}
