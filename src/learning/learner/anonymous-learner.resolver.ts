import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import type { RequestContext } from '../../kernel/context';
import { AnonymousLearner } from './anonymous-learner.types';
import { requireLearner } from './learners';

/** Learners without an account. */
@Resolver()
export class AnonymousLearnerResolver {
  @Query(() => AnonymousLearner, {
    description:
      'You, by the token of your attempts and progress. NOT_FOUND for a token that nobody has; UNAUTHENTICATED for one that an account has claimed: its owner finds everything on viewer.',
  })
  async anonymousLearner(
    @Arg('attemptToken', () => String, { description: 'The token that startAttempt or recordProgress gave.' })
    attemptToken: string,
    @Ctx() { dataSource }: RequestContext,
  ): Promise<AnonymousLearner> {
    return { learnerId: await requireLearner(dataSource, { viewer: null, token: attemptToken }) };
  }
}
