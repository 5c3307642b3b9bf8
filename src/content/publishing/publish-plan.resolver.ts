import { Arg, Args, Ctx, Field, FieldResolver, ID, ObjectType, Query, Resolver, Root } from 'type-graphql';
import type { DataSource, EntityManager } from 'typeorm';
import type { RequestContext } from '../../kernel/context';
import { badInput } from '../../kernel/errors/errors';
import { PageArguments, requirePage } from '../../kernel/graphql/page';
import { ChangeKind } from './change-kind';
import { diffContents } from './content-diff';
import { kindOf } from './content-kinds';
import { withSlugs } from './content-slugs';
import type { DocumentChange } from './document-change';
import type { DocumentReader } from './document-reader';
import { toDocumentType, toPublishProblems } from './document-mapping';
import { DocumentConnection, PlannedChange, PublishProblem } from './document.types';
import { requireDocumentId } from './lock-document';
import { planAdvice, planProblems } from './publish-plan';
import { latestEditions, MAX_DOCUMENTS, withdrawals } from './publishing-mutations.resolver';
import './request-context';

/** Features above content add what it does to theirs. */
@ObjectType({ description: 'What publishing would touch beside the documents themselves.', simpleResolvers: true })
export class PlanEffect {
  /** What would really change. */
  changes!: readonly DocumentChange[];
}

@ObjectType({ description: 'What publishing would do, and what speaks against it.', simpleResolvers: true })
class PublishPlan {
  @Field({ description: 'Whether nothing of severity ERROR speaks against it.' })
  publishable!: boolean;

  @Field(() => [PublishProblem], { description: 'What speaks against it, errors first.' })
  problems!: PublishProblem[];

  @Field(() => [PlannedChange], { description: 'What would change, a document each.' })
  changes!: PlannedChange[];

  @Field(() => PlanEffect, { description: 'What else is touched.' })
  affected!: PlanEffect;
}

/** Looks at a publication before it is made. */
@Resolver(() => PlanEffect)
export class PublishPlanResolver {
  @Query(() => PublishPlan, {
    description:
      'What publishing the latest editions of these documents and unpublishing others would do, as one publication; a release does both at once. Changes nothing.',
  })
  async publishPlan(
    @Arg('documentIds', () => [ID], {
      description: `The documents to publish, ${MAX_DOCUMENTS} at most; may be empty.`,
    })
    ids: string[],
    @Arg('unpublishDocumentIds', () => [ID], {
      nullable: true,
      description: `The documents to take out of the public graph, ${MAX_DOCUMENTS} at most; those that are not public change nothing.`,
    })
    unpublishIds: string[] | null | undefined,
    @Ctx() { dataSource, documents }: RequestContext,
  ): Promise<PublishPlan> {
    // One snapshot, and only what would change: so publish finds the same.
    const { changes, problems } = await dataSource.transaction('REPEATABLE READ', async (manager) => {
      const wanted = await effectiveChanges(manager, await plannedFor(manager, ids, unpublishIds ?? []));
      const found = await planProblems(manager, wanted);
      return { changes: wanted, problems: [...found, ...(await planAdvice(manager, wanted))] };
    });
    const planned = await plannedChanges(changes, dataSource, documents);
    return {
      publishable: problems.every((problem) => problem.severity !== 'ERROR'),
      problems: await toPublishProblems(problems, documents),
      changes: planned,
      affected: { changes },
    };
  }

  @FieldResolver(() => DocumentConnection, { description: 'Documents that show one of these, by kind and slug.' })
  async documents(
    @Root() effect: PlanEffect,
    @Args(() => PageArguments) args: PageArguments,
    @Ctx() { documents, maxPageSize }: RequestContext,
  ): Promise<object> {
    const documentIds = effect.changes.map((change) => change.documentId);
    const page = await documents.referencedBy(documentIds, requirePage(args, maxPageSize));
    return { ...page, edges: page.edges.map(({ node, cursor }) => ({ cursor, node: toDocumentType(node) })) };
  }
}

/** Both lists as changes; BAD_USER_INPUT for a document that stands in both. */
async function plannedFor(
  manager: EntityManager,
  ids: readonly string[],
  unpublishIds: readonly string[],
): Promise<DocumentChange[]> {
  const incoming = await latestEditions(manager, ids, '/documentIds');
  const outgoing = await withdrawals(manager, unpublishIds, '/unpublishDocumentIds');
  const published = new Set(incoming.map(({ documentId }) => documentId));
  const twice = unpublishIds.findIndex((id) => published.has(requireDocumentId(id, '/unpublishDocumentIds')));
  if (twice >= 0) {
    const message = 'This document is to be published and unpublished at once: name it in one of the two lists.';
    throw badInput(`/unpublishDocumentIds/${twice}`, 'exclusive', message);
  }
  return [...incoming, ...outgoing];
}

/** The changes that do something: a document whose public edition is the wanted one already is left out. */
async function effectiveChanges(
  manager: EntityManager,
  changes: readonly DocumentChange[],
): Promise<readonly DocumentChange[]> {
  const rows: { id: string; published_edition_id: string | null }[] = await manager.query(
    'SELECT id, published_edition_id FROM document WHERE id = ANY($1::uuid[])',
    [changes.map((change) => change.documentId)],
  );
  const present = new Map(rows.map((row) => [row.id, row.published_edition_id]));
  return changes.filter((change) => present.get(change.documentId) !== change.editionId);
}

/** What the changes do to what is public now; those that ask for what is public already are left out. */
async function plannedChanges(
  changes: readonly DocumentChange[],
  dataSource: DataSource,
  documents: DocumentReader,
): Promise<PlannedChange[]> {
  const rows = await Promise.all(changes.map((change) => documents.byId(change.documentId)));
  const effective = changes.flatMap((change, index) =>
    rows[index]!.publishedEditionId === change.editionId ? [] : [{ row: rows[index]!, editionId: change.editionId }],
  );
  const contentOf = async (editionId: string | null) =>
    editionId ? (await documents.edition(editionId))!.content : {};
  const pairs = await Promise.all(
    effective.map(({ row, editionId }) => Promise.all([contentOf(row.publishedEditionId), contentOf(editionId)])),
  );
  const readable = await withSlugs(
    dataSource.manager,
    pairs.flatMap((pair, index) => pair.map((content) => ({ kind: kindOf(effective[index]!.row.kind), content }))),
  );
  return effective.map(({ row, editionId }, index) => ({
    document: toDocumentType(row),
    kind: kindOfChange(row.publishedEditionId, editionId),
    fields: diffContents(readable[2 * index], readable[2 * index + 1]),
  }));
}

function kindOfChange(before: string | null, after: string | null): ChangeKind {
  if (after === null) return ChangeKind.REMOVED;
  return before === null ? ChangeKind.ADDED : ChangeKind.CHANGED;
}
