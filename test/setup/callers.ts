import { Role } from '../../src/accounts/role';
import type { TestApp } from './test-app';

/** Everybody who can send a request, as far as access goes. */
export const callers = [
  'anonymous',
  Role.LEARNER,
  Role.EDITOR,
  Role.PUBLISHER,
  Role.REVIEWER,
  Role.ADMIN,
  'EDITOR token',
] as const;

/** `EDITOR token` is an API token limited to EDITOR of somebody who has every role; the others have one role and no more. */
export type Caller = (typeof callers)[number];

/** The headers by which a caller is known. */
export type CallerHeaders = Record<string, string>;

/**
 * Makes these callers through the server itself: registered, granted and revoked roles, a created token. Each password
 * is hashed once, so ask only for those that you need.
 */
export async function signInCallers<Wanted extends Caller>(
  app: TestApp,
  wanted: readonly Wanted[],
): Promise<Record<Wanted, CallerHeaders>> {
  const { email, generatedPassword } = (await app.ensureAdmin())!;
  const { signIn } = await app.ask(
    'mutation ($input: SignInInput!) { signIn(input: $input) { accessToken viewer { id } } }',
    { input: { email, password: generatedPassword } },
  );
  const admin = bearer(signIn.accessToken);
  const headers: Partial<Record<Caller, CallerHeaders>> = {};
  for (const caller of wanted) {
    headers[caller] =
      caller === 'anonymous'
        ? {}
        : caller === 'EDITOR token'
          ? await createEditorToken(app, admin)
          : await registerWithRole(app, admin, caller);
  }
  return headers as Record<Wanted, CallerHeaders>;
}

const bearer = (token: string): CallerHeaders => ({ authorization: `Bearer ${token}` });

async function registerWithRole(app: TestApp, admin: CallerHeaders, role: Role): Promise<CallerHeaders> {
  const { register } = await app.ask(
    'mutation ($input: RegisterInput!) { register(input: $input) { accessToken viewer { id } } }',
    {
      input: {
        email: `${role.toLowerCase()}@callers.example`,
        password: 'a password for tests',
        displayName: `The ${role}`,
      },
    },
  );
  const userId = register.viewer.id as string;
  if (role !== Role.LEARNER) {
    await app.ask(
      `mutation ($userId: ID!, $role: Role!) {
        grantRole(input: { userId: $userId, role: $role }) { user { id } }
        revokeRole(input: { userId: $userId, role: LEARNER }) { user { roles } }
      }`,
      { userId, role },
      admin,
    );
  }
  return bearer(register.accessToken);
}

async function createEditorToken(app: TestApp, admin: CallerHeaders): Promise<CallerHeaders> {
  const { createApiToken } = await app.ask(
    'mutation ($input: CreateApiTokenInput!) { createApiToken(input: $input) { token } }',
    { input: { name: 'For tests', roles: [Role.EDITOR], expiresAt: new Date(Date.now() + 3_600_000).toISOString() } },
    admin,
  );
  return bearer(createApiToken.token);
}
