import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import sql, { raw, type Sql } from 'sql-template-tag';
import { recordAudit } from '../../accounts/audit/record-audit';
import {
  createPreviewToken,
  PREVIEW_TOKEN_COLUMNS,
  type PreviewTokenRow,
  revokePreviewToken,
} from '../../accounts/preview-token/preview-tokens';
import { requireKey } from '../../accounts/user/to-objects';
import type { RequestContext } from '../../kernel/context';
import { keysetAfter, orderBy, type SortColumn } from '../../kernel/database/keyset';
import { badInput } from '../../kernel/errors/errors';
import { connectionWith } from '../../kernel/graphql/connection';
import { encodeCursor } from '../../kernel/graphql/cursor';
import { toGlobalId } from '../../kernel/graphql/global-id';
import { cutPage, PageArguments, requirePage } from '../../kernel/graphql/page';
import { Author } from '../publishing/document.types';
import { parsePerspective, perspectiveName, requirePerspective } from '../publishing/perspective';
import {
  CreatePreviewTokenInput,
  CreatePreviewTokenPayload,
  PreviewTokenConnection,
  PreviewTokenType,
  RevokePreviewTokenInput,
  RevokePreviewTokenPayload,
  toPreviewTokenType,
} from './preview-token.types';

const order: SortColumn[] = [
  { column: 't.created_at', type: 'timestamptz' },
  { column: 't.id', type: 'uuid' },
];

/** Tokens with which somebody who is no editor sees what is not public, as a frontend would show it. */
@Resolver(() => PreviewTokenType)
export class PreviewTokenResolver {
  @Query(() => PreviewTokenConnection, { description: 'The preview tokens that are good now, the latest first.' })
  async previewTokens(
    @Args(() => PageArguments) args: PageArguments,
    @Ctx() { dataSource, maxPageSize }: RequestContext,
  ): Promise<object> {
    const page = requirePage(args, maxPageSize);
    const query = <Row>({ text, values }: Sql): Promise<Row[]> => dataSource.query(text, values);
    const good = sql`t.revoked_at IS NULL AND t.expires_at > now()`;
    const read = await query<PreviewTokenRow & { at: string }>(sql`
      SELECT ${raw(PREVIEW_TOKEN_COLUMNS)}, t.created_at::text AS at FROM preview_token t
      WHERE ${good} AND ${keysetAfter(page, 'preview-tokens', order, true)}
      ${orderBy(order, !page.backward)} LIMIT ${page.limit + 1}`);
    const { rows, ...more } = cutPage(read, page);
    const edges = rows.map(({ at, ...row }) => ({
      cursor: encodeCursor('preview-tokens', [at, row.id]),
      node: toPreviewTokenType(row),
    }));
    return connectionWith(edges, more, async () => {
      const [row] = await query<{ total: number }>(
        sql`SELECT count(*)::int AS total FROM preview_token t WHERE ${good}`,
      );
      return row!.total;
    });
  }

  @FieldResolver(() => Author, { nullable: true, description: 'Who made it.' })
  createdBy(@Root() { createdById }: PreviewTokenType, @Ctx() { authors }: RequestContext): Promise<Author | null> {
    return authors.byId(createdById);
  }

  @Mutation(() => CreatePreviewTokenPayload, {
    description:
      'Makes a token that opens one perspective for reading and nothing else, for a short time and as long as you may read it yourself.',
  })
  async createPreviewToken(
    @Arg('input', () => CreatePreviewTokenInput, { description: 'What to preview, and for how long.' })
    input: CreatePreviewTokenInput,
    @Ctx() context: RequestContext,
  ): Promise<CreatePreviewTokenPayload> {
    const wanted = parsePerspective(input.perspective);
    if (!wanted || wanted.kind === 'published') {
      throw badInput(
        '/input/perspective',
        'perspective',
        'perspective must be draft, release:<id> or publication:<number>; published is open to everybody.',
      );
    }
    const { token, row } = await context.dataSource.transaction(async (manager) => {
      await requirePerspective(manager, wanted);
      const made = await createPreviewToken(manager, {
        userId: context.viewer!.id,
        perspective: perspectiveName(wanted),
        minutes: input.expiresInMinutes,
      });
      await recordAudit(manager, context, 'createPreviewToken', [
        { subjectId: toGlobalId('PreviewToken', made.row.id) },
      ]);
      return made;
    });
    const { perspective, expiresAt } = row;
    return { token, expiresAt, perspective, previewToken: toPreviewTokenType(row) };
  }

  @Mutation(() => RevokePreviewTokenPayload, {
    description: "Ends a preview token at once, your own or a colleague's. It can be repeated.",
  })
  async revokePreviewToken(
    @Arg('input', () => RevokePreviewTokenInput, { description: 'Which preview token.' })
    input: RevokePreviewTokenInput,
    @Ctx() context: RequestContext,
  ): Promise<RevokePreviewTokenPayload> {
    const id = requireKey('PreviewToken', input.id, '/input/id');
    const row = await context.dataSource.transaction(async (manager) => {
      const revoked = await revokePreviewToken(manager, id);
      await recordAudit(manager, context, 'revokePreviewToken', [{ subjectId: input.id }]);
      return revoked;
    });
    return { previewToken: toPreviewTokenType(row) };
  }
}
