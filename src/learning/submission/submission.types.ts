import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Criterion } from '../../content/project/project.entity';
import { plainConnection } from '../../kernel/graphql/connection';
import { DateTime } from '../../kernel/graphql/scalars';
import { submissionGlobalId } from './submission-ids';
import type { EventRow, RoundRow, SubmissionRow } from './submission-reader';
import { SubmissionAction, SubmissionState } from './submission-state';

@ObjectType({ description: 'Somebody who reviews projects, by name and nothing else.', simpleResolvers: true })
export class Reviewer {
  @Field({ description: 'The name that they go by.' })
  displayName!: string;
}

@ObjectType('SubmissionEvidence', {
  description: 'What a learner says of how one criterion is met.',
  simpleResolvers: true,
})
export class SubmissionEvidenceType {
  @Field(() => Criterion, { description: 'The criterion, as the round is judged by it.' })
  criterion!: Criterion;

  @Field({ description: 'Where to look and what to see, in the words of the learner; up to 10,000 characters.' })
  text!: string;
}

@ObjectType('SubmissionVerdict', { description: 'What a reviewer found of one criterion.', simpleResolvers: true })
export class SubmissionVerdictType {
  @Field(() => Criterion, { description: 'The criterion, as the round was judged by it.' })
  criterion!: Criterion;

  @Field({ description: 'Whether it is met.' })
  met!: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'Why, up to 2,000 characters; never null where it is not met.',
  })
  comment!: string | null;
}

@ObjectType('SubmissionRound', {
  description: 'One handing in of a project. Once it is judged it never changes, whatever becomes of the project.',
})
export class SubmissionRoundType {
  @Field(() => Int, { simple: true, description: '1, 2, 3 … within the submission.' })
  number!: number;

  @Field({ simple: true, description: 'Whether it was sent after PASSED: it is about stretch criteria alone then.' })
  stretch!: boolean;

  @Field({ simple: true, description: 'The address of what was built.' })
  repositoryUrl!: string;

  @Field(() => DateTime, { simple: true, description: 'When it was handed in, or replaced the last time.' })
  submittedAt!: Date;

  @Field(() => DateTime, {
    simple: true,
    nullable: true,
    description: 'When the learner took it back; null unless that was before the verdict.',
  })
  withdrawnAt!: Date | null;

  @Field(() => DateTime, { simple: true, nullable: true, description: 'When it was judged; null until then.' })
  reviewedAt!: Date | null;

  @Field(() => Reviewer, { simple: true, nullable: true, description: 'Who judged it; null until then.' })
  reviewer!: Reviewer | null;

  @Field(() => String, {
    nullable: true,
    simple: true,
    description: 'What the reviewer says of the whole, up to 2,000 characters.',
  })
  comment!: string | null;

  row!: RoundRow;
}

@ObjectType('Submission', {
  description:
    'A project that a learner hands in to be reviewed, round after round. The learner sees it, and reviewers while it is in the queue or once they took it.',
})
export class SubmissionType {
  @Field(() => ID, { simple: true, description: 'The opaque id of the submission.' })
  id!: string;

  @Field(() => SubmissionState, {
    simple: true,
    description: 'Where it stands. PASSED stays, also while a further round is reviewed: see stretchState.',
  })
  state!: SubmissionState;

  @Field(() => SubmissionState, {
    simple: true,
    nullable: true,
    description:
      'Where the round about stretch criteria stands that was sent after PASSED: SUBMITTED or IN_REVIEW; null when none waits.',
  })
  stretchState!: SubmissionState | null;

  @Field(() => Int, { simple: true, description: 'The number of the latest round, from 1.' })
  round!: number;

  @Field(() => Int, {
    simple: true,
    description: 'Counts every change: pass it as expectedVersion to judge what you have read.',
  })
  version!: number;

  @Field(() => DateTime, {
    simple: true,
    description: 'Since when the latest round is in the queue, or was in it: its place there.',
  })
  waitingSince!: Date;

  @Field(() => DateTime, {
    simple: true,
    nullable: true,
    description: 'Until when its reviewer has it, 24 hours; then others may take it. Null while nobody has it.',
  })
  heldUntil!: Date | null;

  @Field(() => Reviewer, {
    simple: true,
    nullable: true,
    description: 'Who has it for review, or else judged it last; null when nobody did.',
  })
  reviewer!: Reviewer | null;

  @Field(() => DateTime, { simple: true, description: 'When it was first handed in.' })
  createdAt!: Date;

  @Field(() => DateTime, { simple: true, description: 'When anything about it last changed.' })
  updatedAt!: Date;

  row!: SubmissionRow;
}

export enum SubmissionActor {
  LEARNER = 'LEARNER',
  REVIEWER = 'REVIEWER',
}

registerEnumType(SubmissionActor, {
  name: 'SubmissionActor',
  description: 'Who did something with a submission.',
  valuesConfig: {
    LEARNER: { description: 'Whose submission it is.' },
    REVIEWER: { description: 'Somebody who has the role REVIEWER.' },
  },
});

@ObjectType('SubmissionEvent', {
  description: 'One change of a submission. Events are never changed or deleted.',
  simpleResolvers: true,
})
export class SubmissionEventType {
  @Field(() => DateTime, { description: 'When.' })
  at!: Date;

  @Field(() => SubmissionAction, { description: 'What was done.' })
  action!: SubmissionAction;

  @Field(() => SubmissionActor, { description: 'Who did it.' })
  by!: SubmissionActor;

  @Field(() => Int, { description: 'The number of the round that it was about.' })
  round!: number;

  @Field(() => SubmissionState, { description: 'Where the submission stood from then on.' })
  state!: SubmissionState;

  @Field(() => SubmissionState, {
    nullable: true,
    description: 'Where a round about stretch criteria stood from then on; null when none waited.',
  })
  stretchState!: SubmissionState | null;
}

export const SubmissionConnection = plainConnection(() => SubmissionType, 'Submission', 'submissions');

export const SubmissionEventConnection = plainConnection(
  () => SubmissionEventType,
  'SubmissionEvent',
  'changes of a submission',
);

const reviewerNamed = (displayName: string | null): Reviewer | null => (displayName === null ? null : { displayName });

/** The GraphQL object of a submission's row. */
export function toSubmissionType(row: SubmissionRow): SubmissionType {
  const { state, stretchState, round, version, waitingSince, heldUntil, reviewerName, createdAt, updatedAt } = row;
  return {
    id: submissionGlobalId(row.id),
    state,
    stretchState,
    round,
    version,
    waitingSince,
    heldUntil,
    reviewer: reviewerNamed(reviewerName),
    createdAt,
    updatedAt,
    row,
  };
}

/** The GraphQL object of a round's row. */
export function toSubmissionRoundType(row: RoundRow): SubmissionRoundType {
  const { number, stretch, repositoryUrl, submittedAt, withdrawnAt, reviewedAt, reviewerName, comment } = row;
  const reviewer = reviewerNamed(reviewerName);
  return { number, stretch, repositoryUrl, submittedAt, withdrawnAt, reviewedAt, reviewer, comment, row };
}

const ofLearner: readonly SubmissionAction[] = [SubmissionAction.SUBMIT, SubmissionAction.WITHDRAW];

/** The GraphQL object of an event's row. */
export function toSubmissionEventType({ at, action, round, state, stretchState }: EventRow): SubmissionEventType {
  const by = ofLearner.includes(action) ? SubmissionActor.LEARNER : SubmissionActor.REVIEWER;
  return { at, action, by, round, state, stretchState };
}
