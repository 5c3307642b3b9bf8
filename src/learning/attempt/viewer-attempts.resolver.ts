import { Args, ArgsType, Ctx, Field, FieldResolver, InputType, Resolver, Root } from 'type-graphql';
import { Viewer } from '../../accounts/user/user.objects';
import type { RequestContext } from '../../kernel/context';
import { PageArguments, requirePage } from '../../kernel/graphql/page';
import './attempt-context';
import { AttemptState } from './attempt-state';
import { AttemptConnection, toAttemptType } from './attempt.types';

@InputType({ description: 'Conditions on attempts; all that are given must hold.' })
class AttemptFilter {
  @Field(() => String, {
    nullable: true,
    description: 'Only those at the assessment with this slug, now or in the past.',
  })
  assessment?: string | null;

  @Field(() => [AttemptState], { nullable: true, description: 'Only those in one of these states.' })
  states?: AttemptState[] | null;
}

@ArgsType()
class AttemptsArguments extends PageArguments {
  @Field(() => AttemptFilter, { nullable: true, description: 'Return only what fits these conditions.' })
  filter?: AttemptFilter | null;
}

/** What attempts add to the viewer. */
@Resolver(() => Viewer)
export class ViewerAttemptsResolver {
  @FieldResolver(() => AttemptConnection, {
    description: 'Your attempts, the latest first, those that you have claimed among them.',
  })
  async attempts(
    @Root() { userId }: Viewer,
    @Args(() => AttemptsArguments) { filter, ...args }: AttemptsArguments,
    @Ctx() { attempts, maxPageSize }: RequestContext,
  ): Promise<object> {
    const page = await attempts.list(userId, filter ?? {}, requirePage(args, maxPageSize));
    return { ...page, edges: page.edges.map(({ cursor, node }) => ({ cursor, node: toAttemptType(node) })) };
  }
}
