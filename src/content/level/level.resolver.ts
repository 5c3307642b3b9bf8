import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import type { RequestContext } from '../../kernel/context';
import type { Connection } from '../../kernel/graphql/connection';
import type { OrderInput } from '../../kernel/graphql/order';
import '../publishing/request-context';
import { Level } from './level.entity';
import { levelKind } from './level.kind';

/** The ladder. It is short by nature, so it is a plain list and not a connection. */
@Resolver(() => Level)
export class LevelResolver {
  @Query(() => Level, {
    nullable: true,
    description:
      'The level with this slug; an old slug finds it too. Null when there is none, or none that you may see.',
  })
  level(
    @Arg('slug', () => String, { description: 'The slug, now or in the past.' }) slug: string,
    @Ctx() { graph }: RequestContext,
  ): Promise<Level | null> {
    return graph.bySlug(levelKind, slug);
  }

  @Query(() => [Level], { description: 'The rungs of the ladder, the lowest first.' })
  async levels(
    @Arg('filter', () => levelKind.filter.input, {
      nullable: true,
      description: 'Return only what fits these conditions.',
    })
    filter: object | null,
    @Arg('orderBy', () => levelKind.order.input, {
      nullable: true,
      description: 'The order; by RANK, ascending, when left out.',
    })
    orderBy: OrderInput | null,
    @Ctx() { graph, maxPageSize }: RequestContext,
  ): Promise<Level[]> {
    const levels: Level[] = [];
    for (let after: string | null = null; ;) {
      const { edges, pageInfo }: Connection<{ cursor: string; node: Level }> = await graph.list(levelKind, {
        first: maxPageSize,
        after,
        filter,
        orderBy,
      });
      levels.push(...edges.map((edge) => edge.node));
      if (!pageInfo.hasNextPage) return levels;
      after = pageInfo.endCursor;
    }
  }
}
