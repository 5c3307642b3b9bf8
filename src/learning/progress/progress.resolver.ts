import { Arg, Args, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { kindOf } from '../../content/publishing/content-kinds';
import { ContentNode } from '../../content/publishing/content-node';
import { requireDocumentId } from '../../content/publishing/lock-document';
import { requirePublished } from '../../content/publishing/perspective';
import type { RequestContext } from '../../kernel/context';
import { PageArguments, requirePage } from '../../kernel/graphql/page';
import { forLearners, learnerIdOf, type LearnerType } from '../learner/anonymous-learner.types';
import { claimed } from '../learner/learners';
import { addProgressReader } from './progress-context';
import { ProgressArguments, RecordProgressInput } from './progress.inputs';
import { RecordProgressPayload } from './progress.payloads';
import { ProgressChangeConnection, ProgressConnection, ProgressType, toProgressType } from './progress.types';
import { recordProgress } from './record-progress';

/** Progress as its learners see it. */
@Resolver(() => ProgressType)
export class ProgressResolver {
  @Mutation(() => RecordProgressPayload, {
    description:
      'Records how far you are with an item, for anybody. The last one wins, in the order in which the server gets them; sent again, it changes nothing. BAD_USER_INPUT for an id of anything else.',
  })
  async recordProgress(
    @Arg('input', () => RecordProgressInput, { description: 'Which item, and how far.' })
    { itemId, state, attemptToken }: RecordProgressInput,
    @Ctx() context: RequestContext,
  ): Promise<RecordProgressPayload> {
    requirePublished(context.graph.perspective, 'Progress is recorded on what is published');
    const proof = { viewer: context.viewer, token: attemptToken };
    await context.services.newLearners.admit(proof, context);
    const { token, ...ref } = await context.dataSource.transaction((manager) =>
      recordProgress(manager, proof, itemId, state),
    );
    addProgressReader(context);
    const row = await context.progress.one(ref);
    // Recorded, and claimed by an account before it could be read again.
    if (!row) throw claimed();
    return { progress: toProgressType(row), attemptToken: token };
  }

  @FieldResolver(() => ContentNode, {
    description: 'The document that the item belongs to, as it is published now or as it last was.',
  })
  async document(@Root() { row }: ProgressType, @Ctx() { editions }: RequestContext): Promise<ContentNode> {
    return (await editions.lastPublished(kindOf(row.documentKind), row.documentId))!;
  }

  @FieldResolver(() => ProgressChangeConnection, {
    description: 'Every change of the state, the last first, those that you have claimed among them.',
  })
  history(
    @Root() { row }: ProgressType,
    @Args(() => PageArguments) args: PageArguments,
    @Ctx() { progress, maxPageSize }: RequestContext,
  ): Promise<object> {
    return progress.history(row, requirePage(args, maxPageSize));
  }
}

/** What progress adds to whoever learns. */
export const learnerProgressResolvers = forLearners((type) => {
  @Resolver(() => type)
  class LearnerProgressResolver {
    @FieldResolver(() => ProgressConnection, {
      description:
        'How far you are with every item that you recorded anything on, what changed last first; also with items that are not there any more.',
    })
    async progress(
      @Root() learner: LearnerType,
      @Args(() => ProgressArguments) { filter, ...args }: ProgressArguments,
      @Ctx() { progress, maxPageSize }: RequestContext,
    ): Promise<object> {
      const { document, states } = filter ?? {};
      const documentId = document == null ? null : requireDocumentId(document, '/filter/document');
      const page = await progress.list(learnerIdOf(learner), { documentId, states }, requirePage(args, maxPageSize));
      return { ...page, edges: page.edges.map(({ cursor, node }) => ({ cursor, node: toProgressType(node) })) };
    }
  }
  return LearnerProgressResolver;
});
