import { InputType } from 'type-graphql';
import { Choice, Flag, ItemId, Part, Parts, Reference, References, Text } from '../publishing/content-fields';
import { TextItemContent } from '../publishing/text-item';
import { ClaimedDemandContent, LevelEntryContent, SalaryClaimContent } from './career-claims.content';
import { Importance, TransitionKind } from './career-enums';

@InputType({ description: 'One moment of a typical day.' })
export class MomentContent {
  @ItemId()
  id?: string;

  @Text({ max: 120, required: 'always', description: 'What the moment is called, such as Standup.' })
  moment!: string;

  @Text({ max: 1000, required: 'always', description: 'What happens then.' })
  text!: string;
}

@InputType({ description: 'A kind of team or company that people of this career work in.' })
export class WorkplaceContent {
  @ItemId()
  id?: string;

  @Text({ max: 120, required: 'always', description: 'What it is called.' })
  name!: string;

  @Text({ max: 1000, description: 'What work is like there.' })
  note?: string;
}

@InputType({ description: 'The career needs a skill.' })
export class CareerSkillContent {
  @Reference('SKILL', { required: 'always', description: 'The skill that it needs.' })
  skill!: string;

  @Choice(Importance, { required: 'always', description: 'How much it is needed.' })
  importance!: Importance;

  @Reference('LEVEL', { description: 'The level of the career from which on it is expected.' })
  requiredLevel?: string;

  @Flag({ description: 'Whether people who want this career often lack it; no when left out.' })
  oftenMissing?: boolean;

  @Flag({ description: "Whether it stands on the career's skill map; no when left out." })
  inSkillMap?: boolean;
}

@InputType({ description: 'The career can lead to another.' })
export class TransitionContent {
  @Reference('CAREER', { required: 'always', description: 'The other career.' })
  career!: string;

  @Choice(TransitionKind, { required: 'always', description: 'What kind of step it is.' })
  kind!: TransitionKind;

  @Text({ max: 1000, description: 'What the step takes.' })
  note?: string;
}

@InputType({ description: 'A small task that ends a learning step.' })
export class MiniTaskContent {
  @ItemId()
  id?: string;

  @Text({ max: 1000, required: 'always', description: 'What to do.' })
  text!: string;
}

@InputType({ description: 'One step of the learning path.' })
export class LearningStepContent {
  @ItemId()
  id?: string;

  @Text({ max: 120, required: 'always', description: 'What the step is called.' })
  title!: string;

  @Text({ max: 1000, required: 'always', description: 'What to learn.' })
  text!: string;

  @References('SKILL', { maxItems: 20, description: 'The skills that it teaches.' })
  skills?: string[];

  @Part(() => MiniTaskContent, { description: 'A small task that ends it.' })
  miniTask?: MiniTaskContent;
}

@InputType({ description: 'A mistake that is often made, with its remedy.' })
export class MistakeContent {
  @ItemId()
  id?: string;

  @Text({ max: 1000, required: 'always', description: 'What people do wrong.' })
  mistake!: string;

  @Text({ max: 1000, required: 'always', description: 'What to do instead.' })
  remedy!: string;
}

const ITEMS = 50;

@InputType({ description: 'What an editor says of a career.' })
export class CareerContent {
  @Text({ max: 120, required: 'always', description: 'What the career is called.' })
  title!: string;

  @Text({ max: 200, required: 'publishing', description: 'One line that says what it is about.' })
  tagline?: string;

  @Text({ max: 2000, required: 'publishing', description: 'What people of this career do.' })
  summary?: string;

  @Parts(() => TextItemContent, { maxItems: ITEMS, description: 'Whom it suits.' })
  audience?: TextItemContent[];

  @Parts(() => TextItemContent, { maxItems: ITEMS, description: 'What to bring before starting.' })
  prerequisites?: TextItemContent[];

  @Parts(() => TextItemContent, { maxItems: ITEMS, description: 'What people of this career are responsible for.' })
  responsibilities?: TextItemContent[];

  @Parts(() => MomentContent, { maxItems: ITEMS, description: 'A typical day, in the order of the day.' })
  dayInTheLife?: MomentContent[];

  @Parts(() => WorkplaceContent, { maxItems: ITEMS, description: 'The kinds of teams they work in.' })
  teamTypes?: WorkplaceContent[];

  @Parts(() => WorkplaceContent, { maxItems: ITEMS, description: 'The sizes of companies they work in.' })
  companySizes?: WorkplaceContent[];

  @References('INDUSTRY', { maxItems: 100, description: 'The industries that employ them.' })
  industries?: string[];

  @References('EMPLOYER', { maxItems: 100, description: 'Employers that hire them.' })
  employers?: string[];

  @Parts(() => ClaimedDemandContent, { maxItems: 20, description: 'What sources say about demand.' })
  demand?: ClaimedDemandContent[];

  @Parts(() => SalaryClaimContent, {
    maxItems: 50,
    description:
      'What sources say about pay where they tell no levels apart, such as statistics of an occupation; pay at one level stands with that level.',
  })
  salaryClaims?: SalaryClaimContent[];

  @Parts(() => LevelEntryContent, {
    maxItems: 10,
    description: 'What is expected and paid at each level, the lowest first.',
  })
  levels?: LevelEntryContent[];

  @Parts(() => CareerSkillContent, {
    maxItems: 200,
    required: 'publishing',
    description: 'The skills that it needs, the top ones first.',
  })
  skills?: CareerSkillContent[];

  @Parts(() => TextItemContent, { maxItems: ITEMS, description: 'How to grow in this career.' })
  developmentAdvice?: TextItemContent[];

  @Parts(() => TransitionContent, { maxItems: ITEMS, description: 'Careers that it can lead to.' })
  transitions?: TransitionContent[];

  @Parts(() => LearningStepContent, { maxItems: ITEMS, description: 'The way into this career, step by step.' })
  learningPath?: LearningStepContent[];

  @References('PROJECT', { maxItems: ITEMS, description: 'Practical projects that train it.' })
  projects?: string[];

  @Parts(() => TextItemContent, { maxItems: ITEMS, description: 'What to be able to do before an interview.' })
  interviewChecklist?: TextItemContent[];

  @References('QUESTION', { maxItems: ITEMS, description: 'Questions of kind OPEN to practise on.' })
  practicePrompts?: string[];

  @Parts(() => MistakeContent, { maxItems: ITEMS, description: 'Mistakes that are often made.' })
  commonMistakes?: MistakeContent[];

  @Parts(() => TextItemContent, { maxItems: ITEMS, description: 'What to do next.' })
  nextSteps?: TextItemContent[];

  @References('ASSESSMENT', { maxItems: ITEMS, description: 'Assessments that go with it.' })
  assessments?: string[];
}
