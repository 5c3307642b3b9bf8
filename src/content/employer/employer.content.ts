import { InputType } from 'type-graphql';
import { Text, Texts } from '../publishing/content-fields';

@InputType({ description: 'What an editor says of an employer.' })
export class EmployerContent {
  @Text({ max: 120, required: 'always', description: 'How the employer is called.' })
  name!: string;

  @Texts({ max: 120, maxItems: 20, description: 'Other names for the same employer.' })
  aliases?: string[];

  @Text({ max: 2000, description: 'What it is known for.' })
  summary?: string;
}
