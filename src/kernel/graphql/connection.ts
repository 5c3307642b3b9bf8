import { type ClassType, Field, Int, ObjectType } from 'type-graphql';

/** Relay's PageInfo. */
@ObjectType({ description: 'Where a page stands in its list (Relay).', simpleResolvers: true })
export class PageInfo {
  @Field({ description: 'Whether the list goes on after endCursor.' })
  hasNextPage!: boolean;

  @Field({
    description:
      'Whether the list has something before startCursor. Exact when paging with last; with first it tells whether after was given.',
  })
  hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true, description: 'The cursor of the first edge, null on an empty page.' })
  startCursor!: string | null;

  @Field(() => String, { nullable: true, description: 'The cursor of the last edge, null on an empty page.' })
  endCursor!: string | null;
}

/** One entry of a connection: the node, its cursor, and what belongs to the edge itself (columns of a subclass). */
export interface Edge<Node> {
  cursor: string;
  node: Node;
}

/** One page of a list. The count runs only when a client selects totalCount. */
export interface Connection<E> {
  edges: E[];
  pageInfo: PageInfo;
  totalCount: () => Promise<number>;
}

/** The base class of an edge type: extend it to add the edge's own fields. */
export function edgeOf<Node extends object>(node: () => ClassType<Node>, base: string) {
  @ObjectType(`${base}EdgeBase`, { simpleResolvers: true })
  abstract class EdgeBase implements Edge<Node> {
    @Field({ description: 'Marks this place in the list: pass it as after or before.' })
    cursor!: string;

    @Field(() => node(), { description: 'What the edge leads to.' })
    node!: Node;
  }
  return EdgeBase;
}

/** The connection type over an edge type. */
export function connectionOf<E extends object>(edge: () => ClassType<E>, name: string, what: string) {
  @ObjectType(name, { description: `One page of ${what} (Relay connection).` })
  class ConnectionType {
    @Field(() => [edge()], { simple: true, description: 'The entries of this page, in order.' })
    edges!: E[];

    @Field(() => PageInfo, { simple: true, description: 'Where this page stands in the list.' })
    pageInfo!: PageInfo;

    @Field(() => Int, {
      simple: true,
      description: 'How many the whole list has, all pages together. Counted only when selected.',
    })
    totalCount!: () => Promise<number>;
  }
  return ConnectionType;
}

/** Edge and connection type of a list whose edges carry nothing of their own. */
export function plainConnection<Node extends object>(node: () => ClassType<Node>, base: string, what: string) {
  @ObjectType(`${base}Edge`, { description: `One entry of a list of ${what}.`, simpleResolvers: true })
  class PlainEdge extends edgeOf(node, base) {}
  return connectionOf(() => PlainEdge, `${base}Connection`, what);
}

/** Puts edges into a connection; `count` is called when totalCount is selected. */
export function connectionWith<E extends { cursor: string }>(
  edges: E[],
  more: { hasNextPage: boolean; hasPreviousPage: boolean },
  count: () => Promise<number>,
): Connection<E> {
  return {
    edges,
    pageInfo: {
      hasNextPage: more.hasNextPage,
      hasPreviousPage: more.hasPreviousPage,
      // Read only when selected: a cursor may cost something to make.
      get startCursor() {
        return edges[0]?.cursor ?? null;
      },
      get endCursor() {
        return edges.at(-1)?.cursor ?? null;
      },
    },
    totalCount: count,
  };
}
