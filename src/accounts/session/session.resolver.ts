import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { RequestContext } from '../../kernel/context';
import { badInput, conflict, unauthenticated } from '../../kernel/errors/errors';
import { Role } from '../role';
import { hashPassword, verifyPassword } from '../user/passwords';
import { comparedEmail, findCredentials, makeUser } from '../user/users';
import { changePassword } from './change-password';
import { ChangePasswordInput, RefreshSessionInput, RegisterInput, SignInInput, SignOutInput } from './session.inputs';
import {
  ChangePasswordPayload,
  RefreshSessionPayload,
  RegisterPayload,
  SignInPayload,
  SignOutPayload,
  toTokens,
} from './session.payloads';
import './session-services';
import { openSession, type ParsedRefreshToken, parseRefreshToken, refreshSession, signOut } from './sessions';

/** Signing in, staying signed in, signing out. */
@Resolver()
export class SessionResolver {
  @Mutation(() => RegisterPayload, {
    description:
      'Makes an account with the role LEARNER and signs in. CONFLICT when the address has one already, RATE_LIMITED after too many new accounts or failed attempts from one network.',
  })
  async register(
    @Arg('input', () => RegisterInput, { description: 'The new account.' }) input: RegisterInput,
    @Ctx() { dataSource, services, client }: RequestContext,
  ): Promise<RegisterPayload> {
    const { throttle, newAccounts, accessTokens } = services.sessions;
    // The count of new accounts comes first: what it refuses is no failed attempt, and nobody's signing in suffers from it.
    const opened = await newAccounts.admit(client.address, () =>
      // Addresses that are taken count as failed attempts: nobody shall try out who has an account.
      throttle.attempt({ address: client.address }, async () => {
        const passwordHash = await hashPassword(input.password);
        return dataSource.transaction(async (manager) => {
          const userId = await makeUser(manager, { ...input, passwordHash, roles: [Role.LEARNER] });
          return userId && openSession(manager, accessTokens, { userId, passwordHash }, client);
        });
      }),
    );
    if (!opened) throw conflict('This email address has an account already: sign in.');
    return toTokens(opened);
  }

  @Mutation(() => SignInPayload, {
    description:
      'Opens a session. UNAUTHENTICATED when address and password do not fit, RATE_LIMITED after too many attempts.',
  })
  async signIn(
    @Arg('input', () => SignInInput, { description: 'Who signs in.' }) { email, password }: SignInInput,
    @Ctx() { dataSource, services, client }: RequestContext,
  ): Promise<SignInPayload> {
    const { throttle, accessTokens } = services.sessions;
    const account = await comparedEmail(dataSource, email);
    const opened = await throttle.attempt({ account, address: client.address }, async () => {
      const found = await findCredentials(dataSource, email);
      const fits = await verifyPassword(found?.passwordHash ?? null, password);
      if (!fits || !found?.passwordHash) return null;
      const credentials = { userId: found.id, passwordHash: found.passwordHash };
      return dataSource.transaction((manager) => openSession(manager, accessTokens, credentials, client));
    });
    if (!opened) throw unauthenticated('The email address or the password is wrong.');
    return toTokens(opened);
  }

  @Mutation(() => RefreshSessionPayload, {
    description:
      'Goes on with a session: new tokens for a refresh token, which is used up by this. UNAUTHENTICATED when it is not good.',
  })
  async refreshSession(
    @Arg('input', () => RefreshSessionInput, { description: 'Which session.' }) { refreshToken }: RefreshSessionInput,
    @Ctx() { dataSource, services, client }: RequestContext,
  ): Promise<RefreshSessionPayload> {
    const token = requireRefreshToken(refreshToken);
    const granted = await dataSource.transaction((manager) =>
      refreshSession(manager, services.sessions.accessTokens, token, client),
    );
    // After the commit: the end of a session whose old token came back must last.
    if (!granted) throw unauthenticated('The session has ended, or this refresh token was used before: sign in again.');
    return toTokens(granted);
  }

  @Mutation(() => SignOutPayload, {
    description: 'Ends a session, or all of yours. The refresh token is enough; signing out twice is no error.',
  })
  async signOut(
    @Arg('input', () => SignOutInput, { description: 'Which session.' }) { refreshToken, everywhere }: SignOutInput,
    @Ctx() { dataSource }: RequestContext,
  ): Promise<SignOutPayload> {
    const token = requireRefreshToken(refreshToken);
    return { endedSessions: await dataSource.transaction((manager) => signOut(manager, token, everywhere)) };
  }

  @Mutation(() => ChangePasswordPayload, {
    description: 'Changes your password and ends your other sessions. For who signed in here.',
  })
  async changePassword(
    @Arg('input', () => ChangePasswordInput, { description: 'The old and the new password.' })
    { currentPassword, newPassword }: ChangePasswordInput,
    @Ctx() { dataSource, services, client, viewer }: RequestContext,
  ): Promise<ChangePasswordPayload> {
    const attempt = { account: viewer!.id, address: client.address };
    const endedSessions = await services.sessions.throttle.attempt(attempt, () =>
      changePassword(dataSource, viewer!, currentPassword, newPassword),
    );
    if (endedSessions === null) throw badInput('/currentPassword', 'password', 'This is not your present password.');
    return { endedSessions };
  }
}

function requireRefreshToken(text: string): ParsedRefreshToken {
  const parsed = parseRefreshToken(text);
  if (!parsed)
    throw badInput('/refreshToken', 'token', 'This is not a refresh token: pass the latest one of an answer.');
  return parsed;
}
