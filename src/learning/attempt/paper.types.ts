import { Field, Float, ID, Int, ObjectType } from 'type-graphql';
import { DateTime } from '../../kernel/graphql/scalars';
import { Difficulty, QuestionKind } from '../../content/question/question-kind';
import { OtherUnit } from '../../content/question/question.entity';
import { ScoringRule } from '../../content/question/scoring-rule';
import { TextItem } from '../../content/publishing/text-item';

@ObjectType({
  description: 'One question of a paper, as its edition asked it when the attempt began: no later edit changes it.',
})
export class PaperItem {
  @Field(() => ID, {
    simple: true,
    description: 'The opaque id of the question on this paper: answers name it as itemId.',
  })
  id!: string;

  @Field(() => Int, { simple: true, description: 'Its place on the paper: 1, 2, 3 …' })
  position!: number;

  @Field(() => QuestionKind, { simple: true, description: 'How it is answered.' })
  kind!: QuestionKind;

  @Field({ simple: true, description: 'What is asked.' })
  prompt!: string;

  @Field(() => Difficulty, {
    simple: true,
    nullable: true,
    description: 'How hard it is meant to be; null where that does not apply.',
  })
  difficulty!: Difficulty | null;

  @Field(() => Int, {
    simple: true,
    description: 'How many points a fully right answer earns, from 1 to 20, where the assessment is scored.',
  })
  points!: number;

  @Field(() => ScoringRule, { simple: true, description: 'What an answer earns that is right in part.' })
  scoring!: ScoringRule;

  @Field(() => [TextItem], {
    simple: true,
    description:
      'What to choose from or to put in order, the same order after every reload; for LIKERT the scale, from disagreement to agreement. Empty for other kinds.',
  })
  options!: TextItem[];

  @Field(() => String, {
    simple: true,
    nullable: true,
    description: 'NUMERIC: the unit that a number is in when an answer names none.',
  })
  unit!: string | null;

  @Field(() => [OtherUnit], {
    simple: true,
    description: 'NUMERIC: further units in which the number may be answered.',
  })
  otherUnits!: OtherUnit[];

  /** The document of the skill. */
  skillId!: string | null;
}

@ObjectType({ description: 'The questions of an attempt. It never changes.', simpleResolvers: true })
export class Paper {
  @Field(() => [PaperItem], { description: 'All questions, in order; 200 and those of the blueprint at most.' })
  items!: PaperItem[];
}

@ObjectType({
  description: 'One entry of the rubric of an open question, and what its writer found of the own answer.',
  simpleResolvers: true,
})
export class RubricItem {
  @Field(() => ID, { description: 'The opaque id of the entry: selfReviewAnswer takes it.' })
  id!: string;

  @Field({ description: 'What a good answer covers.' })
  text!: string;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether the learner found it covered; null before selfReviewAnswer.',
  })
  met!: boolean | null;
}

@ObjectType('AttemptItem', {
  description: 'One question of the paper as it is answered: the answer that counts, nothing where there is none.',
})
export class AttemptItemType {
  @Field(() => ID, { simple: true, description: 'The question, as PaperItem.id.' })
  itemId!: string;

  @Field(() => [ID], {
    simple: true,
    nullable: true,
    description: 'The options chosen, in the order of the content; for ORDERING all of them, first to last.',
  })
  optionIds!: string[] | null;

  @Field(() => String, {
    simple: true,
    nullable: true,
    description: 'SHORT_TEXT and OPEN: the text, as it was written.',
  })
  text!: string | null;

  @Field(() => Float, { simple: true, nullable: true, description: 'NUMERIC: the number, in `unit`.' })
  number!: number | null;

  @Field(() => String, {
    simple: true,
    nullable: true,
    description: 'NUMERIC: the unit that the answer named; null for that of the question.',
  })
  unit!: string | null;

  @Field(() => Boolean, { simple: true, nullable: true, description: 'YES_NO: true for yes.' })
  yes!: boolean | null;

  @Field(() => Int, {
    simple: true,
    nullable: true,
    description: 'The revision of the answer that counts, which is the highest one; null where none was ever given.',
  })
  revision!: number | null;

  @Field(() => DateTime, {
    simple: true,
    nullable: true,
    description:
      'When the server received the answer that counts, or the wish to have none; null where none was ever given.',
  })
  answeredAt!: Date | null;

  @Field(() => [RubricItem], {
    simple: true,
    description: 'OPEN, after submission: what a good answer covers, to review the own answer by. Empty otherwise.',
  })
  rubric!: RubricItem[];
}
