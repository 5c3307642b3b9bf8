import { Arg, Args, Ctx, Field, Mutation, ObjectType, Query, Resolver } from 'type-graphql';
import type { RequestContext } from '../../kernel/context';
import { PageArguments, requirePage } from '../../kernel/graphql/page';
import { recordAudit } from '../audit/record-audit';
import { requireKey, toUser, toViewer } from './to-objects';
import { GrantRoleInput, RevokeRoleInput } from './user.inputs';
import { User, UserConnection, Viewer } from './user.objects';
import { listUsers } from './user-list';
import { grantRole, requireUser, revokeRole } from './users';

@ObjectType({ description: 'What granting a role came to.', simpleResolvers: true })
class GrantRolePayload {
  @Field(() => User, { description: 'The user with the roles as they are now.' })
  user!: User;
}

@ObjectType({ description: 'What revoking a role came to.', simpleResolvers: true })
class RevokeRolePayload {
  @Field(() => User, { description: 'The user with the roles as they are now.' })
  user!: User;
}

/** People and their roles. */
@Resolver()
export class UserResolver {
  @Query(() => Viewer, {
    nullable: true,
    description: 'You, as the token of the request says; null for a request without a token.',
  })
  async viewer(@Ctx() { dataSource, viewer }: RequestContext): Promise<Viewer | null> {
    return viewer && toViewer(await requireUser(dataSource, viewer.id), viewer.roles);
  }

  @Query(() => UserConnection, { description: 'Everybody with an account, the latest first. For admins.' })
  async users(
    @Args(() => PageArguments) args: PageArguments,
    @Arg('email', () => String, {
      nullable: true,
      description: 'Only the one with this email address, in small or capital letters.',
    })
    email: string | null,
    @Ctx() { dataSource, maxPageSize }: RequestContext,
  ): Promise<object> {
    const page = await listUsers(dataSource, requirePage(args, maxPageSize), email ?? null);
    return { ...page, edges: page.edges.map(({ cursor, node }) => ({ cursor, node: toUser(node) })) };
  }

  @Mutation(() => GrantRolePayload, {
    description: 'Gives a user a role, from the next request on. For admins. It may be one that the user has.',
  })
  async grantRole(
    @Arg('input', () => GrantRoleInput, { description: 'Which role, and for whom.' }) input: GrantRoleInput,
    @Ctx() context: RequestContext,
  ): Promise<GrantRolePayload> {
    const userId = requireKey('User', input.userId, '/input/userId');
    const row = await context.dataSource.transaction(async (manager) => {
      const granted = await grantRole(manager, userId, input.role, context.viewer!.id);
      await recordAudit(manager, context, 'grantRole', [{ subjectId: input.userId, detail: input.role }]);
      return granted;
    });
    return { user: toUser(row) };
  }

  @Mutation(() => RevokeRolePayload, {
    description: 'Takes a role from a user, from the next request on. For admins. The last admin stays: CONFLICT.',
  })
  async revokeRole(
    @Arg('input', () => RevokeRoleInput, { description: 'Which role, and from whom.' }) input: RevokeRoleInput,
    @Ctx() context: RequestContext,
  ): Promise<RevokeRolePayload> {
    const userId = requireKey('User', input.userId, '/input/userId');
    const row = await context.dataSource.transaction(async (manager) => {
      const left = await revokeRole(manager, userId, input.role);
      await recordAudit(manager, context, 'revokeRole', [{ subjectId: input.userId, detail: input.role }]);
      return left;
    });
    return { user: toUser(row) };
  }
}
