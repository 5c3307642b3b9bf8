import { Field, ID, InterfaceType } from 'type-graphql';

/** Relay's Node: anything that can be fetched again by its id. */
@InterfaceType('Node', { description: 'Anything that can be fetched again by its id (Relay Global Object Identification).' })
export abstract class Node {
  @Field(() => ID, {
    description: 'An opaque id, unique over all types. It stays the same for ever, also after an import into an empty database.',
  })
  id!: string;
}
