import { createUnionType, Field, Float, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Level } from '../../content/level/level.entity';
import { Skill } from '../../content/skill/skill.entity';
import { plainConnection } from '../../kernel/graphql/connection';
import { DateTime } from '../../kernel/graphql/scalars';
import { AttemptType } from '../attempt/attempt.types';
import { ProgressType } from '../progress/progress.types';
import { SubmissionType } from '../submission/submission.types';
import type { EvidenceOrigin, LearnerHistory } from './learner-history';

export enum EvidenceKind {
  ANSWER = 'ANSWER',
  TOPIC = 'TOPIC',
  CRITERION = 'CRITERION',
  SUBMISSION = 'SUBMISSION',
}

registerEnumType(EvidenceKind, {
  name: 'EvidenceKind',
  description: 'What a piece of evidence was made from.',
  valuesConfig: {
    ANSWER: { description: 'A graded answer in a quiz or an exam.' },
    TOPIC: { description: 'A topic that the learner ticked as done: the own word, which counts little.' },
    CRITERION: { description: 'The verdict of a reviewer on one criterion of a project.' },
    SUBMISSION: { description: 'A project that passed.' },
  },
});

export const EvidenceOriginUnion = createUnionType({
  name: 'EvidenceOrigin',
  description: 'Where a piece of evidence comes from: an attempt, a project that was handed in, or a ticked topic.',
  types: () => [AttemptType, SubmissionType, ProgressType] as const,
  resolveType: (origin) => ('itemId' in origin ? ProgressType : 'startedAt' in origin ? AttemptType : SubmissionType),
});

@ObjectType('SkillEvidence', {
  description:
    'Something that you did, as it counts for a skill. The answers of one attempt to questions about one skill stand together, as which of them was right is for the review to say. Of several answers to one question, and of several verdicts on one criterion, the latest counts. docs/mastery.md has the whole model.',
})
export class SkillEvidenceType {
  @Field(() => EvidenceKind, { simple: true, description: 'What it was made from.' })
  kind!: EvidenceKind;

  @Field(() => Int, { simple: true, description: 'How many answers it stands for; 1 for anything else.' })
  count!: number;

  @Field(() => Float, {
    simple: true,
    description: 'How well it went, from 0 (nothing right, not met) to 1 (all right, met, passed).',
  })
  outcome!: number;

  @Field(() => Int, {
    simple: true,
    nullable: true,
    description:
      'How hard it was: 1 (easy, as for juniors), 2 (medium) or 3 (hard, as for seniors); null for answers of which some were harder than others.',
  })
  level!: number | null;

  @Field(() => Float, {
    simple: true,
    description:
      'How much it tells when it is new, a right answer in an exam being 1. With age it tells less: a half after a year.',
  })
  weight!: number;

  @Field(() => Float, {
    simple: true,
    description:
      'The part of it that counts for this skill: 1 when it is about this skill or one that this skill replaces, 0.5 for a narrower skill, 0.25 for a wider one or one that is two steps narrower.',
  })
  share!: number;

  @Field(() => DateTime, {
    simple: true,
    description: 'When you did it: the end of the attempt, the verdict, or the tick.',
  })
  at!: Date;

  /** The document of the skill that it is about. */
  skillId!: string;
  origin!: EvidenceOrigin;
  /** Names it among those of a skill, in the order of time. */
  key!: string;
}

export const SkillEvidenceConnection = plainConnection(() => SkillEvidenceType, 'SkillEvidence', 'evidence');

/** A skill of a learner: what leads to the pieces of evidence that count for it. */
export abstract class EvidencedSkill {
  /** The document of the skill. */
  skillId!: string;
  history!: LearnerHistory;
}

@ObjectType({ description: 'How well you have shown a skill at one level.', simpleResolvers: true })
export class MasteryAtLevel {
  @Field(() => Level, { description: 'The rung of the ladder.' })
  level!: Level;

  @Field(() => Float, {
    description: 'From 0 (nothing shown) towards 1; never higher than at a lower level.',
  })
  mastery!: number;

  @Field(() => Float, { description: 'How much is known about it, from 0 towards 1, be it good or bad.' })
  confidence!: number;
}

@ObjectType('SkillMastery', {
  description: 'What you have shown of a skill. The model is written down in docs/mastery.md.',
})
export class SkillMasteryType extends EvidencedSkill {
  @Field(() => Skill, { simple: true, description: 'The skill.' })
  skill!: Skill;

  @Field(() => Float, {
    simple: true,
    description:
      'From 0 (nothing shown) towards 1, at the lowest level: the share that went well, times how much is known.',
  })
  mastery!: number;

  @Field(() => Float, {
    simple: true,
    description: 'How much is known at the lowest level, from 0 (nothing) towards 1, be it good or bad.',
  })
  confidence!: number;

  @Field(() => Int, {
    simple: true,
    description: 'How many pieces of evidence count, those of neighbouring skills included.',
  })
  evidenceCount!: number;
}

export const SkillMasteryConnection = plainConnection(() => SkillMasteryType, 'SkillMastery', 'skills of a learner');
