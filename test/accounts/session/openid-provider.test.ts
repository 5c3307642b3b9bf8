import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { decodeJwt, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { bearing, codesOf, registered, VIEWER } from '../../setup/accounts';
import { signInAtProvider, startProvider, type TestProvider } from '../../setup/openid-sign-in';
import { startTestApp, type TestApp } from '../../setup/test-app';

const AUDIENCE = 'https://careergraph.example/graphql';
let provider: TestProvider;
let app: TestApp;
beforeAll(async () => {
  provider = await startProvider();
  app = await startTestApp('empty', { OIDC_ISSUER: provider.issuer, OIDC_AUDIENCE: AUDIENCE });
});
afterAll(async () => {
  await app.stop();
  await provider.stop();
});

const tokenOf = async (login: string, audience = AUDIENCE) =>
  (await signInAtProvider(provider.issuer, login, audience)).access_token;
const accounts = async () => (await app.dataSource.query('SELECT count(*)::int AS n FROM user_account'))[0].n as number;

/** Sends requests that all find no account and then wait for each other to make one. */
async function atTheSameTime<T>(count: number, send: () => Promise<T>): Promise<T[]> {
  const waiting = `SELECT count(*)::int AS n FROM pg_locks WHERE NOT granted AND relation = 'external_identity'::regclass`;
  const runner = app.dataSource.createQueryRunner();
  await runner.startTransaction();
  // Nobody can read the table until all have asked for it: so none of them sees what another makes.
  await runner.query('LOCK TABLE external_identity IN ACCESS EXCLUSIVE MODE');
  const answers = Promise.all(Array.from({ length: count }, send));
  while ((await runner.query(waiting))[0].n < count) await new Promise(setImmediate);
  await runner.commitTransaction();
  await runner.release();
  return answers;
}

describe('a token of the OpenID provider is refused', () => {
  test('when it is for another audience, such as an id token, which is for the frontend', async () => {
    const tokens = await signInAtProvider(provider.issuer, 'ada', AUDIENCE);
    const other = await tokenOf('ada', 'https://other.example/api');
    for (const token of [tokens.id_token, other])
      expect(await app.send(VIEWER, {}, bearing(token))).toMatchObject({
        status: 401,
        errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
      });
    expect(await accounts()).toBe(0);
  });

  test('when it was changed, has expired, or was signed by somebody else in its name', async () => {
    const [header, , signature] = (await tokenOf('ada')).split('.');
    const claims = decodeJwt(await tokenOf('ada'));
    const changed = `${header}.${Buffer.from(JSON.stringify({ ...claims, sub: 'eve' })).toString('base64url')}.${signature}`;
    const { privateKey } = await generateKeyPair('RS256');
    const foreign = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'RS256', typ: 'at+jwt', kid: 'theirs' })
      .sign(privateKey);
    const unsigned = `${Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url')}.${changed.split('.')[1]}.`;
    for (const token of [changed, foreign, unsigned])
      expect((await app.send(VIEWER, {}, bearing(token))).status).toBe(401);
    expect(await accounts()).toBe(0);
  });

  test('when no provider is set', async () => {
    const closed = await startTestApp('empty');
    expect((await closed.send(VIEWER, {}, bearing(await tokenOf('ada')))).status).toBe(401);
    await closed.stop();
  });
});

describe('a good token of the OpenID provider', () => {
  test('makes an account at first sight, once, with the role LEARNER and not those that the token claims', async () => {
    const token = await tokenOf('ada');
    expect(decodeJwt(token).roles).toEqual(['ADMIN', 'EDITOR']);
    const answers = await atTheSameTime(2, () => app.ask(VIEWER, {}, bearing(token)));
    expect(answers[0]!.viewer).toMatchObject({
      email: 'ada@provider.example',
      displayName: 'Ada at the provider',
      roles: ['LEARNER'],
    });
    expect(new Set(answers.map(({ viewer }) => viewer.id)).size).toBe(1);
    expect((await app.ask(VIEWER, {}, bearing(await tokenOf('ada')))).viewer.id).toBe(answers[0]!.viewer.id);
    expect(await accounts()).toBe(1);
  });

  test('brings the roles that were granted here', async () => {
    const admin = await registered(app, 'ADMIN' as never);
    const { viewer } = await app.ask(VIEWER, {}, bearing(await tokenOf('ada')));
    await app.ask(
      'mutation ($input: GrantRoleInput!) { grantRole(input: $input) { user { id } } }',
      { input: { userId: viewer.id, role: 'EDITOR' } },
      admin.headers,
    );
    const { statements } = await app.dataSource.logger.during(async () => {
      expect(await app.ask('{ __typename }', {}, bearing(await tokenOf('ada')))).toEqual({ __typename: 'Query' });
    });
    expect(statements).toHaveLength(1);
    expect((await app.ask(VIEWER, {}, bearing(await tokenOf('ada')))).viewer.roles).toEqual(['EDITOR', 'LEARNER']);
  });

  test('never joins an account by its email address: one that is not verified is left out, and one that is taken too', async () => {
    const { viewer: bob } = await app.ask(VIEWER, {}, bearing(await tokenOf('bob')));
    expect(bob.email).toBeNull();
    expect(bob.displayName).toMatch(/^Bob\s+with a name/);
    expect(bob.displayName.length).toBeLessThanOrEqual(80);
    await app.dataSource.query(`DELETE FROM user_account WHERE email = 'ada@provider.example'`);
    await app.dataSource.query(
      `INSERT INTO user_account (id, email, display_name) VALUES (gen_random_uuid(), 'ADA@provider.example', 'Another Ada')`,
    );
    const { viewer: ada } = await app.ask(VIEWER, {}, bearing(await tokenOf('ada')));
    expect(ada).toMatchObject({ email: null, displayName: 'Ada at the provider' });
  });

  test('of somebody who has no name shows the subject', async () => {
    expect((await app.ask(VIEWER, {}, bearing(await tokenOf('cy')))).viewer).toMatchObject({
      displayName: 'cy',
      email: null,
    });
  });

  test('is refused when the account is closed here', async () => {
    await app.dataSource.query(`UPDATE user_account SET disabled_at = now() WHERE display_name = 'cy'`);
    expect((await app.send(VIEWER, {}, bearing(await tokenOf('cy')))).status).toBe(401);
  });

  test('has no password here to change, but may make API tokens', async () => {
    const headers = bearing(await tokenOf('ada'));
    const change = await app.send(
      'mutation { changePassword(input: { currentPassword: "x", newPassword: "a long enough one" }) { endedSessions } }',
      {},
      headers,
    );
    expect(codesOf(change)).toEqual(['FORBIDDEN']);
    const expiresAt = new Date(Date.now() + 60_000);
    const { createApiToken } = await app.ask(
      'mutation ($input: CreateApiTokenInput!) { createApiToken(input: $input) { token } }',
      { input: { name: 'x', roles: ['LEARNER'], expiresAt } },
      headers,
    );
    expect((await app.ask(VIEWER, {}, bearing(createApiToken.token))).viewer.displayName).toBe('Ada at the provider');
  });
});

describe('a provider that cannot be reached', () => {
  let keys: Server;
  let reachable = false;
  let other: TestApp;
  const issuer = 'https://sso.example.org';
  const pair = generateKeyPair('ES256', { extractable: true });
  beforeAll(async () => {
    keys = createServer((_request, response) => {
      void pair.then(async ({ publicKey }) => {
        response.statusCode = reachable ? 200 : 503;
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'one', alg: 'ES256' }] }));
      });
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => keys.once('listening', resolve));
    const jwks = `http://127.0.0.1:${(keys.address() as AddressInfo).port}/keys`;
    other = await startTestApp('empty', { OIDC_ISSUER: issuer, OIDC_JWKS_URL: jwks, OIDC_AUDIENCE: AUDIENCE });
  });
  afterAll(async () => {
    await other.stop();
    keys.close();
  });

  test('is not the fault of the caller: UNAVAILABLE, and when it is back the next request works', async () => {
    const token = await new SignJWT({})
      .setProtectedHeader({ alg: 'ES256', kid: 'one' })
      .setIssuer(issuer)
      .setAudience(AUDIENCE)
      .setSubject('dora')
      .setExpirationTime('1m')
      .sign((await pair).privateKey);
    expect(await other.send(VIEWER, {}, bearing(token))).toMatchObject({
      status: 503,
      errors: [{ extensions: { code: 'UNAVAILABLE' } }],
    });
    reachable = true;
    expect((await other.ask(VIEWER, {}, bearing(token))).viewer.displayName).toBe('dora');
  });
});
