import { Field, Float, ID, InputType, Int } from 'type-graphql';

const TOKEN =
  'The token that startAttempt or recordProgress gave, for who has no account; it is ignored when the request is signed in. A wrong one is NOT_FOUND, one whose attempts an account has claimed is UNAUTHENTICATED.';

@InputType({ description: 'Which assessment to take.' })
export class StartAttemptInput {
  @Field(() => String, { description: 'The slug of the assessment, now or in the past.' })
  assessment!: string;

  @Field(() => String, {
    nullable: true,
    description: `The token of an earlier attempt or of progress, to keep all of it under one. ${TOKEN}`,
  })
  attemptToken?: string | null;
}

@InputType({
  description:
    'One answer. Which field holds it depends on the kind of the question; with none of them, an earlier answer is taken back.',
})
export class AnswerInput {
  @Field(() => ID, {
    description:
      'A UUID that the device makes for this answer. Sent again it is the same answer, and nothing happens; with another value it is BAD_USER_INPUT.',
  })
  clientId!: string;

  @Field(() => ID, { description: 'The question on the paper, as PaperItem.id.' })
  itemId!: string;

  @Field(() => Int, {
    nullable: true,
    description:
      'Of several answers to a question the one with the highest revision counts, whichever arrives last: 0 to 1,000,000,000. Left out, it is one more than the highest that the server knows.',
  })
  revision?: number | null;

  @Field(() => [ID], {
    nullable: true,
    description:
      'SINGLE_CHOICE and LIKERT: one option. MULTIPLE_CHOICE: those chosen, each once. ORDERING: all, first to last.',
  })
  optionIds?: string[] | null;

  @Field(() => String, { nullable: true, description: 'SHORT_TEXT and OPEN: the text, up to 10,000 characters.' })
  text?: string | null;

  @Field(() => Float, { nullable: true, description: 'NUMERIC: the number, in `unit`.' })
  number?: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'NUMERIC: the unit of the number, one of those of the question; that of PaperItem.unit when left out.',
  })
  unit?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'YES_NO: true for yes.' })
  yes?: boolean | null;
}

@InputType({ description: 'Answers to save. When one of them is wrong, none is saved.' })
export class SaveAnswersInput {
  @Field(() => ID, { description: 'The attempt that they belong to.' })
  attemptId!: string;

  @Field(() => String, { nullable: true, description: TOKEN })
  attemptToken?: string | null;

  @Field(() => [AnswerInput], { description: '1 to 200 answers, in any order; several for one question are possible.' })
  answers!: AnswerInput[];
}

@InputType({ description: 'Which attempt to hand in.' })
export class SubmitAttemptInput {
  @Field(() => ID, { description: 'The attempt to hand in.' })
  attemptId!: string;

  @Field(() => String, { nullable: true, description: TOKEN })
  attemptToken?: string | null;
}

@InputType({ description: 'What the own answer to an open question covers, by its rubric.' })
export class SelfReviewAnswerInput {
  @Field(() => ID, { description: 'The submitted attempt.' })
  attemptId!: string;

  @Field(() => String, { nullable: true, description: TOKEN })
  attemptToken?: string | null;

  @Field(() => ID, { description: 'The open question on the paper, as PaperItem.id.' })
  itemId!: string;

  @Field(() => [ID], {
    description: 'The entries of the rubric that the answer covers, as RubricItem.id: none to all of them.',
  })
  rubricItemIds!: string[];
}

@InputType({ description: 'What to take over from before there was an account.' })
export class ClaimAttemptsInput {
  @Field(() => [String], { description: '1 to 50 tokens that startAttempt or recordProgress gave.' })
  attemptTokens!: string[];
}
