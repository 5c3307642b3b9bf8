import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { ItemId, Text } from './content-fields';

/** One sentence or two of an owned list, addressable by its id. */
@ObjectType({
  description:
    'One entry of a list that a document owns. Progress can be recorded against the ids of some lists: those say so.',
  simpleResolvers: true,
})
export class TextItem {
  @Field(() => ID, { description: 'The opaque id of the item; it stays the same when the text is edited.' })
  id!: string;

  @Field({ description: 'The text, plain, up to 1,000 characters.' })
  text!: string;
}

@InputType({ description: 'One entry of a list that a document owns.' })
export class TextItemContent {
  @ItemId()
  id?: string;

  @Text({ max: 1000, required: 'always', description: 'The text, plain.' })
  text!: string;
}
