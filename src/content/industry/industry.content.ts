import { InputType } from 'type-graphql';
import { Text, Texts } from '../publishing/content-fields';

@InputType({ description: 'What an editor says of an industry: a line of business.' })
export class IndustryContent {
  @Text({ max: 120, required: 'always', description: 'How the industry is called.' })
  name!: string;

  @Texts({ max: 120, maxItems: 20, description: 'Other names for the same industry.' })
  aliases?: string[];

  @Text({ max: 2000, description: 'What belongs to it.' })
  summary?: string;
}
