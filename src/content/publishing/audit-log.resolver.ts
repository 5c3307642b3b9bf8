import { Args, ArgsType, Ctx, Field, FieldResolver, ID, ObjectType, Query, Resolver, Root } from 'type-graphql';
import sql, { join, type Sql } from 'sql-template-tag';
import type { RequestContext } from '../../kernel/context';
import { connectionWith, plainConnection } from '../../kernel/graphql/connection';
import { encodeCursor } from '../../kernel/graphql/cursor';
import { cutPage, PageArguments, requirePage } from '../../kernel/graphql/page';
import { toGlobalId } from '../../kernel/graphql/global-id';
import { DateTime } from '../../kernel/graphql/scalars';
import { toDocumentType } from './document-mapping';
import { Author, DocumentType } from './document.types';
import { keysetAfter, orderBy, type SortColumn } from '../../kernel/database/keyset';
import { requireDocumentId } from './lock-document';
import './request-context';

@ObjectType('AuditEntry', {
  description:
    'Who did what to what, and from where. Entries are never changed or deleted, but for `address` and `requestId` of people who had their account erased.',
  simpleResolvers: true,
})
class AuditEntryType {
  @Field(() => DateTime, { description: 'When.' })
  at!: Date;

  @Field({ description: 'What was done: the name of the mutation, or what a schedule did for the actor.' })
  action!: string;

  @Field({
    description:
      'The network address that the request came from; `schedule` for what a schedule did, `erased` for an account that was erased.',
  })
  address!: string;

  @Field({
    description:
      'The request, as in logs and errors; the job for what a schedule did, `erased` for an account that was erased.',
  })
  requestId!: string;

  @Field(() => ID, { nullable: true, description: 'The edition that was made or published.' })
  editionId!: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'What else it was done to: the id of a release or of a preview token.',
  })
  subjectId!: string | null;

  @Field(() => String, { nullable: true, description: 'What exactly, such as the role that was granted.' })
  detail!: string | null;

  actorId!: string | null;
  documentId!: string | null;
}

const AuditConnection = plainConnection(() => AuditEntryType, 'AuditEntry', 'audit entries');

@ArgsType()
class AuditArguments extends PageArguments {
  @Field(() => String, { nullable: true, description: 'Only this action, a mutation name.' })
  action?: string | null;

  @Field(() => ID, { nullable: true, description: 'Only what was done to this document.' })
  documentId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Only what this user did.' })
  actorId?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'Only what was done at this time or later.' })
  since?: Date | null;
}

const newestFirst: SortColumn[] = [{ column: 'a.id', type: 'int' }];

/** The audit log, for admins. */
@Resolver(() => AuditEntryType)
export class AuditLogResolver {
  @Query(() => AuditConnection, { description: 'What was done, the latest first.' })
  async auditLog(
    @Args(() => AuditArguments) args: AuditArguments,
    @Ctx() { dataSource, maxPageSize }: RequestContext,
  ): Promise<object> {
    const page = requirePage(args, maxPageSize);
    const wanted = conditionsOf(args);
    const query = (statement: Sql): Promise<Record<string, unknown>[]> =>
      dataSource.query(statement.text, statement.values);
    const rows = await query(sql`
      SELECT a.* FROM audit_entry a WHERE ${wanted} AND ${keysetAfter(page, 'audit', newestFirst, true)}
      ${orderBy(newestFirst, !page.backward)} LIMIT ${page.limit + 1}`);
    const { rows: shown, ...more } = cutPage(rows, page);
    const edges = shown.map((row) => ({
      cursor: encodeCursor('audit', [String(row.id)]),
      node: {
        at: row.at,
        action: row.action,
        address: row.address,
        requestId: row.request_id,
        editionId: row.edition_id ? toGlobalId('Edition', row.edition_id as string) : null,
        subjectId: row.subject_id,
        detail: row.detail,
        actorId: row.actor_id,
        documentId: row.document_id,
      } as AuditEntryType,
    }));
    return connectionWith(edges, more, async () => {
      const [row] = await query(sql`SELECT count(*)::int AS total FROM audit_entry a WHERE ${wanted}`);
      return row!.total as number;
    });
  }

  @FieldResolver(() => Author, { nullable: true, description: 'Who did it; null when the account is gone.' })
  actor(@Root() entry: AuditEntryType, @Ctx() { authors }: RequestContext): Promise<Author | null> | null {
    return entry.actorId ? authors.byId(entry.actorId) : null;
  }

  @FieldResolver(() => DocumentType, {
    nullable: true,
    description: 'The document that it was done to; null for what concerns none.',
  })
  async document(@Root() entry: AuditEntryType, @Ctx() { documents }: RequestContext): Promise<DocumentType | null> {
    const row = entry.documentId ? await documents.byId(entry.documentId) : null;
    return row && toDocumentType(row);
  }
}

function conditionsOf({ action, documentId, actorId, since }: AuditArguments): Sql {
  const conditions: Sql[] = [];
  if (action) conditions.push(sql`a.action = ${action}`);
  if (documentId) conditions.push(sql`a.document_id = ${requireDocumentId(documentId, '/documentId')}::uuid`);
  if (actorId) conditions.push(sql`a.actor_id = ${requireDocumentId(actorId, '/actorId')}::uuid`);
  if (since) conditions.push(sql`a.at >= ${since}`);
  return conditions.length > 0 ? join(conditions, ' AND ') : sql`true`;
}
