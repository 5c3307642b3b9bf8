import { Field, ObjectType } from 'type-graphql';
import { Column, Entity, Index } from 'typeorm';
import { ContentNode } from '../publishing/content-node';
import { TextItem } from '../publishing/text-item';
import type { Importance, TransitionKind } from './career-enums';
import { CareerLevel, DemandClaim, LearningStep, Mistake, Moment, SalaryClaim, Workplace } from './career-parts';

/** A career needs a skill, as the career's row holds it: documents by id. */
export interface OwnedSkill {
  readonly skill: string;
  readonly importance: Importance;
  readonly requiredLevel: string | null;
  readonly oftenMissing: boolean;
  readonly inSkillMap: boolean;
}

/** A career leads to another, as the career's row holds it. */
export interface OwnedTransition {
  readonly career: string;
  readonly kind: TransitionKind;
  readonly note: string | null;
}

/** A career, the centre of the graph. */
@Entity()
@Index('career_title_trgm', { synchronize: false })
@ObjectType({
  implements: ContentNode,
  description: 'A career: what it is, what it needs, what it pays, and how to get into it and on from it.',
  simpleResolvers: true,
})
export class Career extends ContentNode {
  @Field({ description: 'What the job is called, such as Backend Engineer.' })
  @Index('career_title_idx')
  @Column({ type: 'text', collation: 'en-x-icu' })
  title!: string;

  @Field({ description: 'One line that says what it is about.' })
  @Column('text')
  tagline!: string;

  @Field({ description: 'What people of this career do.' })
  @Column('text')
  summary!: string;

  @Field(() => [TextItem], { description: 'Whom it suits.' })
  @Column('jsonb')
  audience!: TextItem[];

  @Field(() => [TextItem], { description: 'What to bring before starting.' })
  @Column('jsonb')
  prerequisites!: TextItem[];

  @Field(() => [TextItem], { description: 'What people of this career are responsible for.' })
  @Column('jsonb')
  responsibilities!: TextItem[];

  @Field(() => [Moment], { description: 'A typical day, in the order of the day.' })
  @Column('jsonb')
  dayInTheLife!: Moment[];

  @Field(() => [Workplace], { description: 'The kinds of teams they work in.' })
  @Column('jsonb')
  teamTypes!: Workplace[];

  @Field(() => [Workplace], { description: 'The sizes of companies they work in.' })
  @Column('jsonb')
  companySizes!: Workplace[];

  @Field(() => [DemandClaim], { description: 'What sources say about demand.' })
  @Column('jsonb')
  demand!: DemandClaim[];

  @Field(() => [SalaryClaim], {
    description:
      'What sources say about pay over all levels of the career, such as statistics of an occupation (50 at most). Pay at one level stands with that level.',
  })
  @Column('jsonb')
  salaryClaims!: SalaryClaim[];

  @Field(() => [CareerLevel], { description: 'What is expected and paid at each level, the lowest first.' })
  @Column('jsonb')
  levels!: CareerLevel[];

  @Field(() => [TextItem], { description: 'How to grow in this career.' })
  @Column('jsonb')
  developmentAdvice!: TextItem[];

  @Field(() => [LearningStep], { description: 'The way into this career, step by step.' })
  @Column('jsonb')
  learningPath!: LearningStep[];

  @Field(() => [TextItem], {
    description: 'What to be able to do before an interview. Progress can be recorded against the ids of its entries.',
  })
  @Column('jsonb')
  interviewChecklist!: TextItem[];

  @Field(() => [Mistake], { description: 'Mistakes that are often made, each with its remedy.' })
  @Column('jsonb')
  commonMistakes!: Mistake[];

  @Field(() => [TextItem], {
    description: 'What to do next. Progress can be recorded against the ids of its entries.',
  })
  @Column('jsonb')
  nextSteps!: TextItem[];

  /** What the edges of this edition say, in order; the edge tables say the same to SQL. */
  @Column('jsonb')
  ownedSkills!: OwnedSkill[];

  @Column('jsonb')
  ownedTransitions!: OwnedTransition[];

  @Column('uuid', { array: true })
  industryIds!: string[];

  @Column('uuid', { array: true })
  employerIds!: string[];

  @Column('uuid', { array: true })
  projectIds!: string[];

  @Column('uuid', { array: true })
  practicePromptIds!: string[];

  @Column('uuid', { array: true })
  assessmentIds!: string[];
}
