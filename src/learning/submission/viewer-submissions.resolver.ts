import { Args, ArgsType, Ctx, Field, FieldResolver, InputType, Resolver, Root } from 'type-graphql';
import { Viewer } from '../../accounts/user/user.objects';
import type { RequestContext } from '../../kernel/context';
import { PageArguments, requirePage } from '../../kernel/graphql/page';
import './submission-context';
import { SubmissionState } from './submission-state';
import { SubmissionConnection, toSubmissionType } from './submission.types';

@InputType({ description: 'Conditions on submissions; all that are given must hold.' })
class SubmissionFilter {
  @Field(() => String, {
    nullable: true,
    description: 'Only those of the project with this slug, now or in the past.',
  })
  project?: string | null;

  @Field(() => [SubmissionState], { nullable: true, description: 'Only those in one of these states.' })
  states?: SubmissionState[] | null;
}

@ArgsType()
class SubmissionsArguments extends PageArguments {
  @Field(() => SubmissionFilter, { nullable: true, description: 'Return only what fits these conditions.' })
  filter?: SubmissionFilter | null;
}

/** What submissions add to the viewer. */
@Resolver(() => Viewer)
export class ViewerSubmissionsResolver {
  @FieldResolver(() => SubmissionConnection, { description: 'The projects that you handed in, the latest first.' })
  async submissions(
    @Root() { userId }: Viewer,
    @Args(() => SubmissionsArguments) { filter, ...args }: SubmissionsArguments,
    @Ctx() { submissions, maxPageSize }: RequestContext,
  ): Promise<object> {
    const page = await submissions.ofLearner(userId, filter ?? {}, requirePage(args, maxPageSize));
    return { ...page, edges: page.edges.map(({ cursor, node }) => ({ cursor, node: toSubmissionType(node) })) };
  }
}
