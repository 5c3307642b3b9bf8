import { Arg, Args, ArgsType, type ClassType, Ctx, Field, Query, Resolver } from 'type-graphql';
import type { RequestContext } from '../../kernel/context';
import { PageArguments } from '../../kernel/graphql/page';
import type { OrderInput } from '../../kernel/graphql/order';
import type { ContentKind } from './content-kind';
import type { ContentNode } from './content-node';
import './request-context';

/**
 * The two root queries of a kind: one by slug, and the list. A kind's resolver extends what this returns.
 * @param names the fields' names, and what the list is a list of
 */
export function contentQueries<N extends ContentNode>(
  kind: ContentKind<N>,
  names: { readonly one: string; readonly many: string },
  connection: ClassType,
) {
  @ArgsType()
  class ListArguments extends PageArguments {
    @Field(() => kind.filter.input, { nullable: true, description: 'Return only what fits these conditions.' })
    filter?: object | null;

    @Field(() => kind.order.input, {
      nullable: true,
      description: `The order; by ${kind.order.natural.field}, ascending, when left out.`,
    })
    orderBy?: OrderInput | null;
  }

  @Resolver()
  abstract class ContentQueries {
    @Query(() => kind.node, {
      name: names.one,
      nullable: true,
      description: `The ${kind.description} with this slug; an old slug finds it too. Null when there is none, or none that you may see.`,
    })
    findOne(
      @Arg('slug', () => String, { description: 'The slug, now or in the past, such as the last part of its address.' })
      slug: string,
      @Ctx() context: RequestContext,
    ): Promise<object | null> {
      return context.graph.bySlug(kind, slug);
    }

    @Query(() => connection, { name: names.many, description: `Every ${kind.description}, a page at a time.` })
    findMany(@Args(() => ListArguments) args: ListArguments, @Ctx() context: RequestContext): Promise<object> {
      return context.graph.list(kind, args);
    }
  }
  return ContentQueries;
}
