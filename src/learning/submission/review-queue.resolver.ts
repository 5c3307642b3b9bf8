import { Args, ArgsType, Ctx, Field, Query, Resolver } from 'type-graphql';
import type { RequestContext } from '../../kernel/context';
import { PageArguments, requirePage } from '../../kernel/graphql/page';
import './submission-context';
import { SubmissionConnection, toSubmissionType } from './submission.types';

@ArgsType()
class ReviewQueueArguments extends PageArguments {
  @Field(() => Boolean, {
    defaultValue: false,
    description: 'True for what you have taken and not judged yet, instead of what waits.',
  })
  held!: boolean;
}

/** What waits for reviewers. */
@Resolver()
export class ReviewQueueResolver {
  @Query(() => SubmissionConnection, {
    description:
      'Submissions that wait for a reviewer, the longest first; what a reviewer has kept for more than 24 hours is among them, and your own never is.',
  })
  async reviewQueue(
    @Args(() => ReviewQueueArguments) { held, ...args }: ReviewQueueArguments,
    @Ctx() { submissions, viewer, maxPageSize }: RequestContext,
  ): Promise<object> {
    const asked = requirePage(args, maxPageSize);
    const page = await (held ? submissions.heldBy(viewer!.id, asked) : submissions.queue(viewer!.id, asked));
    return { ...page, edges: page.edges.map(({ cursor, node }) => ({ cursor, node: toSubmissionType(node) })) };
  }
}
