import { InputType } from 'type-graphql';
import { Choice, FormerReferences, ItemId, Parts, References, Text, Texts } from '../publishing/content-fields';
import { SkillKind } from './skill-kind';

@InputType({ description: 'A topic that belongs to a skill.' })
export class TopicContent {
  @ItemId()
  id?: string;

  @Text({ max: 120, required: 'always', description: 'The name of the topic.' })
  name!: string;
}

@InputType({ description: 'What an editor says of a skill.' })
export class SkillContent {
  @Text({ max: 120, required: 'always', description: 'How the skill is called.' })
  name!: string;

  @Choice(SkillKind, { required: 'always', description: 'What kind of skill it is.' })
  kind!: SkillKind;

  @Text({ max: 2000, required: 'publishing', description: 'What somebody who has it can do.' })
  summary?: string;

  @Texts({ max: 120, maxItems: 20, description: 'Other names for exactly the same skill.' })
  aliases?: string[];

  @Parts(() => TopicContent, { maxItems: 50, description: 'What belongs to it, in the order of learning.' })
  topics?: TopicContent[];

  @References('SKILL', { maxItems: 20, description: 'Wider skills that contain this one.' })
  broader?: string[];

  @References('SKILL', { maxItems: 20, description: 'Skills to have first.' })
  prerequisites?: string[];

  @FormerReferences('SKILL', {
    maxItems: 20,
    description:
      'Skills whose place it takes: what learners have shown of these counts for it from its publication on. To merge two skills, let a third one replace both; to split one, let both parts replace it. They may leave the public graph then.',
  })
  replaces?: string[];
}
