import { Field, Float, ID, Int, ObjectType } from 'type-graphql';
import type { CareerCheck, FitCheck, FitQuestionCheck } from '../grading/fit-check';
import type { FitTest } from './fit-report';

@ObjectType({ description: 'One answer of a sheet with which a career comes first.' })
export class FitWitnessAnswer {
  @Field(() => ID, { simple: true, nullable: true, description: 'The option; null for yes and no.' })
  optionId!: string | null;

  @Field({ simple: true, description: 'The text of the option; Yes or No for YES_NO.' })
  text!: string;

  questionId!: string;
}

@ObjectType({ description: 'Whether a career can come first in a fit test.' })
export class FitCareerReport {
  @Field(() => Boolean, {
    simple: true,
    nullable: true,
    description: 'Whether some answers put it ahead of all others; null when none was found and none is ruled out.',
  })
  canWin!: boolean | null;

  @Field(() => Float, {
    simple: true,
    nullable: true,
    description: 'How far ahead of the second the witness puts it, in points of percent; null without a witness.',
  })
  marginPercent!: number | null;

  @Field(() => Float, {
    simple: true,
    description:
      'How many percent of random answer sheets put it first: far below the others, it hides behind a neighbour.',
  })
  winPercent!: number;

  test!: FitTest;
  check!: CareerCheck;
}

@ObjectType({ description: 'What a question does in a fit test.' })
export class FitQuestionReport {
  @Field({
    simple: true,
    description: 'Whether no answer to it changes any career’s percentage: then it can as well go.',
  })
  dead!: boolean;

  @Field({ simple: true, description: 'Whether no change of its answer changed who comes first in the whole sample.' })
  neverDecides!: boolean;

  @Field(() => Float, {
    simple: true,
    nullable: true,
    description: 'How many percent of the changes of its answer keep who comes first; null when it has but one answer.',
  })
  stablePercent!: number | null;

  check!: FitQuestionCheck;
}

@ObjectType({
  description: 'The check of a fit test over the latest editions of its fixed questions, published or not.',
})
export class FitReport {
  @Field(() => [FitQuestionReport], { simple: true, description: 'The questions, in order.' })
  questions!: FitQuestionReport[];

  @Field(() => [FitCareerReport], {
    simple: true,
    description: 'The careers that some answer speaks for or against, those first that win the fewest random sheets.',
  })
  careers!: FitCareerReport[];

  @Field(() => Float, {
    simple: true,
    nullable: true,
    description: 'How many percent of all changes of one answer keep who comes first; null when none can be changed.',
  })
  stablePercent!: number | null;

  @Field(() => Int, {
    simple: true,
    description: 'How many random answer sheets were drawn, always the same: 1,000, fewer for a very large test.',
  })
  sheets!: number;

  @Field(() => Int, {
    simple: true,
    description: 'How many questions each attempt draws beside the fixed ones; the check leaves them out.',
  })
  drawnQuestions!: number;

  test!: FitTest;
  check!: FitCheck;
}
