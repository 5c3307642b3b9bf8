import { Field, Float, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { DateTime } from '../../kernel/graphql/scalars';
import type { Affinity, Grade } from '../grading/grading-types';
import type { AttemptRow } from './attempt-reader';
import { RubricItem } from './paper.types';

@ObjectType({ description: 'What the questions of one skill gave.' })
export class ResultSection {
  @Field(() => Float, { simple: true, description: 'The points earned, with at most two decimals.' })
  points!: number;

  @Field(() => Int, { simple: true, description: 'The points of fully right answers.' })
  maxPoints!: number;

  @Field(() => Float, {
    simple: true,
    description: 'The share of points earned, from 0 to 100, rounded half up to one decimal.',
  })
  percent!: number;

  /** The document of the skill. */
  skillId!: string | null;
}

@ObjectType({ description: 'One answer that speaks for a career or against it.', simpleResolvers: true })
export class CareerReason {
  @Field({ description: 'The answer and how strongly it speaks, in a sentence.' })
  text!: string;

  @Field(() => ID, { description: 'The question on the paper, as PaperItem.id.' })
  itemId!: string;

  @Field(() => Int, {
    description:
      'What the answer adds to the score of the career, in sixtieths of the lightest weight; below 0 where it speaks against it.',
  })
  contribution!: number;
}

@ObjectType({ description: 'How well a career suits the answers of a fit test.' })
export class CareerAffinity {
  @Field(() => Float, {
    simple: true,
    description:
      'From 0 to 100 with one decimal: where the score lies between the lowest and the highest that these questions can give.',
  })
  percent!: number;

  @Field(() => Int, {
    simple: true,
    description: 'The sum of the contributions of all reasons, in sixtieths of the lightest weight.',
  })
  score!: number;

  @Field(() => Int, { simple: true, description: 'The lowest score that these questions can give; 0 or less.' })
  lowest!: number;

  @Field(() => Int, { simple: true, description: 'The highest score that these questions can give; 0 or more.' })
  highest!: number;

  attempt!: AttemptRow;
  affinity!: Affinity;
}

@ObjectType({ description: 'What to do next after a no in a self-check.', simpleResolvers: true })
export class ResultAdvice {
  @Field({ description: 'What to do next, as the question says it.' })
  text!: string;

  @Field(() => ID, { description: 'The question on the paper that was answered with no, as PaperItem.id.' })
  itemId!: string;
}

@ObjectType({
  description: 'What an attempt came to. There is one as soon as it is submitted or its time has run out.',
})
export class AttemptResult {
  @Field(() => Float, {
    simple: true,
    nullable: true,
    description: 'The points earned, with at most two decimals; null where nothing is scored.',
  })
  points!: number | null;

  @Field(() => Int, {
    simple: true,
    description: 'The points of a paper with fully right answers; 0 where nothing is scored.',
  })
  maxPoints!: number;

  @Field(() => Float, {
    simple: true,
    nullable: true,
    description:
      'The share of points earned, from 0 to 100, rounded half up to one decimal; null where nothing is scored.',
  })
  percent!: number | null;

  @Field(() => Boolean, {
    simple: true,
    nullable: true,
    description:
      'Whether it is passed, by the exact share of points, before rounding; null where nobody passes or fails.',
  })
  passed!: boolean | null;

  @Field(() => [ResultSection], {
    simple: true,
    description:
      'What the questions of each skill gave, in the order in which the paper meets the skills; scored questions only.',
  })
  sections!: ResultSection[];

  @Field(() => [ResultAdvice], {
    simple: true,
    description: 'SELF_CHECK: what to do next, one for each no. Empty otherwise.',
  })
  advice!: ResultAdvice[];

  @Field(() => DateTime, { simple: true, description: 'When it was graded.' })
  gradedAt!: Date;

  attempt!: AttemptRow;
  grade!: Grade;
}

export enum ReviewState {
  AVAILABLE = 'AVAILABLE',
  NOT_SUBMITTED = 'NOT_SUBMITTED',
  NOT_PASSED = 'NOT_PASSED',
  WINDOW_OPEN = 'WINDOW_OPEN',
  NEVER = 'NEVER',
}

registerEnumType(ReviewState, {
  name: 'ReviewState',
  description: 'Whether right answers and explanations are shown, and what is lacking if not.',
  valuesConfig: {
    AVAILABLE: { description: 'They are shown.' },
    NOT_SUBMITTED: { description: 'The attempt is still in progress.' },
    NOT_PASSED: { description: 'They are shown once the assessment is passed, in this attempt or in another one.' },
    WINDOW_OPEN: { description: 'They are shown once nobody can be taking the assessment any more.' },
    NEVER: { description: 'The assessment shows none.' },
  },
});

@ObjectType({ description: 'Whether there is a review, and from when on.', simpleResolvers: true })
export class ReviewAvailability {
  @Field(() => ReviewState, { description: 'Whether it is there, and what is lacking if not.' })
  state!: ReviewState;

  @Field(() => DateTime, { nullable: true, description: 'WINDOW_OPEN: from when on it is there. Null otherwise.' })
  at!: Date | null;
}

@ObjectType({ description: 'What was right about one question, after submission.', simpleResolvers: true })
export class ReviewItem {
  @Field(() => ID, { description: 'The question on the paper, as PaperItem.id.' })
  itemId!: string;

  @Field({
    description:
      'Whether the question is also on an attempt of yours that is still in progress: then nothing is said of it here until that one is over.',
  })
  withheld!: boolean;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether the answer is fully right; null where nothing is right or wrong, and where it is withheld.',
  })
  correct!: boolean | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'The points earned, with at most two decimals; null where the question is not scored, and where it is withheld.',
  })
  points!: number | null;

  @Field(() => Int, { description: 'The points of a fully right answer; 0 where the question is not scored.' })
  maxPoints!: number;

  @Field(() => String, { nullable: true, description: 'Why the right answer is right; null where nobody says.' })
  explanation!: string | null;

  @Field(() => [ID], {
    nullable: true,
    description: 'SINGLE_CHOICE and MULTIPLE_CHOICE: the right options. Null otherwise.',
  })
  correctOptionIds!: string[] | null;

  @Field(() => [ID], { nullable: true, description: 'ORDERING: all options in the right order. Null otherwise.' })
  correctOrder!: string[] | null;

  @Field(() => Float, {
    nullable: true,
    description: 'NUMERIC: the right number, in the unit of the question. Null otherwise.',
  })
  correctNumber!: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'NUMERIC: how far off an answer may be, in the unit of the question; null where it has to be exact or a percentage counts.',
  })
  tolerance!: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'NUMERIC: how far off an answer may be, in percent of the right number; null where no percentage counts.',
  })
  tolerancePercent!: number | null;

  @Field(() => [String], { nullable: true, description: 'SHORT_TEXT: the accepted answers. Null otherwise.' })
  acceptedTexts!: string[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'YES_NO: whether yes is right; null where nothing is right or wrong, and for other kinds.',
  })
  correctYes!: boolean | null;

  @Field(() => [RubricItem], {
    description: 'OPEN: what a good answer covers, and what the learner found covered. Empty otherwise.',
  })
  rubric!: RubricItem[];
}
