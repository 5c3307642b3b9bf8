import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { RequestContext } from '../../kernel/context';
import { badInput } from '../../kernel/errors/errors';
import { requireGlobalId } from '../../kernel/graphql/global-id';
import { Node } from '../../kernel/graphql/node';
import { allKinds } from './content-kinds';
import { UUID } from '../../kernel/database/uuid';

/** Relay's refetching of anything by its id. */
@Resolver()
export class NodeResolver {
  @Query(() => Node, {
    nullable: true,
    description: 'What this id names; null when it is unknown, or not for you to see.',
  })
  node(
    @Arg('id', () => ID, { description: 'An id as an answer gave it; anything else is BAD_USER_INPUT.' }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<Node | null> {
    return findNode(id, '/id', context);
  }

  @Query(() => [Node], {
    nullable: 'items',
    description: 'What these ids name, in their order, null for each that is unknown or not for you to see.',
  })
  nodes(
    @Arg('ids', () => [ID], {
      description: 'Ids as answers gave them, at most a page full (100 unless set otherwise).',
    })
    ids: string[],
    @Ctx() context: RequestContext,
  ): Promise<(Node | null)[]> {
    if (ids.length > context.maxPageSize) {
      throw badInput(
        '/ids',
        'range',
        `At most ${context.maxPageSize} ids can be asked for at once, not ${ids.length}.`,
      );
    }
    return Promise.all(ids.map((id, index) => findNode(id, `/ids/${index}`, context)));
  }
}

async function findNode(id: string, pointer: string, context: RequestContext): Promise<Node | null> {
  const { type, key } = requireGlobalId(id, pointer);
  const kind = allKinds().find((each) => each.node.name === type);
  return kind && UUID.test(key) ? context.graph.byId(kind, key) : null;
}
