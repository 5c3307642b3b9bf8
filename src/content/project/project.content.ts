import { InputType } from 'type-graphql';
import { Choice, ItemId, Parts, References, Text } from '../publishing/content-fields';
import { CriterionKind } from './criterion-kind';

@InputType({ description: 'One criterion that a project is judged by.' })
export class CriterionContent {
  @ItemId()
  id?: string;

  @Choice(CriterionKind, { required: 'always', description: 'Whether it must be met or counts extra.' })
  kind!: CriterionKind;

  @Text({ max: 1000, required: 'always', description: 'What must hold, so that it can be checked.' })
  text!: string;
}

@InputType({ description: 'What an editor says of a practical project.' })
export class ProjectContent {
  @Text({ max: 120, required: 'always', description: 'What the project is called.' })
  title!: string;

  @Text({ max: 2000, required: 'publishing', description: 'What it is and what it trains.' })
  summary?: string;

  @Text({ max: 2000, required: 'publishing', description: 'What is to be built.' })
  scope?: string;

  @Parts(() => CriterionContent, {
    maxItems: 50,
    required: 'publishing',
    description: 'What it is judged by, in order.',
  })
  criteria?: CriterionContent[];

  @References('SKILL', { maxItems: 50, required: 'publishing', description: 'The skills that it trains.' })
  skills?: string[];
}
