import { Field, Int, ObjectType } from 'type-graphql';
import { Check, Column, Entity, Index } from 'typeorm';
import { DateTime } from '../../kernel/graphql/scalars';
import { ContentNode } from '../publishing/content-node';
import { edgeTo } from '../publishing/edge-row';
import { Difficulty } from '../question/question-kind';
import { AssessmentKind, ReviewPolicy } from './assessment-kind';

@ObjectType({ description: 'So many questions of the bank for one skill.', simpleResolvers: true })
export class BlueprintEntry {
  /** A document id; the field resolver makes it a Skill. */
  skill!: string;

  @Field(() => Difficulty, { nullable: true, description: 'How hard they are; null for any difficulty.' })
  difficulty?: Difficulty;

  @Field(() => Int, { description: 'How many are drawn for an attempt.' })
  count!: number;
}

/** A self-check, quiz, fit test or exam. */
@Entity()
@Index('assessment_title_trgm', { synchronize: false })
@Check('assessment_kind_check', `kind IN ('SELF_CHECK', 'QUIZ', 'FIT', 'EXAM')`)
@Check(
  'assessment_review_policy_check',
  `review_policy IN ('NEVER', 'AFTER_SUBMISSION', 'AFTER_PASSING', 'AFTER_WINDOW')`,
)
@Check('assessment_minutes_check', 'estimated_minutes > 0 AND time_limit_minutes > 0')
@Check('assessment_pass_percent_check', 'pass_percent BETWEEN 1 AND 100')
@Check('assessment_retake_check', 'retake_wait_hours >= 0')
@Check('assessment_max_attempts_check', 'max_attempts BETWEEN 1 AND 1000')
@Check('assessment_window_check', 'opens_at < closes_at')
@ObjectType({ implements: ContentNode, description: 'A self-check, quiz, fit test or exam.', simpleResolvers: true })
export class Assessment extends ContentNode {
  @Field({ description: 'What it is called, such as Backend Engineer Exam.' })
  @Index('assessment_title_idx')
  @Column({ type: 'text', collation: 'en-x-icu' })
  title!: string;

  @Field(() => AssessmentKind, { description: 'What it is for.' })
  @Index('assessment_kind_idx')
  @Column('text')
  kind!: AssessmentKind;

  @Field({ description: 'What it is and what comes out of it.' })
  @Column('text')
  summary!: string;

  @Field(() => Int, { nullable: true, description: 'How many minutes it usually takes.' })
  @Column('int', { nullable: true })
  estimatedMinutes!: number | null;

  @Field(() => Int, { nullable: true, description: 'How many minutes there are; null for no limit.' })
  @Column('int', { nullable: true })
  timeLimitMinutes!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'The share of points, in percent, that passes; null where nobody passes or fails.',
  })
  @Column('int', { nullable: true })
  passPercent!: number | null;

  @Field(() => ReviewPolicy, { description: 'When right answers and explanations are shown.' })
  @Column('text')
  reviewPolicy!: ReviewPolicy;

  @Field(() => Int, { description: 'How many hours must pass before it can be taken again.' })
  @Column('int')
  retakeWaitHours!: number;

  @Field(() => Int, {
    nullable: true,
    description: 'How often one person can take it, from 1 to 1,000; null for no limit.',
  })
  @Column('int', { nullable: true })
  maxAttempts!: number | null;

  @Field(() => DateTime, { nullable: true, description: 'From when on it can be taken; null for at once.' })
  @Column('timestamptz', { nullable: true })
  opensAt!: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'From when on it cannot be started any more; null for never.',
  })
  @Column('timestamptz', { nullable: true })
  closesAt!: Date | null;

  @Field(() => [BlueprintEntry], {
    description: 'What is drawn from the question bank for each attempt, after the fixed questions.',
  })
  @Column('jsonb')
  blueprint!: BlueprintEntry[];

  /** Documents, in order; the rows of assessment_question say the same to SQL. */
  @Column('uuid', { array: true })
  questionIds!: string[];
}

/** The assessment asks a fixed question. */
@Entity()
export class AssessmentQuestion extends edgeTo('assessment_question', 'question') {}

/** The assessment draws questions for a skill. */
@Entity()
@Check('assessment_skill_count_check', 'count > 0')
export class AssessmentSkill extends edgeTo('assessment_skill', 'skill') {
  @Column('int')
  count!: number;
}
