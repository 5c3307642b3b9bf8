import { randomBytes, randomUUID } from 'node:crypto';
import type { Role } from '../../src/accounts/role';
import { grantRole } from '../../src/accounts/user/users';
import type { GraphQLAnswer, TestApp } from './test-app';

export const PASSWORD = 'a long enough password';

/** Somebody who is signed in, with the tokens of the session. */
export interface Person {
  readonly id: string;
  /** The key in the database. */
  readonly userId: string;
  readonly email: string;
  readonly accessToken: string;
  readonly refreshToken: string;
  /** The headers of the person's requests. */
  readonly headers: Record<string, string>;
}

const REGISTER = `mutation ($input: RegisterInput!) {
  register(input: $input) { accessToken refreshToken viewer { id email displayName roles } }
}`;
export const SIGN_IN = `mutation ($input: SignInInput!) {
  signIn(input: $input) { accessToken accessTokenExpiresAt refreshToken viewer { id email displayName roles } }
}`;
export const REFRESH = `mutation ($input: RefreshSessionInput!) {
  refreshSession(input: $input) { accessToken accessTokenExpiresAt refreshToken viewer { id } }
}`;
export const VIEWER = '{ viewer { id email displayName roles } }';

/** The header that presents a token. */
export const bearing = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });

/** Registers somebody by the API and grants these roles beside LEARNER. */
export async function registered(app: TestApp, ...roles: Role[]): Promise<Person> {
  const email = `${randomBytes(6).toString('hex')}@example.org`;
  const { register } = await app.ask(REGISTER, { input: { email, password: PASSWORD, displayName: 'Somebody' } });
  const person = personOf(email, register);
  for (const role of roles)
    await app.dataSource.transaction((manager) => grantRole(manager, person.userId, role, null));
  return person;
}

/** Opens one more session of somebody. */
export async function signedInAgain(app: TestApp, { email }: Person, password = PASSWORD): Promise<Person> {
  const { signIn } = await app.ask(SIGN_IN, { input: { email, password } });
  return personOf(email, signIn);
}

/** The tokens after one more refresh. */
export async function refreshed(
  app: TestApp,
  refreshToken: string,
): Promise<{ accessToken: string; refreshToken: string }> {
  return (await app.ask(REFRESH, { input: { refreshToken } })).refreshSession;
}

/** The codes of an answer's errors. */
export const codesOf = ({ errors }: GraphQLAnswer): string[] =>
  (errors ?? []).map(({ extensions }) => extensions.code as string);

/** A well-formed refresh token or API token that nobody ever made. */
export const inventedToken = (prefix: string, bytes: number): string =>
  prefix + randomBytes(bytes).toString('base64url');

/** Somebody's key, for those who are nobody. */
export const nobodysId = (): string => Buffer.from(`User:${randomUUID()}`).toString('base64url');

function personOf(
  email: string,
  { accessToken, refreshToken, viewer }: { accessToken: string; refreshToken: string; viewer: { id: string } },
): Person {
  const userId = Buffer.from(viewer.id, 'base64url').toString().slice('User:'.length);
  return { id: viewer.id, userId, email, accessToken, refreshToken, headers: bearing(accessToken) };
}
