import { Field, Float, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { plainConnection } from '../../kernel/graphql/connection';
import { Problem } from '../../kernel/errors/problem';
import { DateTime } from '../../kernel/graphql/scalars';
import type { AppliedCorrectionRow } from './correction-reader';
import type { CorrectionCase, PaperEdition } from './correction-case';
import type { CorrectionEffects } from './correction-effects';

@ObjectType('GradingCorrectionPaper', {
  description: 'An earlier edition of a question, as papers of scored assessments ask it.',
})
export class CorrectionPaper {
  @Field(() => [Problem], {
    simple: true,
    description:
      'Why its papers cannot be graded by the latest edition, with pointers into the question; empty when they can. Those that cannot are left as they are.',
  })
  problems!: Problem[];

  @Field({
    simple: true,
    description:
      'Whether the prompt or an option is worded differently in the latest edition: look whether its grading still fits the old words.',
  })
  reworded!: boolean;

  @Field(() => Int, { simple: true, description: 'How many attempts that were graded have it on their papers.' })
  gradedAttempts!: number;

  @Field(() => Int, {
    simple: true,
    description:
      'How many attempts in progress have it on their papers; they will be graded by the correction as well.',
  })
  runningAttempts!: number;

  paper!: PaperEdition;
}

@ObjectType('GradingCorrectionTotals', {
  description: 'What a correction would do, counted in attempts.',
  simpleResolvers: true,
})
export class CorrectionTotals {
  @Field(() => Int, { description: 'Graded attempts with an earlier edition that the latest one can grade.' })
  attempts!: number;

  @Field(() => Int, { description: 'Those that would get more points.' })
  raised!: number;

  @Field(() => Int, { description: 'Those that would get fewer points; 0 unless allowLowering is true.' })
  lowered!: number;

  @Field(() => Int, { description: 'Those that would be passed and are not now.' })
  newlyPassed!: number;

  @Field(() => Int, { description: 'Those that are passed now and would not be; 0 unless allowLowering is true.' })
  newlyFailed!: number;

  @Field(() => Int, {
    description:
      'Those that the latest edition alone would give less, and that keep their points because nothing is lowered.',
  })
  spared!: number;
}

@ObjectType('GradingCorrectionAttempt', {
  description: 'An attempt whose points would change. Who took it is not told.',
})
export class CorrectionAttempt {
  @Field(() => ID, { simple: true, description: 'An opaque reference: what its learner sees as Attempt.id.' })
  attemptId!: string;

  @Field(() => DateTime, { simple: true, description: 'When it was handed in, or when its time ran out.' })
  submittedAt!: Date;

  @Field(() => Float, { simple: true, description: 'What the question gives now, with at most two decimals.' })
  itemPointsBefore!: number;

  @Field(() => Float, { simple: true, description: 'What the question would give, with at most two decimals.' })
  itemPoints!: number;

  @Field(() => Int, { simple: true, description: 'What the question gives at most.' })
  itemMaxPoints!: number;

  @Field(() => Float, { simple: true, description: 'The points of the whole attempt now, with at most two decimals.' })
  pointsBefore!: number;

  @Field(() => Float, { simple: true, description: 'What they would be, with at most two decimals.' })
  points!: number;

  @Field(() => Int, { simple: true, description: 'The points of a paper with fully right answers.' })
  maxPoints!: number;

  @Field(() => Boolean, {
    simple: true,
    nullable: true,
    description: 'Whether it is passed now; null where nobody passes or fails.',
  })
  passedBefore!: boolean | null;

  @Field(() => Boolean, {
    simple: true,
    nullable: true,
    description: 'Whether it would be passed; null where nobody passes or fails.',
  })
  passed!: boolean | null;

  editionId!: string;
}

export const CorrectionAttemptConnection = plainConnection(
  () => CorrectionAttempt,
  'GradingCorrectionAttempt',
  'attempts whose points would change',
);

@ObjectType('GradingCorrectionPlan', {
  description:
    'What correcting earlier editions of a question by its latest one would do. Nothing is changed by looking.',
})
export class CorrectionPlan {
  @Field({
    simple: true,
    description: 'Whether the latest edition is public, which applyGradingCorrection needs; a draft can be looked at.',
  })
  published!: boolean;

  @Field(() => [Problem], {
    simple: true,
    description:
      'Why it would be refused, with pointers into the question; empty when at least one earlier edition can be corrected.',
  })
  problems!: Problem[];

  wanted!: CorrectionCase;
  effects!: CorrectionEffects;
}

export enum CorrectionState {
  RUNNING = 'RUNNING',
  DONE = 'DONE',
}

registerEnumType(CorrectionState, {
  name: 'CorrectionState',
  description: 'How far a correction has come.',
  valuesConfig: {
    RUNNING: { description: 'New grades go by it, and those of before are being graded again.' },
    DONE: { description: 'All grades go by it.' },
  },
});

@ObjectType({ description: 'A correction that was applied, and how far it has come.' })
export class AppliedCorrection {
  @Field(() => ID, { simple: true, description: 'The opaque id of the correction.' })
  id!: string;

  @Field(() => CorrectionState, { simple: true, description: 'How far it has come.' })
  state!: CorrectionState;

  @Field({ simple: true, description: 'Why it was made; learners read it.' })
  reason!: string;

  @Field({ simple: true, description: 'Whether grades fall as well as rise.' })
  allowLowering!: boolean;

  @Field(() => DateTime, { simple: true, description: 'When it was applied: what is graded later goes by it.' })
  appliedAt!: Date;

  @Field(() => DateTime, {
    simple: true,
    nullable: true,
    description: 'When the last grade of before was corrected; null until then.',
  })
  finishedAt!: Date | null;

  @Field(() => Int, { simple: true, description: 'How many graded attempts there were to look at.' })
  attempts!: number;

  @Field(() => Int, { simple: true, description: 'How many of them have been looked at.' })
  checked!: number;

  @Field(() => Int, { simple: true, description: 'How many got more points.' })
  raised!: number;

  @Field(() => Int, { simple: true, description: 'How many got fewer points.' })
  lowered!: number;

  @Field(() => Int, { simple: true, description: 'How many are passed that were not.' })
  newlyPassed!: number;

  @Field(() => Int, { simple: true, description: 'How many were passed and are not any more.' })
  newlyFailed!: number;

  row!: AppliedCorrectionRow;
}

export const AppliedCorrectionConnection = plainConnection(
  () => AppliedCorrection,
  'AppliedCorrection',
  'corrections that were applied',
);

@ObjectType({ description: 'The correction, which may still be under way.', simpleResolvers: true })
export class ApplyGradingCorrectionPayload {
  @Field(() => AppliedCorrection, { description: 'The correction: ask appliedCorrections for its progress.' })
  correction!: AppliedCorrection;
}

@ObjectType({
  description: 'A result was graded again because a question had been graded wrongly.',
  simpleResolvers: true,
})
export class ResultCorrection {
  @Field(() => DateTime, { description: 'When it was graded again.' })
  at!: Date;

  @Field({ description: 'Why, in the words of the editors.' })
  reason!: string;

  @Field(() => Float, { description: 'The points of the attempt before, with at most two decimals.' })
  pointsBefore!: number;

  @Field(() => Float, { description: 'The points of the attempt since then, with at most two decimals.' })
  points!: number;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether it was passed before; null where nobody passes or fails.',
  })
  passedBefore!: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether it was passed since then; null where nobody passes or fails.',
  })
  passed!: boolean | null;
}
