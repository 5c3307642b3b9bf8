import { Field, ID, InterfaceType } from 'type-graphql';

/** Relay's Node: anything that can be fetched again by its id. */
@InterfaceType('Node', {
  description: 'Anything that can be fetched again by its id (Relay Global Object Identification).',
  // type-graphql looks for the classes that name this interface themselves; ours name Content, which implements it.
  resolveType: (node: object) => node.constructor.name,
})
export abstract class Node {
  @Field(() => ID, {
    description:
      'An opaque id, unique over all types. It stays the same for ever, also after an import into an empty database.',
  })
  id!: string;
}
