import { IsOptional, MaxLength } from 'class-validator';
import {
  Arg,
  Args,
  ArgsType,
  Ctx,
  Field,
  FieldResolver,
  ID,
  InputType,
  Int,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import { GraphQLJSON } from 'graphql-scalars';
import type { RequestContext } from '../../kernel/context';
import { notFound } from '../../kernel/errors/errors';
import { PageArguments, requirePage } from '../../kernel/graphql/page';
import { DateTime } from '../../kernel/graphql/scalars';
import { diffContents, FieldChange } from './content-diff';
import { DocumentKind, kindOf } from './content-kinds';
import { withSlugs } from './content-slugs';
import { toDocumentType, toEditionType } from './document-mapping';
import { DocumentState } from './document-state';
import { Author, DocumentConnection, DocumentType, EditionConnection, EditionType } from './document.types';
import { requireDocumentId } from './lock-document';
import './request-context';

@InputType({ description: 'Conditions on documents; all that are given must hold.' })
class DocumentFilter {
  @Field(() => [DocumentKind], { nullable: true, description: 'Of one of these kinds.' })
  kinds?: string[] | null;

  @Field(() => [DocumentState], { nullable: true, description: 'In one of these states.' })
  states?: DocumentState[] | null;

  @Field(() => String, {
    nullable: true,
    description: 'With this text in the slug or the content, upper and lower case alike; 200 characters at most.',
  })
  @MaxLength(200, { message: 'must have 200 characters at most' })
  @IsOptional()
  text?: string | null;

  @Field(() => ID, { nullable: true, description: 'Whose latest edition was saved by this user.' })
  author?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'Saved at this time or later.' })
  changedSince?: Date | null;
}

@ArgsType()
class DocumentsArguments extends PageArguments {
  @Field(() => DocumentFilter, { nullable: true, description: 'Return only what fits these conditions.' })
  filter?: DocumentFilter | null;
}

/** Documents and editions, for editors. */
@Resolver(() => DocumentType)
export class DocumentResolver {
  @Query(() => DocumentType, {
    nullable: true,
    description: 'The document with this slug, in any state; an old slug finds it too.',
  })
  async document(
    @Arg('kind', () => DocumentKind, { description: 'The kind of content.' }) kind: string,
    @Arg('slug', () => String, { description: 'The slug, now or in the past.' }) slug: string,
    @Ctx() { documents }: RequestContext,
  ): Promise<DocumentType | null> {
    const row = await documents.bySlug(kind, slug);
    return row && toDocumentType(row);
  }

  @Query(() => DocumentConnection, { description: 'Documents in any state, the last saved first.' })
  async documents(
    @Args(() => DocumentsArguments) { filter, ...args }: DocumentsArguments,
    @Ctx() { documents, maxPageSize }: RequestContext,
  ): Promise<object> {
    const conditions = {
      ...filter,
      authorId: filter?.author ? requireDocumentId(filter.author, '/filter/author') : null,
    };
    const page = await documents.list(conditions, requirePage(args, maxPageSize));
    return { ...page, edges: page.edges.map(({ node, cursor }) => ({ cursor, node: toDocumentType(node) })) };
  }

  @Query(() => [FieldChange], { description: 'The fields in which two editions of a document differ.' })
  async diffEditions(
    @Arg('documentId', () => ID, { description: 'The document.' }) documentId: string,
    @Arg('from', () => Int, { description: 'The number of the earlier edition.' }) from: number,
    @Arg('to', () => Int, { description: 'The number of the later edition.' }) to: number,
    @Ctx() { documents, dataSource }: RequestContext,
  ): Promise<FieldChange[]> {
    const id = requireDocumentId(documentId, '/documentId');
    const document = await documents.byId(id);
    const [before, after] = await Promise.all([documents.editionByNumber(id, from), documents.editionByNumber(id, to)]);
    if (!document || !before || !after) throw notFound('There is no such document, or no edition with such a number.');
    const kind = kindOf(document.kind);
    const [a, b] = await withSlugs(dataSource.manager, [
      { kind, content: before.content },
      { kind, content: after.content },
    ]);
    return diffContents(a, b);
  }

  @FieldResolver(() => GraphQLJSON, {
    description:
      'The latest edition in the shape of the content class of its kind, references as slugs; secret fields included.',
  })
  async content(@Root() document: DocumentType, @Ctx() { documents, dataSource }: RequestContext): Promise<object> {
    const edition = (await documents.edition(document.latestEditionId))!;
    const [content] = await withSlugs(dataSource.manager, [{ kind: kindOf(document.kind), content: edition.content }]);
    return content!;
  }

  @FieldResolver(() => EditionType, { description: 'The edition that was saved last.' })
  async latestEdition(@Root() document: DocumentType, @Ctx() { documents }: RequestContext): Promise<EditionType> {
    return toEditionType((await documents.edition(document.latestEditionId))!);
  }

  @FieldResolver(() => EditionType, { nullable: true, description: 'The edition that is public; null when none is.' })
  async publishedEdition(
    @Root() document: DocumentType,
    @Ctx() { documents }: RequestContext,
  ): Promise<EditionType | null> {
    return document.publishedEditionId ? toEditionType((await documents.edition(document.publishedEditionId))!) : null;
  }

  @FieldResolver(() => EditionConnection, { description: 'Every edition, the latest first.' })
  async editions(
    @Root() document: DocumentType,
    @Args(() => PageArguments) args: PageArguments,
    @Ctx() { documents, maxPageSize }: RequestContext,
  ): Promise<object> {
    const page = await documents.editions(document.documentId, requirePage(args, maxPageSize));
    return { ...page, edges: page.edges.map(({ node, cursor }) => ({ cursor, node: toEditionType(node) })) };
  }

  @FieldResolver(() => DocumentConnection, {
    description: 'Documents whose latest edition refers to this one, by kind and slug.',
  })
  async referencedBy(
    @Root() document: DocumentType,
    @Args(() => PageArguments) args: PageArguments,
    @Ctx() { documents, maxPageSize }: RequestContext,
  ): Promise<object> {
    const page = await documents.referencedBy([document.documentId], requirePage(args, maxPageSize));
    return { ...page, edges: page.edges.map(({ node, cursor }) => ({ cursor, node: toDocumentType(node) })) };
  }
}

@Resolver(() => EditionType)
export class EditionResolver {
  @FieldResolver(() => Author, {
    nullable: true,
    description: 'Who saved it; null for content files and for users who are gone.',
  })
  author(
    @Root() edition: EditionType & { authorId: string | null },
    @Ctx() { authors }: RequestContext,
  ): Promise<Author | null> | null {
    return edition.authorId ? authors.byId(edition.authorId) : null;
  }
}
