import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { EntityManager } from 'typeorm';
import { type AuditSubject, recordAudit } from '../../accounts/audit/record-audit';
import type { RequestContext } from '../../kernel/context';
import { toGlobalId } from '../../kernel/graphql/global-id';
import { DocumentReader } from '../publishing/document-reader';
import { requireDocumentsInScope } from '../publishing/kind-scope';
import { requireDocumentId } from '../publishing/lock-document';
import { latestEditions } from '../publishing/publishing-mutations.resolver';
import { addToRelease, createRelease, deleteRelease, removeFromRelease, renameRelease } from './edit-release';
import { ReleaseReader } from './release-reader';
import { findAndLock, pinnedChanges, type ReleaseRow, requireReleaseId } from './release-store';
import {
  AddToReleaseInput,
  CancelReleaseInput,
  CreateReleaseInput,
  DeleteReleaseInput,
  PublishReleaseInput,
  RemoveFromReleaseInput,
  RenameReleaseInput,
  ScheduleReleaseInput,
} from './release.inputs';
import {
  AddToReleasePayload,
  CancelReleasePayload,
  CreateReleasePayload,
  DeleteReleasePayload,
  PublishReleasePayload,
  RemoveFromReleasePayload,
  RenameReleasePayload,
  ScheduleReleasePayload,
} from './release.payloads';
import './release.resolver';
import { type ReleaseType, toReleaseType } from './release.types';
import { cancelRelease, publishReleaseNow, requireTimeZone, scheduleRelease } from './schedule-release';

/** Putting releases together, and publishing them. Each is one transaction with its entries in the audit log. */
@Resolver()
export class ReleaseMutationsResolver {
  @Mutation(() => CreateReleasePayload, { description: 'Makes a release: documents that will go out together.' })
  createRelease(
    @Arg('input', () => CreateReleaseInput, { description: 'The new release.' }) { title }: CreateReleaseInput,
    @Ctx() context: RequestContext,
  ): Promise<CreateReleasePayload> {
    return change(context, 'createRelease', async (manager) => ({
      id: await createRelease(manager, title, context.viewer!.id),
    }));
  }

  @Mutation(() => RenameReleasePayload, { description: 'Gives a release another title, until it is published.' })
  renameRelease(
    @Arg('input', () => RenameReleaseInput, { description: 'Which release, and its title.' }) input: RenameReleaseInput,
    @Ctx() context: RequestContext,
  ): Promise<RenameReleasePayload> {
    const id = idOf(input);
    return change(context, 'renameRelease', async (manager) => {
      await renameRelease(manager, id, input.title);
      return { id };
    });
  }

  @Mutation(() => AddToReleasePayload, {
    description:
      'Puts the latest edition of each document into a release; again, it moves to what is the latest then. CONFLICT while scheduled.',
  })
  addToRelease(
    @Arg('input', () => AddToReleaseInput, { description: 'Which documents, and which release.' })
    input: AddToReleaseInput,
    @Ctx() context: RequestContext,
  ): Promise<AddToReleasePayload> {
    const id = idOf(input);
    return change(context, 'addToRelease', async (manager) => {
      const subjects = await latestEditions(manager, input.documentIds);
      await requireDocumentsInScope(manager, context.viewer, subjects.map(documentIdOf));
      await addToRelease(manager, id, subjects);
      return { id, subjects };
    });
  }

  @Mutation(() => RemoveFromReleasePayload, {
    description:
      'Takes documents out of a release. CONFLICT while scheduled; NOT_FOUND when it does not hold one of them.',
  })
  removeFromRelease(
    @Arg('input', () => RemoveFromReleaseInput, { description: 'Which documents, and which release.' })
    input: RemoveFromReleaseInput,
    @Ctx() context: RequestContext,
  ): Promise<RemoveFromReleasePayload> {
    const id = idOf(input);
    const documentIds = input.documentIds.map((each, index) => requireDocumentId(each, `/input/documentIds/${index}`));
    return change(context, 'removeFromRelease', async (manager) => {
      await requireDocumentsInScope(manager, context.viewer, documentIds);
      await removeFromRelease(manager, id, documentIds);
      return { id, subjects: [...new Set(documentIds)].map((documentId) => ({ documentId })) };
    });
  }

  @Mutation(() => DeleteReleasePayload, {
    description: 'Deletes a release that is not published and not scheduled. Its documents stay as they are.',
  })
  async deleteRelease(
    @Arg('input', () => DeleteReleaseInput, { description: 'Which release to delete.' }) input: DeleteReleaseInput,
    @Ctx() context: RequestContext,
  ): Promise<DeleteReleasePayload> {
    const id = idOf(input);
    const before = await context.releases.byId(id);
    return change(
      context,
      'deleteRelease',
      async (manager) => {
        await findAndLock(manager, id);
        const held = await pinnedChanges(manager, id);
        await requireDocumentsInScope(manager, context.viewer, held.map(documentIdOf));
        await deleteRelease(manager, id);
        return { id };
      },
      before,
    );
  }

  @Mutation(() => PublishReleasePayload, {
    description:
      'Makes everything that a release holds public now, as one publication. What its problems call an ERROR is NOT_PUBLISHABLE.',
  })
  publishRelease(
    @Arg('input', () => PublishReleaseInput, { description: 'Which release to publish.' }) input: PublishReleaseInput,
    @Ctx() context: RequestContext,
  ): Promise<PublishReleasePayload> {
    return changeAsPublisher(context, 'publishRelease', input, (manager, id, userId) =>
      publishReleaseNow(manager, id, userId),
    );
  }

  @Mutation(() => ScheduleReleasePayload, {
    description:
      'Lets a release be published by itself at a time, in your name. It is checked again then; with errors it becomes FAILED.',
  })
  scheduleRelease(
    @Arg('input', () => ScheduleReleaseInput, { description: 'Which release, and when.' }) input: ScheduleReleaseInput,
    @Ctx() context: RequestContext,
  ): Promise<ScheduleReleasePayload> {
    const timeZone = requireTimeZone(input.timeZone, '/input/timeZone');
    return changeAsPublisher(context, 'scheduleRelease', input, (manager, id, userId) =>
      scheduleRelease(manager, id, { publishAt: input.publishAt, timeZone, userId }),
    );
  }

  @Mutation(() => CancelReleasePayload, {
    description: 'Takes the schedule from a release, which is open again; so is one that failed.',
  })
  cancelRelease(
    @Arg('input', () => CancelReleaseInput, { description: 'Which schedule.' }) input: CancelReleaseInput,
    @Ctx() context: RequestContext,
  ): Promise<CancelReleasePayload> {
    return changeAsPublisher(context, 'cancelRelease', input, cancelRelease);
  }
}

const idOf = (input: { releaseId: string }): string => requireReleaseId(input.releaseId, '/input/releaseId');
const documentIdOf = ({ documentId }: { documentId: string }): string => documentId;

/** What is done to everything that the release holds: an API token must be good for all the kinds of it. */
function changeAsPublisher(
  context: RequestContext,
  action: string,
  input: { releaseId: string },
  work: (manager: EntityManager, id: string, userId: string) => Promise<void>,
): Promise<{ release: ReleaseType }> {
  const id = idOf(input);
  return change(context, action, async (manager) => {
    await work(manager, id, context.viewer!.id);
    const subjects = await pinnedChanges(manager, id);
    await requireDocumentsInScope(manager, context.viewer, subjects.map(documentIdOf));
    return { id, subjects };
  });
}

/** Does the work and its audit in one transaction, and answers with what is stored then, or with what stood there before. */
async function change(
  context: RequestContext,
  action: string,
  work: (manager: EntityManager) => Promise<{ id: string; subjects?: readonly AuditSubject[] }>,
  before: ReleaseRow | null = null,
): Promise<{ release: ReleaseType }> {
  const id = await context.dataSource.transaction(async (manager) => {
    const done = await work(manager);
    const subjectId = toGlobalId('Release', done.id);
    const subjects = done.subjects?.length ? done.subjects : [{}];
    await recordAudit(
      manager,
      context,
      action,
      subjects.map((subject) => ({ ...subject, subjectId })),
    );
    return done.id;
  });
  context.releases = new ReleaseReader(context.dataSource);
  context.documents = new DocumentReader(context.dataSource);
  return { release: toReleaseType((await context.releases.byId(id)) ?? before!) };
}
