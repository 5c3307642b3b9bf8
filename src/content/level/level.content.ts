import { InputType } from 'type-graphql';
import { Text, Texts, Whole } from '../publishing/content-fields';

@InputType({ description: 'What an editor says of a level: a rung of the ladder.' })
export class LevelContent {
  @Text({ max: 120, required: 'always', description: 'How the level is called.' })
  name!: string;

  @Texts({ max: 120, maxItems: 20, description: 'Other names for the same level.' })
  aliases?: string[];

  @Whole({ min: 1, max: 100, required: 'always', description: 'Its place on the ladder; 1 is the lowest.' })
  rank!: number;

  @Text({ max: 2000, required: 'publishing', description: 'What somebody at this level does.' })
  summary?: string;
}
