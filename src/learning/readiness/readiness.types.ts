import { Field, Float, Int, ObjectType } from 'type-graphql';
import { Importance } from '../../content/career/career-enums';
import { Career } from '../../content/career/career.entity';
import { LearningStep } from '../../content/career/career-parts';
import { Level } from '../../content/level/level.entity';
import { Project } from '../../content/project/project.entity';
import { TextItem } from '../../content/publishing/text-item';
import { Skill } from '../../content/skill/skill.entity';
import { ProgressState } from '../progress/progress-state';
import { SubmissionState } from '../submission/submission-state';
import { EvidencedSkill } from './evidence.types';

@ObjectType({ description: 'How far you are with a step of the way into a career.', simpleResolvers: true })
export class StepProgress {
  @Field(() => LearningStep, { description: 'The step.' })
  step!: LearningStep;

  @Field(() => ProgressState, { description: 'How far you are with it.' })
  state!: ProgressState;

  @Field(() => ProgressState, {
    nullable: true,
    description: 'How far you are with its mini task; null for a step without one.',
  })
  miniTaskState!: ProgressState | null;
}

@ObjectType({ description: 'How far you are with an entry of a list of a career.', simpleResolvers: true })
export class ItemProgress {
  @Field(() => TextItem, { description: 'The entry.' })
  item!: TextItem;

  @Field(() => ProgressState, { description: 'How far you are with it.' })
  state!: ProgressState;
}

@ObjectType({ description: 'How far you are with a skill that a career needs.' })
export class CareerSkillProgress extends EvidencedSkill {
  @Field(() => Skill, { simple: true, description: 'The skill.' })
  skill!: Skill;

  @Field(() => Float, {
    simple: true,
    description:
      'What you have shown, from 0 (nothing) towards 1, at the level from which on the career needs the skill. docs/mastery.md has the formula.',
  })
  mastery!: number;

  @Field(() => Float, {
    simple: true,
    description: 'How much is known about it at that level, from 0 (nothing) towards 1, be it good or bad.',
  })
  confidence!: number;

  @Field(() => Int, {
    simple: true,
    description: 'How many pieces of evidence count for it, those of neighbouring skills included.',
  })
  evidenceCount!: number;

  @Field(() => Int, {
    simple: true,
    description: 'How many of its topics are done; one that came from a skill which it replaces keeps its state.',
  })
  topicsDone!: number;

  @Field(() => Int, { simple: true, description: 'How many topics it has now.' })
  topicsTotal!: number;
}

@ObjectType({ description: 'How far you are with a project of a career.', simpleResolvers: true })
export class ProjectProgress {
  @Field(() => Project, { description: 'The project.' })
  project!: Project;

  @Field(() => SubmissionState, {
    nullable: true,
    description: 'Where what you handed in stands; null until you hand it in.',
  })
  state!: SubmissionState | null;

  @Field(() => Int, { description: 'How many acceptance criteria a reviewer found met.' })
  criteriaMet!: number;

  @Field(() => Int, {
    description:
      'How many acceptance criteria there are: those that the project has now, or for one that you passed those that you passed by.',
  })
  criteriaTotal!: number;
}

@ObjectType({
  description:
    'How far you have come in a career: what you did of what there is now. What you have shown is mastery, which may differ.',
  simpleResolvers: true,
})
export class CareerProgress {
  @Field(() => Career, { description: 'The career.' })
  career!: Career;

  @Field(() => Float, {
    description:
      'The share that is done, from 0 to 100 with one decimal; 100 only when all is. Each step, mini task, entry of the checklist and next step, acceptance criterion, and skill with topics counts one, and what is in progress a half; docs/mastery.md says more.',
  })
  percent!: number;

  @Field(() => [StepProgress], { description: 'The steps of the way into it, in order.' })
  steps!: StepProgress[];

  @Field(() => [ItemProgress], { description: 'What to be able to do before an interview, in order.' })
  checklist!: ItemProgress[];

  @Field(() => [ItemProgress], { description: 'What to do next, in order.' })
  nextSteps!: ItemProgress[];

  @Field(() => [CareerSkillProgress], { description: 'The skills that it needs, in its own order.' })
  skills!: CareerSkillProgress[];

  @Field(() => [ProjectProgress], { description: 'The projects that train it, in order.' })
  projects!: ProjectProgress[];
}

@ObjectType({
  description: 'One reason that you can check, in a sentence.',
  simpleResolvers: true,
})
export class ReadinessReason {
  @Field({ description: 'The reason, in English.' })
  text!: string;
}

@ObjectType({ description: 'A skill of which a level of a career asks for more than you have shown.' })
export class MissingSkill extends EvidencedSkill {
  @Field(() => Skill, { simple: true, description: 'The skill.' })
  skill!: Skill;

  @Field(() => Float, {
    simple: true,
    description: 'Your mastery, from 0 towards 1, at the level from which on the career needs the skill.',
  })
  have!: number;

  @Field(() => Float, {
    simple: true,
    description:
      'The mastery that is asked for: 0.5, 0.6 or 0.7 by importance, and 0.05 more for each level further up, 0.9 at most.',
  })
  need!: number;

  @Field(() => Int, {
    simple: true,
    description: 'How much the skill counts in readiness: 3 when it is ESSENTIAL, 2 when IMPORTANT, 1 when OPTIONAL.',
  })
  weight!: number;

  @Field(() => Importance, { simple: true, description: 'How much the career needs it.' })
  importance!: `${Importance}`;

  @Field(() => Float, {
    simple: true,
    description: 'How much is known about it, from 0 (nothing) towards 1, be it good or bad.',
  })
  confidence!: number;

  @Field(() => Float, {
    simple: true,
    description: 'By how many points of readiness (0 to 100) it would lift you to have what is asked.',
  })
  gain!: number;

  @Field(() => [ReadinessReason], {
    simple: true,
    description: 'What is asked, what you have shown and when, and what is lacking, in this order.',
  })
  reasons!: ReadinessReason[];
}

@ObjectType({ description: 'How far you are from what a career asks for at a level.', simpleResolvers: true })
export class CareerGap {
  @Field(() => Level, { description: 'The level that was asked about.' })
  level!: Level;

  @Field(() => Float, {
    nullable: true,
    description:
      'How much of what is asked you have, from 0 to 100 with one decimal: the sum of weight · min(1, have / need) over the sum of weight. 100 only when nothing is missing; null when the level asks for no skill. docs/mastery.md says more.',
  })
  readiness!: number | null;

  @Field(() => [MissingSkill], {
    description: 'What is missing: what would lift readiness most comes first, then the order of the career.',
  })
  missing!: MissingSkill[];
}

@ObjectType({ description: 'A skill to learn next.' })
export class NextSkill extends EvidencedSkill {
  @Field(() => Skill, {
    simple: true,
    description: 'The skill; one that the career does not name is there because others build on it.',
  })
  skill!: Skill;

  @Field(() => [ReadinessReason], {
    simple: true,
    description: 'What it opens and how far it lifts you, what it builds on, and what you have shown of it.',
  })
  reasons!: ReadinessReason[];
}
