import { Field, Float, ID, Int, ObjectType } from 'type-graphql';
import { DateTime } from '../../kernel/graphql/scalars';
import { ResultSection } from '../attempt/result.types';
import type { VerifiedReceipt } from './verify-receipts';

@ObjectType('ReceiptProblem', {
  description: 'Why a receipt is not valid, or what of it does not match.',
  simpleResolvers: true,
})
export class ReceiptProblemType {
  @Field({
    description:
      'A stable word. Not valid: length, form, algorithm, type, key, signature, version. No match: edition, publication, option-order, score.',
  })
  rule!: string;

  @Field({ description: 'What is wrong, for a person.' })
  message!: string;
}

@ObjectType({ description: 'How well a career suited the answers of a fit test.' })
export class ReceiptAffinity {
  @Field(() => Float, {
    simple: true,
    description:
      'From 0 to 100 with one decimal: where the score lies between the lowest and the highest possible one.',
  })
  percent!: number;

  @Field(() => Int, { simple: true, description: 'The score, in sixtieths of the lightest weight.' })
  score!: number;

  @Field(() => Int, { simple: true, description: 'The lowest score that the questions could give; 0 or less.' })
  lowest!: number;

  @Field(() => Int, { simple: true, description: 'The highest score that the questions could give; 0 or more.' })
  highest!: number;

  /** The document of the career. */
  careerId!: string;
}

@ObjectType('ReceiptScore', { description: 'What an attempt came to, as its receipt tells it.', simpleResolvers: true })
export class ReceiptScoreType {
  @Field(() => Float, {
    nullable: true,
    description: 'The points earned, with at most two decimals; null where nothing is scored.',
  })
  points!: number | null;

  @Field(() => Int, { description: 'The points of fully right answers; 0 where nothing is scored.' })
  maxPoints!: number;

  @Field(() => Float, {
    nullable: true,
    description: 'The share of points, from 0 to 100 with at most one decimal; null where nothing is scored.',
  })
  percent!: number | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether it is passed; null where nobody passes or fails.' })
  passed!: boolean | null;

  @Field(() => [ResultSection], { description: 'What the questions of each skill gave.' })
  sections!: ResultSection[];

  @Field(() => [ReceiptAffinity], { description: 'FIT: how well each career suits, the best first. Empty otherwise.' })
  affinities!: ReceiptAffinity[];
}

@ObjectType({ description: 'What verifying a receipt came to. Believe it when it is valid and matches.' })
export class ReceiptVerification {
  @Field(() => Boolean, { simple: true, description: 'Whether a key of this server signed exactly this text.' })
  valid!: boolean;

  @Field(() => Boolean, {
    simple: true,
    description:
      'Whether grading the answers again, by the editions and keys that the receipt names, gives exactly what it states. False when it is not valid: then nothing is graded.',
  })
  matches!: boolean;

  @Field(() => [ReceiptProblemType], { simple: true, description: 'All that is wrong; empty when it matches.' })
  problems!: ReceiptProblemType[];

  @Field(() => ReceiptScoreType, {
    simple: true,
    nullable: true,
    description: 'The score that it states; null when it is not valid.',
  })
  stated!: ReceiptScoreType | null;

  @Field(() => ReceiptScoreType, {
    simple: true,
    nullable: true,
    description: 'The score by grading again; null when it is not valid, and when an edition is not here.',
  })
  replayed!: ReceiptScoreType | null;

  @Field(() => ID, {
    simple: true,
    nullable: true,
    description: 'The opaque id of the attempt; null when it is not valid.',
  })
  attemptId!: string | null;

  @Field(() => Int, {
    simple: true,
    nullable: true,
    description:
      'Which grade of the attempt it is of: 1, and one more for each correction of its questions. Null when it is not valid.',
  })
  gradeNumber!: number | null;

  @Field(() => DateTime, {
    simple: true,
    nullable: true,
    description: 'When the attempt was handed in, or its time was over; null when it is not valid.',
  })
  submittedAt!: Date | null;

  /** The document of the assessment. */
  assessmentId!: string | null;
}

/** The GraphQL object of a verified receipt. */
export function toVerification({ payload, stated, replayed, ...verified }: VerifiedReceipt): ReceiptVerification {
  return {
    ...verified,
    problems: [...verified.problems],
    stated: stated as ReceiptScoreType | null,
    replayed: replayed as ReceiptScoreType | null,
    attemptId: payload?.attempt.id ?? null,
    gradeNumber: payload?.grade.number ?? null,
    submittedAt: payload ? new Date(payload.attempt.submittedAt) : null,
    assessmentId: payload?.assessment.id ?? null,
  };
}
