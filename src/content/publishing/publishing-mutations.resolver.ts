import { Arg, Ctx, Field, ID, InputType, Int, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { EntityManager } from 'typeorm';
import { recordAudit } from '../../accounts/audit/record-audit';
import type { RequestContext } from '../../kernel/context';
import { badInput, conflict, notFound } from '../../kernel/errors/errors';
import { requireMessage } from './change-message';
import type { DocumentChange } from './document-change';
import { Publication } from './history.resolver';
import type { PublicationRow } from './history-reader';
import { requireDocumentsInScope } from './kind-scope';
import { requireDocumentId } from './lock-document';
import { lockPublishing } from './publish';
import { publishOrRefuse } from './publish-or-refuse';
import { inverseOf } from './revert-publication';
import './request-context';

const MESSAGE = 'Why, for those who read the history; 500 characters at most.';
/** Most documents that go out, or into a release, together. */
export const MAX_DOCUMENTS = 1_000;
const DOCUMENTS = `The documents, at least one and at most ${MAX_DOCUMENTS}.`;

@InputType({ description: 'What to publish.' })
class PublishInput {
  @Field(() => [ID], { description: DOCUMENTS })
  documentIds!: string[];

  @Field(() => String, { nullable: true, description: MESSAGE })
  message?: string | null;
}

@InputType({ description: 'What to take out of the public graph.' })
class UnpublishInput {
  @Field(() => [ID], { description: DOCUMENTS })
  documentIds!: string[];

  @Field(() => String, { nullable: true, description: MESSAGE })
  message?: string | null;
}

@InputType({ description: 'Which publication to undo.' })
class RevertPublicationInput {
  @Field(() => Int, { description: 'The number of the publication.' })
  number!: number;

  @Field(() => String, { nullable: true, description: MESSAGE })
  message?: string | null;
}

@ObjectType({ description: 'The publication that was made.', simpleResolvers: true })
class PublicationPayload {
  @Field(() => Publication, { description: 'The new publication, which is the latest.' })
  publication!: PublicationRow;
}

/** Publishing, its opposite, and undoing. Each is one transaction and one publication, or nothing. */
@Resolver()
export class PublishingMutationsResolver {
  @Mutation(() => PublicationPayload, {
    description:
      'Makes the latest edition of each document public, all at once. What publishPlan calls an ERROR is NOT_PUBLISHABLE.',
  })
  publish(
    @Arg('input', () => PublishInput, { description: 'What to publish.' }) input: PublishInput,
    @Ctx() context: RequestContext,
  ): Promise<PublicationPayload> {
    return inOnePublication(context, 'publish', input.message, (manager) => latestEditions(manager, input.documentIds));
  }

  @Mutation(() => PublicationPayload, {
    description:
      'Takes documents out of the public graph, all at once. Refused while something that stays public refers to them.',
  })
  unpublish(
    @Arg('input', () => UnpublishInput, { description: 'What to take out.' }) input: UnpublishInput,
    @Ctx() context: RequestContext,
  ): Promise<PublicationPayload> {
    return inOnePublication(context, 'unpublish', input.message, (manager) => withdrawals(manager, input.documentIds));
  }

  @Mutation(() => PublicationPayload, {
    description:
      'Undoes a publication by a new one. CONFLICT, naming them, while later publications changed the same documents.',
  })
  revertPublication(
    @Arg('input', () => RevertPublicationInput, { description: 'Which publication to undo.' })
    input: RevertPublicationInput,
    @Ctx() context: RequestContext,
  ): Promise<PublicationPayload> {
    return inOnePublication(
      context,
      'revertPublication',
      input.message ?? `Reverts publication ${input.number}`,
      (manager) => inverseOf(manager, input.number),
    );
  }
}

async function inOnePublication(
  context: RequestContext,
  action: string,
  message: string | null | undefined,
  changesOf: (manager: EntityManager) => Promise<DocumentChange[]>,
): Promise<PublicationPayload> {
  const number = await context.dataSource.transaction(async (manager) => {
    // First of all, or another publication could come between what the changes were made from and their own.
    await lockPublishing(manager);
    const changes = await changesOf(manager);
    await requireDocumentsInScope(
      manager,
      context.viewer,
      changes.map((change) => change.documentId),
    );
    const by = { actorId: context.viewer!.id, message: requireMessage(message) };
    const published = await publishOrRefuse(manager, changes, by);
    if (published !== null) await recordAudit(manager, context, action, await publishedBy(manager, published));
    return published;
  });
  if (number === null) throw conflict('There is nothing to do: what is public is what you ask for.');
  return { publication: (await context.history.publication(number))! };
}

/** What a publication really changed: what was public already is not among it. */
function publishedBy(manager: EntityManager, number: number): Promise<DocumentChange[]> {
  return manager.query(
    `SELECT document_id AS "documentId", edition_id AS "editionId" FROM publication_item
     WHERE publication_number = $1 ORDER BY document_id`,
    [number],
  );
}

/** The latest edition of each document; NOT_FOUND for an unknown one, CONFLICT for an archived one. */
export async function latestEditions(
  manager: EntityManager,
  ids: readonly string[],
  pointer = '/input/documentIds',
): Promise<DocumentChange[]> {
  const rows = await requireDocuments(manager, ids, pointer);
  return rows.map(({ id, slug, latest_edition_id, archived }) => {
    if (archived) throw conflict(`The document ${slug} is archived: restore it first.`);
    return { documentId: id, editionId: latest_edition_id };
  });
}

/** Each document taken out of the public graph; NOT_FOUND for an unknown one. */
export async function withdrawals(
  manager: EntityManager,
  ids: readonly string[],
  pointer = '/input/documentIds',
): Promise<DocumentChange[]> {
  const rows = await requireDocuments(manager, ids, pointer);
  return rows.map(({ id }) => ({ documentId: id, editionId: null }));
}

interface NamedDocument {
  readonly id: string;
  readonly slug: string;
  readonly latest_edition_id: string;
  readonly archived: boolean;
}

/** The documents of these global ids, each once; NOT_FOUND when one is unknown. */
async function requireDocuments(
  manager: EntityManager,
  ids: readonly string[],
  pointer: string,
): Promise<NamedDocument[]> {
  if (ids.length > MAX_DOCUMENTS) {
    throw badInput(pointer, 'size', `At most ${MAX_DOCUMENTS} documents go together, not ${ids.length}.`);
  }
  const documentIds = ids.map((id, index) => requireDocumentId(id, `${pointer}/${index}`));
  const rows: NamedDocument[] = await manager.query(
    'SELECT id, slug, latest_edition_id, archived_at IS NOT NULL AS archived FROM document WHERE id = ANY($1::uuid[])',
    [documentIds],
  );
  const found = new Map(rows.map((row) => [row.id, row]));
  return [...new Set(documentIds)].map((id) => {
    const row = found.get(id);
    if (!row) throw notFound('There is no document with one of these ids.');
    return row;
  });
}
