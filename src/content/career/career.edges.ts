import { Field, ObjectType } from 'type-graphql';
import { connectionOf, edgeOf, plainConnection } from '../../kernel/graphql/connection';
import { Skill } from '../skill/skill.entity';
import { Importance, TransitionKind } from './career-enums';
import { Career } from './career.entity';

export const CareerConnection = plainConnection(() => Career, 'Career', 'careers');

@ObjectType('CareerSkillEdge', { description: 'A career needs a skill.', simpleResolvers: true })
export class CareerSkillEdge extends edgeOf(() => Skill, 'CareerSkill') {
  @Field(() => Importance, { description: 'How much the career needs it.' })
  importance!: Importance;

  @Field({ description: 'Whether people who want this career often lack it.' })
  oftenMissing!: boolean;

  @Field({ description: "Whether it stands on the career's skill map." })
  inSkillMap!: boolean;

  /** A document id; the field resolver makes it a Level. */
  requiredLevel!: string | null;
}

export const CareerSkillConnection = connectionOf(
  () => CareerSkillEdge,
  'CareerSkillConnection',
  'skills that a career needs',
);

@ObjectType('SkillCareerEdge', { description: 'A skill is needed by a career.', simpleResolvers: true })
export class SkillCareerEdge extends edgeOf(() => Career, 'SkillCareer') {
  @Field(() => Importance, { description: 'How much the career needs it.' })
  importance!: Importance;

  @Field({ description: 'Whether people who want this career often lack it.' })
  oftenMissing!: boolean;

  @Field({ description: "Whether it stands on the career's skill map." })
  inSkillMap!: boolean;

  /** A document id; the field resolver makes it a Level. */
  requiredLevel!: string | null;
}

export const SkillCareerConnection = connectionOf(
  () => SkillCareerEdge,
  'SkillCareerConnection',
  'careers that need a skill',
);

@ObjectType('CareerTransitionEdge', { description: 'A career can lead to another.', simpleResolvers: true })
export class CareerTransitionEdge extends edgeOf(() => Career, 'CareerTransition') {
  @Field(() => TransitionKind, { description: 'What kind of step it is.' })
  kind!: TransitionKind;

  @Field(() => String, { nullable: true, description: 'What the step takes.' })
  note!: string | null;
}

export const CareerTransitionConnection = connectionOf(
  () => CareerTransitionEdge,
  'CareerTransitionConnection',
  'steps from one career to others',
);
