import { Arg, Ctx, Field, ID, InputType, Int, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { EntityManager } from 'typeorm';
import { recordAudit } from '../../accounts/audit/record-audit';
import type { RequestContext } from '../../kernel/context';
import {
  archiveDocument,
  renameDocument,
  restoreDocument,
  restoreEdition,
  type SeenDocument,
} from './document-lifecycle';
import { toDocumentType } from './document-mapping';
import { DocumentReader } from './document-reader';
import { DocumentType } from './document.types';
import { requireDocumentsInScope } from './kind-scope';
import { requireDocumentId } from './lock-document';
import './request-context';

const VERSION = 'The version that you have seen; CONFLICT with both versions when it is no longer the latest.';

@InputType({ description: 'A document in the version that you have seen.' })
class DocumentVersionInput {
  @Field(() => ID, { description: 'The document.' })
  documentId!: string;

  @Field(() => Int, { description: VERSION })
  expectedVersion!: number;
}

@InputType({ description: 'A document and its new slug.' })
class RenameSlugInput extends DocumentVersionInput {
  @Field(() => String, {
    description: 'The new slug: a-z, 0-9 and single hyphens, 80 characters at most. A taken one is CONFLICT.',
  })
  slug!: string;
}

@InputType({ description: 'A document and the edition that it goes back to.' })
class RestoreEditionInput extends DocumentVersionInput {
  @Field(() => Int, { description: 'The number of the edition.' })
  number!: number;
}

@ObjectType({ description: 'The document as it is now.', simpleResolvers: true })
class DocumentPayload {
  @Field(() => DocumentType, { description: 'The document, with its new version.' })
  document!: DocumentType;
}

/** What becomes of a document beside its content. */
@Resolver()
export class DocumentLifecycleResolver {
  @Mutation(() => DocumentPayload, {
    description: 'Puts a document away: it leaves the draft perspective. Refused while it is public.',
  })
  archiveDocument(
    @Arg('input', () => DocumentVersionInput, { description: 'Which document.' }) input: DocumentVersionInput,
    @Ctx() context: RequestContext,
  ): Promise<DocumentPayload> {
    return change(context, 'archiveDocument', input, archiveDocument);
  }

  @Mutation(() => DocumentPayload, { description: 'Takes a document back out of the archive, as a draft.' })
  restoreDocument(
    @Arg('input', () => DocumentVersionInput, { description: 'Which document.' }) input: DocumentVersionInput,
    @Ctx() context: RequestContext,
  ): Promise<DocumentPayload> {
    return change(context, 'restoreDocument', input, restoreDocument);
  }

  @Mutation(() => DocumentPayload, {
    description: 'Gives a document another slug, at once and everywhere; the old one keeps leading to it.',
  })
  renameSlug(
    @Arg('input', () => RenameSlugInput, { description: 'Which document, and its new slug.' }) input: RenameSlugInput,
    @Ctx() context: RequestContext,
  ): Promise<DocumentPayload> {
    return change(context, 'renameSlug', input, (manager, seen) =>
      renameDocument(manager, { ...seen, slug: input.slug }),
    );
  }

  @Mutation(() => DocumentPayload, { description: 'Saves what an earlier edition said as a new draft.' })
  restoreEdition(
    @Arg('input', () => RestoreEditionInput, { description: 'Which document, and which edition.' })
    input: RestoreEditionInput,
    @Ctx() context: RequestContext,
  ): Promise<DocumentPayload> {
    const authorId = context.viewer!.id;
    return change(context, 'restoreEdition', input, (manager, seen) =>
      restoreEdition(manager, { ...seen, number: input.number, authorId }),
    );
  }
}

/** Does the work, which answers with the edition that it made if any, and notes it in the audit log. */
async function change(
  context: RequestContext,
  action: string,
  input: DocumentVersionInput,
  work: (manager: EntityManager, seen: SeenDocument) => Promise<string | void>,
): Promise<DocumentPayload> {
  const documentId = requireDocumentId(input.documentId, '/input/documentId');
  await context.dataSource.transaction(async (manager) => {
    await requireDocumentsInScope(manager, context.viewer, [documentId]);
    const editionId = await work(manager, { documentId, expectedVersion: input.expectedVersion });
    await recordAudit(manager, context, action, [{ documentId, editionId: editionId ?? null }]);
  });
  context.documents = new DocumentReader(context.dataSource);
  return { document: toDocumentType((await context.documents.byId(documentId))!) };
}
