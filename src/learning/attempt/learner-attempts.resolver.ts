import { Args, ArgsType, Ctx, Field, FieldResolver, InputType, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../../kernel/context';
import { PageArguments, requirePage } from '../../kernel/graphql/page';
import { forLearners, learnerIdOf, type LearnerType } from '../learner/anonymous-learner.types';
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

/** What attempts add to whoever learns. */
export const learnerAttemptsResolvers = forLearners((type) => {
  @Resolver(() => type)
  class LearnerAttemptsResolver {
    @FieldResolver(() => AttemptConnection, {
      description: 'Your attempts, the latest first, those that you have claimed among them.',
    })
    async attempts(
      @Root() learner: LearnerType,
      @Args(() => AttemptsArguments) { filter, ...args }: AttemptsArguments,
      @Ctx() { attempts, maxPageSize }: RequestContext,
    ): Promise<object> {
      const page = await attempts.list(learnerIdOf(learner), filter ?? {}, requirePage(args, maxPageSize));
      return { ...page, edges: page.edges.map(({ cursor, node }) => ({ cursor, node: toAttemptType(node) })) };
    }
  }
  return LearnerAttemptsResolver;
});
