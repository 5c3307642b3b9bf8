import { Arg, type ClassType, Ctx, Field, ID, InputType, Int, Mutation, ObjectType, Resolver } from 'type-graphql';
import { recordAudit } from '../../accounts/audit/record-audit';
import type { RequestContext } from '../../kernel/context';
import type { ContentKind } from './content-kind';
import type { ContentNode } from './content-node';
import { requireMessage } from './change-message';
import { DocumentReader } from './document-reader';
import { toDocumentType } from './document-mapping';
import { DocumentType } from './document.types';
import { GraphReader } from './graph-reader';
import { requireKindInScope } from './kind-scope';
import { requireDocumentId } from './lock-document';
import { saveDocument } from './save-document';
import './request-context';

/** The save mutation of a kind, such as saveCareer, with its input and payload: made from the kind's content class. */
export function saveMutation<N extends ContentNode, C extends object>(kind: ContentKind<N, C>): ClassType {
  const { name } = kind.node;
  /** The field of the payload that holds the content is named after the type: career, learningResource. */
  const field = `${name.charAt(0).toLowerCase()}${name.slice(1)}`;

  @InputType(`Save${name}Input`, {
    description: `A new ${kind.description} by its slug, or a new edition of one by its id.`,
  })
  class SaveInput {
    @Field(() => ID, { nullable: true, description: `The ${kind.description} to change; left out, a new one is made.` })
    documentId?: string | null;

    @Field(() => String, {
      nullable: true,
      description: 'The slug of a new one: a-z, 0-9 and single hyphens, 80 characters at most.',
    })
    slug?: string | null;

    @Field(() => Int, {
      nullable: true,
      description: 'The version of the document that you have seen; needed when changing one.',
    })
    expectedVersion?: number | null;

    @Field(() => kind.content, { description: 'The whole content: a field that is left out is empty afterwards.' })
    content!: C;

    @Field(() => String, {
      nullable: true,
      description: 'Why, for those who read the history; 500 characters at most.',
    })
    message?: string | null;
  }

  @ObjectType(`Save${name}Payload`, { description: 'What was saved.', simpleResolvers: true })
  class SavePayload {
    @Field(() => DocumentType, { description: 'The document, with its new version.' })
    document!: DocumentType;
  }
  Field(() => kind.node, { description: 'What was saved, as the draft perspective shows it.' })(
    SavePayload.prototype,
    field,
  );

  @Resolver()
  class SaveResolver {
    @Mutation(() => SavePayload, {
      name: `save${name}`,
      description: `Saves one ${kind.description} as a draft. Wrong content is BAD_USER_INPUT with every problem; a version that is no longer the latest is CONFLICT.`,
    })
    async save(
      @Arg('input', () => SaveInput, { validateFn: () => undefined, description: 'What to save.' }) input: SaveInput,
      @Ctx() context: RequestContext,
    ): Promise<object> {
      const { dataSource } = context;
      requireKindInScope(context.viewer, kind.kind);
      const id = await dataSource.transaction(async (manager) => {
        const { documentId, editionId } = await saveDocument(manager, kind as unknown as ContentKind, {
          documentId: input.documentId == null ? null : requireDocumentId(input.documentId, '/input/documentId'),
          slug: input.slug ?? null,
          expectedVersion: input.expectedVersion ?? null,
          content: input.content,
          message: requireMessage(input.message),
          authorId: context.viewer!.id,
        });
        await recordAudit(manager, context, `save${name}`, [{ documentId, editionId }]);
        return documentId;
      });
      // What the rest of the operation reads of the answer is the draft.
      context.graph = new GraphReader(dataSource, { kind: 'draft' }, context.maxPageSize);
      context.documents = new DocumentReader(dataSource);
      const document = toDocumentType((await context.documents.byId(id))!);
      return { document, [field]: await context.graph.byId(kind, id) };
    }
  }
  return SaveResolver;
}
