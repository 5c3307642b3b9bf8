import { InputType } from 'type-graphql';
import { Choice, Instant, Parts, Reference, References, Text, Whole } from '../publishing/content-fields';
import { Difficulty } from '../question/question-kind';
import { AssessmentKind, ReviewPolicy } from './assessment-kind';

@InputType({ description: 'So many questions of the bank for one skill.' })
export class BlueprintEntryContent {
  @Reference('SKILL', { required: 'always', description: 'The skill that the questions test.' })
  skill!: string;

  @Choice(Difficulty, { description: 'How hard they are; any difficulty when left out.' })
  difficulty?: Difficulty;

  @Whole({ min: 1, max: 100, required: 'always', description: 'How many are drawn.' })
  count!: number;
}

@InputType({ description: 'What an editor says of an assessment.' })
export class AssessmentContent {
  @Text({ max: 120, required: 'always', description: 'What the assessment is called.' })
  title!: string;

  @Choice(AssessmentKind, { required: 'always', description: 'What it is for.' })
  kind!: AssessmentKind;

  @Text({ max: 2000, required: 'publishing', description: 'What it is and what comes out of it.' })
  summary?: string;

  @Whole({ min: 1, max: 600, required: 'publishing', description: 'How many minutes it usually takes.' })
  estimatedMinutes?: number;

  @Whole({ min: 1, max: 600, description: 'How many minutes there are; no limit when left out.' })
  timeLimitMinutes?: number;

  @Whole({
    min: 1,
    max: 100,
    description: 'The share of points, in percent, that passes; nobody passes or fails when left out.',
  })
  passPercent?: number;

  @Choice(ReviewPolicy, { description: 'When right answers are shown; never when left out.' })
  reviewPolicy?: ReviewPolicy;

  @Whole({ min: 0, max: 8760, description: 'How many hours must pass before it can be taken again; 0 when left out.' })
  retakeWaitHours?: number;

  @Whole({
    min: 1,
    max: 1000,
    description: 'How often one person can take it, from 1 to 1,000; no limit when left out.',
  })
  maxAttempts?: number;

  @Instant({ description: 'From when on it can be taken, with Z or an offset; at once when left out.' })
  opensAt?: string;

  @Instant({
    description: 'From when on it cannot be started any more, with Z or an offset; never when left out. After opensAt.',
  })
  closesAt?: string;

  @References('QUESTION', { maxItems: 200, description: 'A fixed list of questions, in order.' })
  questions?: string[];

  @Parts(() => BlueprintEntryContent, {
    maxItems: 100,
    description: 'What is drawn from the bank for each attempt, after the fixed list.',
  })
  blueprint?: BlueprintEntryContent[];
}
