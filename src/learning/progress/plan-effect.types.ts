import { Field, ID, Int, ObjectType } from 'type-graphql';
import { DocumentType } from '../../content/publishing/document.types';
import { ItemKind } from '../../content/publishing/item-kind';

@ObjectType({ description: 'An item with progress that would not be public any more.', simpleResolvers: true })
export class AffectedItem {
  @Field(() => DocumentType, { description: 'The document that it belongs to.' })
  document!: DocumentType;

  @Field(() => ID, { description: 'The opaque id of the item.' })
  itemId!: string;

  @Field(() => ItemKind, { description: 'What the item is.' })
  itemKind!: string;

  @Field({ description: 'What the item says now, or for a step or a topic its name.' })
  label!: string;

  @Field(() => Int, { description: 'How many learners have begun or done it.' })
  learners!: number;
}

@ObjectType({
  description: 'What was shown of one skill would count for another one from then on.',
  simpleResolvers: true,
})
export class AffectedLineage {
  @Field(() => DocumentType, { description: 'The skill that is replaced.' })
  from!: DocumentType;

  @Field(() => DocumentType, { description: 'The skill that takes its place, at once or over others.' })
  to!: DocumentType;

  @Field(() => Int, {
    description:
      'How many learners have shown something of the first: progress on a topic, a graded answer, or a project that was judged.',
  })
  learners!: number;
}
