import { recordAudit } from '../audit/record-audit';
import { Arg, Ctx, Field, FieldResolver, ID, Mutation, ObjectType, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../../kernel/context';
import { toGlobalId } from '../../kernel/graphql/global-id';
import { requireKey } from '../user/to-objects';
import { Viewer } from '../user/user.objects';
import { ApiToken } from './api-token.entity';
import { CreateApiTokenInput, RevokeApiTokenInput } from './api-token.inputs';
import { createApiToken, revokeApiToken, tokensOf } from './api-tokens';

@ObjectType({ description: 'A new API token.', simpleResolvers: true })
class CreateApiTokenPayload {
  @Field({ description: 'The token, to be sent as `Authorization: Bearer cg_…`. It is shown only here: keep it now.' })
  token!: string;

  @Field(() => ApiToken, { description: 'What is stored about it.' })
  apiToken!: ApiToken;
}

@ObjectType({ description: 'What revoking a token came to.', simpleResolvers: true })
class RevokeApiTokenPayload {
  @Field(() => ApiToken, { description: 'The token, which is refused from now on.' })
  apiToken!: ApiToken;
}

/** Tokens for programs. */
@Resolver(() => ApiToken)
export class ApiTokenResolver {
  @FieldResolver(() => ID)
  id(@Root() token: ApiToken): string {
    return toGlobalId('ApiToken', token.id);
  }

  @Mutation(() => CreateApiTokenPayload, {
    description: 'Makes a token for a program of yours, with some of your roles. Not with an API token: sign in.',
  })
  createApiToken(
    @Arg('input', () => CreateApiTokenInput, { description: 'What it is for, and what it may.' })
    input: CreateApiTokenInput,
    @Ctx() context: RequestContext,
  ): Promise<CreateApiTokenPayload> {
    return context.dataSource.transaction(async (manager) => {
      const created = await createApiToken(manager, context.viewer!, { ...input, kinds: input.kinds ?? null });
      const subjectId = toGlobalId('ApiToken', created.apiToken.id);
      await recordAudit(manager, context, 'createApiToken', [{ subjectId, detail: input.roles.join(', ') }]);
      return created;
    });
  }

  @Mutation(() => RevokeApiTokenPayload, {
    description: 'Ends one of your API tokens at once; admins may end those of others. It can be repeated.',
  })
  async revokeApiToken(
    @Arg('input', () => RevokeApiTokenInput, { description: 'Which token.' }) input: RevokeApiTokenInput,
    @Ctx() context: RequestContext,
  ): Promise<RevokeApiTokenPayload> {
    const id = requireKey('ApiToken', input.id, '/input/id');
    const apiToken = await context.dataSource.transaction(async (manager) => {
      const revoked = await revokeApiToken(manager, context.viewer!, id);
      await recordAudit(manager, context, 'revokeApiToken', [{ subjectId: input.id }]);
      return revoked;
    });
    return { apiToken };
  }
}

/** The viewer's own tokens. */
@Resolver(() => Viewer)
export class ViewerApiTokensResolver {
  @FieldResolver(() => [ApiToken], {
    description: 'Your API tokens that are not revoked, the latest first. At most 50, so there are no pages.',
  })
  apiTokens(@Root() { userId }: Viewer, @Ctx() { dataSource }: RequestContext): Promise<ApiToken[]> {
    return tokensOf(dataSource, userId);
  }
}
