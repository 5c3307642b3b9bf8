import { Arg, Args, ArgsType, Ctx, Field, FieldResolver, ID, InputType, Query, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../../kernel/context';
import { PageArguments, requirePage } from '../../kernel/graphql/page';
import { toDocumentType, toEditionType, toPublishProblems } from '../publishing/document-mapping';
import { Author, DocumentType, EditionType, PublishProblem } from '../publishing/document.types';
import { Publication } from '../publishing/history.resolver';
import type { PublicationRow } from '../publishing/history-reader';
import { releaseProblems } from './release-problems';
import { ReleaseReader } from './release-reader';
import { ReleaseState } from './release-state';
import { requireReleaseId } from './release-store';
import {
  ReleaseConflict,
  ReleaseConnection,
  ReleaseDocumentConnection,
  ReleaseDocumentEdge,
  ReleaseType,
  toReleaseType,
} from './release.types';

declare module '../../kernel/context' {
  interface RequestContext {
    /** Releases, for editors: root fields that lead to it have a rule. */
    releases: ReleaseReader;
  }
}

/** Gives a request its reader of releases. */
export function addReleaseReader(context: RequestContext): void {
  context.releases = new ReleaseReader(context.dataSource);
}

@InputType({ description: 'Conditions on releases; all that are given must hold.' })
class ReleaseFilter {
  @Field(() => [ReleaseState], { nullable: true, description: 'Only those in one of these states.' })
  states?: ReleaseState[] | null;
}

@ArgsType()
class ReleasesArguments extends PageArguments {
  @Field(() => ReleaseFilter, { nullable: true, description: 'Return only what fits these conditions.' })
  filter?: ReleaseFilter | null;
}

/** Releases, for editors. */
@Resolver(() => ReleaseType)
export class ReleaseResolver {
  @Query(() => ReleaseType, { nullable: true, description: 'The release with this id; null when there is none.' })
  async release(
    @Arg('id', () => ID, { description: 'The id of a release.' }) id: string,
    @Ctx() { releases }: RequestContext,
  ): Promise<ReleaseType | null> {
    const row = await releases.byId(requireReleaseId(id, '/id'));
    return row && toReleaseType(row);
  }

  @Query(() => ReleaseConnection, { description: 'Releases, the latest first.' })
  async releases(
    @Args(() => ReleasesArguments) { filter, ...args }: ReleasesArguments,
    @Ctx() { releases, maxPageSize }: RequestContext,
  ): Promise<object> {
    const page = await releases.list(filter?.states ?? null, requirePage(args, maxPageSize));
    return { ...page, edges: page.edges.map(({ node, cursor }) => ({ cursor, node: toReleaseType(node) })) };
  }

  @FieldResolver(() => Author, { nullable: true, description: 'Who made it; null when the account is gone.' })
  createdBy(@Root() { row }: ReleaseType, @Ctx() { authors }: RequestContext): Promise<Author | null> | null {
    return row.createdById ? authors.byId(row.createdById) : null;
  }

  @FieldResolver(() => Author, {
    nullable: true,
    description: 'Who scheduled it, and so publishes it; null without a schedule.',
  })
  scheduledBy(@Root() { row }: ReleaseType, @Ctx() { authors }: RequestContext): Promise<Author | null> | null {
    return row.scheduledById ? authors.byId(row.scheduledById) : null;
  }

  @FieldResolver(() => ReleaseDocumentConnection, { description: 'The documents that it holds, by kind and slug.' })
  async documents(
    @Root() { row }: ReleaseType,
    @Args(() => PageArguments) args: PageArguments,
    @Ctx() { releases, documents, maxPageSize }: RequestContext,
  ): Promise<object> {
    const page = await releases.items(row.id, requirePage(args, maxPageSize));
    const found = await Promise.all(page.edges.map(({ node }) => documents.byId(node.documentId)));
    const edges = page.edges.map(({ cursor, node: { editionId, outdated } }, index) => ({
      cursor,
      node: toDocumentType(found[index]!),
      editionId,
      outdated,
    }));
    return { ...page, edges };
  }

  @FieldResolver(() => [PublishProblem], {
    description:
      'What speaks against publishing it now, errors first: what publishPlan finds, and editions that were overtaken. Empty once it is published.',
  })
  async problems(
    @Root() { row }: ReleaseType,
    @Ctx() { dataSource, documents }: RequestContext,
  ): Promise<PublishProblem[]> {
    if (row.state === ReleaseState.PUBLISHED) return [];
    return toPublishProblems(await releaseProblems(dataSource.manager, row.id), documents);
  }

  @FieldResolver(() => [PublishProblem], {
    description: 'What spoke against publishing it when its time came; empty unless it is FAILED.',
  })
  failedProblems(@Root() { row }: ReleaseType, @Ctx() { documents }: RequestContext): Promise<PublishProblem[]> {
    return toPublishProblems(row.failedProblems ?? [], documents);
  }

  @FieldResolver(() => [ReleaseConflict], {
    description:
      'Other releases that are not published and hold some of the same documents, the oldest first. One that holds an earlier edition than what is public by then is refused.',
  })
  async conflicts(
    @Root() { row }: ReleaseType,
    @Ctx() { releases }: RequestContext,
  ): Promise<{ release: ReleaseType; documentIds: string[] }[]> {
    const found = await releases.conflicts(row.id);
    const others = await Promise.all(found.map(({ otherId }) => releases.byId(otherId)));
    return found.map(({ documentIds }, index) => ({ release: toReleaseType(others[index]!), documentIds }));
  }

  @FieldResolver(() => Publication, {
    nullable: true,
    description: 'The publication that it became; null until then, and when all of it was public already.',
  })
  publication(@Root() { row }: ReleaseType, @Ctx() { history }: RequestContext): Promise<PublicationRow | null> | null {
    return row.publicationNumber === null ? null : history.publication(row.publicationNumber);
  }
}

@Resolver(() => ReleaseDocumentEdge)
export class ReleaseDocumentEdgeResolver {
  @FieldResolver(() => EditionType, {
    nullable: true,
    description: 'The edition that is to become public; null when the document is to be taken out.',
  })
  async edition(
    @Root() { editionId }: ReleaseDocumentEdge,
    @Ctx() { documents }: RequestContext,
  ): Promise<EditionType | null> {
    const row = editionId ? await documents.edition(editionId) : null;
    return row && toEditionType(row);
  }
}

@Resolver(() => ReleaseConflict)
export class ReleaseConflictResolver {
  @FieldResolver(() => [DocumentType], { description: 'The documents that both hold, by kind and slug.' })
  async documents(
    @Root() { documentIds }: ReleaseConflict,
    @Ctx() { documents }: RequestContext,
  ): Promise<DocumentType[]> {
    const rows = await Promise.all(documentIds.map((id) => documents.byId(id)));
    return rows.map((row) => toDocumentType(row!));
  }
}
