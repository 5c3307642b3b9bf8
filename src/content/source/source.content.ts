import { InputType } from 'type-graphql';
import { Day, Text, WebAddress } from '../publishing/content-fields';

@InputType({ description: 'What an editor says of a source: a place that claims are taken from.' })
export class SourceContent {
  @Text({ max: 120, required: 'always', description: 'The name, such as the title of a page or a data set.' })
  name!: string;

  @Text({ max: 120, description: 'Who publishes it.' })
  publisher?: string;

  @WebAddress({ description: 'Where it can be read.' })
  url?: string;

  @Day({ description: 'The day that it says it was first published.' })
  publishedOn?: string;

  @Day({ description: 'The day that it says it was last changed.' })
  updatedOn?: string;

  @Text({ max: 1000, description: 'What to know when relying on it.' })
  note?: string;
}
