import { Field, Float, Int, ObjectType } from 'type-graphql';
import { Check, Column, Entity, Index } from 'typeorm';
import { ContentNode } from '../publishing/content-node';
import { edgeTo } from '../publishing/edge-row';
import { TextItem } from '../publishing/text-item';
import { Difficulty, QuestionKind } from './question-kind';
import { ScoringRule } from './scoring-rule';

@ObjectType({ description: 'Another unit in which a number may be answered.', simpleResolvers: true })
export class OtherUnit {
  @Field({ description: 'The unit, up to 40 characters.' })
  unit!: string;

  @Field(() => Float, {
    description: 'What a number in this unit is multiplied by to be in the unit of the question; above 0.',
  })
  factor!: number;
}

/** A question without its key: the key lives in the vault schema, out of reach of every reader. */
@Entity()
@Index('question_prompt_trgm', { synchronize: false })
@Check(
  'question_kind_check',
  `kind IN ('SINGLE_CHOICE', 'MULTIPLE_CHOICE', 'ORDERING', 'NUMERIC', 'SHORT_TEXT', 'YES_NO', 'LIKERT', 'OPEN')`,
)
@Check('question_points_check', 'points BETWEEN 1 AND 20')
@Check(
  'question_scoring_check',
  `scoring IN ('ALL_OR_NOTHING', 'RIGHT_MINUS_WRONG', 'EACH_OPTION', 'EACH_POSITION', 'PAIRS')`,
)
@Check('question_difficulty_check', `difficulty IN ('EASY', 'MEDIUM', 'HARD')`)
@ObjectType({
  implements: ContentNode,
  description:
    'A question of a self-check, test, quiz or exam, or a practice prompt. What the right answer is cannot be read here.',
  simpleResolvers: true,
})
export class Question extends ContentNode {
  @Field(() => QuestionKind, { description: 'How it is answered.' })
  @Index('question_kind_idx')
  @Column('text')
  kind!: QuestionKind;

  @Field({ description: 'What is asked.' })
  @Column('text')
  prompt!: string;

  @Field(() => Difficulty, {
    nullable: true,
    description: 'How hard it is meant to be; null where that does not apply.',
  })
  @Index('question_difficulty_idx')
  @Column('text', { nullable: true })
  difficulty!: Difficulty | null;

  @Field(() => Int, { description: 'How many points a fully right answer earns, from 1 to 20.' })
  @Column('int')
  points!: number;

  @Field(() => ScoringRule, { description: 'What an answer earns that is right in part.' })
  @Column('text')
  scoring!: ScoringRule;

  @Field(() => [TextItem], {
    description: 'What to choose from or to put in order; for LIKERT the scale, from disagreement to agreement.',
  })
  @Column('jsonb')
  options!: TextItem[];

  @Field(() => String, { nullable: true, description: 'NUMERIC: the unit of the number.' })
  @Column('text', { nullable: true })
  unit!: string | null;

  @Field(() => [OtherUnit], { description: 'NUMERIC: further units in which the number may be answered, up to 10.' })
  @Column('jsonb')
  otherUnits!: OtherUnit[];

  @Field(() => String, {
    nullable: true,
    description: 'YES_NO in a self-check: what to do next when the answer is no.',
  })
  @Column('text', { nullable: true })
  adviceIfNo!: string | null;

  @Field(() => [TextItem], { description: 'OPEN: what a good answer covers.' })
  @Column('jsonb')
  rubric!: TextItem[];

  @Column('uuid', { nullable: true })
  skillId!: string | null;

  /** Whether the key says what is right. It stands here so that papers are drawn without a look at any key. */
  @Column('boolean')
  gradable!: boolean;

  /** Whether the key says something about careers. */
  @Column('boolean')
  hasAffinities!: boolean;
}

/** The question tests a skill. */
@Entity()
export class QuestionSkill extends edgeTo('question_skill', 'skill') {}

/** What an answer says about a career: part of the key, so in the vault. */
@Entity({ schema: 'vault' })
@Check('affinity_weight_check', 'weight BETWEEN -2 AND 2')
export class Affinity extends edgeTo('affinity', 'career') {
  @Column('text', { nullable: true })
  optionId!: string | null;

  @Column('int')
  weight!: number;
}
