import { Arg, Args, Ctx, Field, FieldResolver, ID, Int, ObjectType, Query, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../../kernel/context';
import { plainConnection } from '../../kernel/graphql/connection';
import { toGlobalId } from '../../kernel/graphql/global-id';
import { PageArguments, requirePage } from '../../kernel/graphql/page';
import { DateTime } from '../../kernel/graphql/scalars';
import { ChangeKind } from './change-kind';
import { DocumentKind, kindOf } from './content-kinds';
import type { ChangeRow, PublicationRow } from './history-reader';
import './request-context';

@ObjectType({ description: 'Names a document, whether or not it is public now.', simpleResolvers: true })
class DocumentReference {
  @Field(() => ID, { description: 'The id of the content, to be fetched by node.' })
  id!: string;

  @Field(() => DocumentKind, { description: 'The kind of content.' })
  kind!: string;

  @Field({ description: 'Its present slug.' })
  slug!: string;
}

@ObjectType({ description: 'What one publication did to one document.', simpleResolvers: true })
class Change {
  @Field(() => ChangeKind, { description: 'What was done.' })
  kind!: ChangeKind;

  @Field(() => DocumentReference, { description: 'Which document it was done to.' })
  document!: DocumentReference;
}

@ObjectType({
  description: 'One commit of the whole graph: everything in it became visible at once.',
  simpleResolvers: true,
})
export class Publication {
  @Field(() => Int, { description: '1, 2, 3 … without gaps, in the order of time.' })
  number!: number;

  @Field(() => DateTime, { description: 'When it became visible.' })
  publishedAt!: Date;

  @Field({ description: 'Why, in the words of whoever published; may be empty.' })
  message!: string;
}

const PublicationConnection = plainConnection(() => Publication, 'Publication', 'publications');
const ChangeConnection = plainConnection(() => Change, 'Change', 'changes');

/** The log of publications. */
@Resolver(() => Publication)
export class HistoryResolver {
  @Query(() => PublicationConnection, { description: 'What was published when, the latest first.' })
  publications(
    @Args(() => PageArguments) args: PageArguments,
    @Ctx() { history, maxPageSize }: RequestContext,
  ): Promise<object> {
    return history.publications(requirePage(args, maxPageSize));
  }

  @Query(() => ChangeConnection, {
    description:
      'What is different now from what a publication left, a change a document: for clients that keep a copy.',
  })
  async changesSince(
    @Arg('publication', () => Int, { description: 'The number of the publication; 0 for everything.' })
    publication: number,
    @Args(() => PageArguments) args: PageArguments,
    @Ctx() { history, maxPageSize }: RequestContext,
  ): Promise<object> {
    const page = await history.changesSince(publication, requirePage(args, maxPageSize));
    return { ...page, edges: page.edges.map((edge) => ({ ...edge, node: toChange(edge.node) })) };
  }

  @FieldResolver(() => ChangeConnection, {
    description: 'The documents that it added, changed or removed, by kind and slug.',
  })
  async changes(
    @Root() publication: PublicationRow,
    @Args(() => PageArguments) args: PageArguments,
    @Ctx() { history, maxPageSize }: RequestContext,
  ): Promise<object> {
    const page = await history.changes(publication.number, requirePage(args, maxPageSize));
    return { ...page, edges: page.edges.map((edge) => ({ ...edge, node: toChange(edge.node) })) };
  }
}

function toChange(row: ChangeRow): Change {
  const kind = row.after ? (row.before ? ChangeKind.CHANGED : ChangeKind.ADDED) : ChangeKind.REMOVED;
  return {
    kind,
    document: { id: toGlobalId(kindOf(row.kind).node.name, row.documentId), kind: row.kind, slug: row.slug },
  };
}
