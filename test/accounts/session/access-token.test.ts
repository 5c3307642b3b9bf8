import { createHmac } from 'node:crypto';
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  decodeJwt,
  decodeProtectedHeader,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
  type JWTPayload,
  jwtVerify,
  SignJWT,
} from 'jose';
import {
  bearing,
  codesOf,
  inventedToken,
  type Person,
  refreshed,
  registered,
  signedInAgain,
  VIEWER,
} from '../../setup/accounts';
import { startTestApp, type TestApp } from '../../setup/test-app';

let app: TestApp;
let sam: Person;
let admin: Person;
beforeAll(async () => {
  app = await startTestApp('empty');
  sam = await registered(app);
  admin = await registered(app, 'ADMIN' as never);
});
afterAll(() => app.stop());

/** Signs any claims with a key of ours, taken from the vault: what only a fault of ours could produce. */
async function signed(claims: JWTPayload, header: Record<string, string> = {}, kid?: string): Promise<string> {
  const [row] = await app.dataSource.query('SELECT * FROM vault.signing_key WHERE retired_at IS NULL');
  const key = await importJWK(row.private_jwk as JWK, 'ES256');
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'ES256', kid: kid ?? row.kid, typ: 'at+jwt', ...header })
    .sign(key);
}
const claims = (): JWTPayload => decodeJwt(sam.accessToken);
const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const rotate = (refuseOldTokens?: boolean) =>
  app.ask(
    'mutation ($input: RotateSigningKeyInput!) { rotateSigningKey(input: $input) { kid createdAt } }',
    { input: { refuseOldTokens } },
    admin.headers,
  );
const jwks = async (): Promise<{ keys: JWK[] }> =>
  (await fetch(`${app.address}/.well-known/jwks.json`)).json() as never;

describe('a request with a header Authorization that is not good is refused with 401, also for what is public', () => {
  const parts = () => sam.accessToken.split('.') as [string, string, string];
  const cases: Record<string, () => string | Promise<string>> = {
    'no scheme': () => sam.accessToken,
    'another scheme': () => `Basic ${Buffer.from('a:b').toString('base64')}`,
    'no token': () => 'Bearer ',
    'two tokens': () => `Bearer ${sam.accessToken} ${sam.accessToken}`,
    'what is no token': () => 'Bearer hello',
    'a refresh token': () => `Bearer ${sam.refreshToken}`,
    'an API token that nobody made': () => `Bearer ${inventedToken('cg_', 48)}`,
    'changed claims': () => {
      const [header, , signature] = parts();
      return `Bearer ${header}.${encoded({ ...claims(), sub: admin.userId })}.${signature}`;
    },
    'a changed signature': () => {
      const [header, payload, signature] = parts();
      return `Bearer ${header}.${payload}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;
    },
    'no signature': () => `Bearer ${parts().slice(0, 2).join('.')}.`,
    'alg none': () => `Bearer ${encoded({ alg: 'none', typ: 'at+jwt' })}.${parts()[1]}.`,
    'alg none with our kid': () =>
      `Bearer ${encoded({ ...decodeProtectedHeader(sam.accessToken), alg: 'none' })}.${parts()[1]}.`,
    'the public key as a shared secret': async () => {
      const [key] = (await jwks()).keys;
      const text = `${encoded({ alg: 'HS256', typ: 'at+jwt', kid: key!.kid })}.${parts()[1]}`;
      return `Bearer ${text}.${createHmac('sha256', JSON.stringify(key)).update(text).digest('base64url')}`;
    },
    'a key of its own in the header': async () => {
      const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
      const header = { alg: 'ES256', typ: 'at+jwt', jwk: await exportJWK(publicKey), kid: 'mine' };
      return `Bearer ${await new SignJWT(claims()).setProtectedHeader(header).sign(privateKey)}`;
    },
    'an expired token': async () => `Bearer ${await signed({ ...claims(), exp: Math.floor(Date.now() / 1000) - 1 })}`,
    'a token without an end': async () => `Bearer ${await signed({ ...claims(), exp: undefined })}`,
    'another issuer': async () => `Bearer ${await signed({ ...claims(), iss: 'https://elsewhere.example.org' })}`,
    'another audience': async () => `Bearer ${await signed({ ...claims(), aud: 'others' })}`,
    'another type of token': async () => `Bearer ${await signed(claims(), { typ: 'JWT' })}`,
    'no key id': async () => {
      const [row] = await app.dataSource.query('SELECT private_jwk FROM vault.signing_key WHERE retired_at IS NULL');
      const key = await importJWK(row.private_jwk as JWK, 'ES256');
      return `Bearer ${await new SignJWT(claims()).setProtectedHeader({ alg: 'ES256', typ: 'at+jwt' }).sign(key)}`;
    },
    'an unknown key id': async () => `Bearer ${await signed(claims(), {}, 'unknown')}`,
    'a session of somebody else': async () => `Bearer ${await signed({ ...claims(), sub: admin.userId })}`,
    'a subject that is no key': async () => `Bearer ${await signed({ ...claims(), sub: 'admin' })}`,
  };

  test.each(Object.keys(cases))('%s', async (name) => {
    const answer = await app.send('{ careers(first: 1) { totalCount } }', {}, { authorization: await cases[name]!() });
    expect([answer.status, codesOf(answer), answer.data]).toEqual([401, ['UNAUTHENTICATED'], undefined]);
    expect(answer.errors![0]!.message).not.toMatch(/jose|JWT|JWS|syntax/i);
  });

  test('and the helper of these cases makes a good token when nothing is wrong', async () => {
    expect((await app.send(VIEWER, {}, bearing(await signed(claims())))).status).toBe(200);
  });
});

describe('a request', () => {
  test('without a token is anonymous and costs no statement for it', async () => {
    expect(await app.ask(VIEWER)).toEqual({ viewer: null });
    expect(await app.count(VIEWER)).toEqual([]);
    expect(await app.count('{ __typename }')).toEqual([]);
  });

  test('with a token costs one statement', async () => {
    const { statements } = await app.dataSource.logger.during(() => app.ask('{ __typename }', {}, sam.headers));
    expect(statements).toHaveLength(1);
  });

  test('has the roles of the moment, whatever the token says', async () => {
    const { viewer } = await app.ask(VIEWER, {}, admin.headers);
    expect(decodeJwt(admin.accessToken).roles).toEqual(['LEARNER']);
    expect(viewer.roles).toEqual(['ADMIN', 'LEARNER']);
  });
});

describe('keys', () => {
  test('are public in their public half only', async () => {
    const answer = await fetch(`${app.address}/.well-known/jwks.json`);
    expect(answer.headers.get('content-type')).toContain('application/jwk-set+json');
    const { keys } = (await answer.json()) as { keys: JWK[] };
    expect(keys).toHaveLength(1);
    expect(Object.keys(keys[0]!).toSorted()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
  });

  test('let any other program verify our tokens', async () => {
    const found = createRemoteJWKSet(new URL('/.well-known/jwks.json', app.address));
    const { payload } = await jwtVerify(sam.accessToken, found, { issuer: 'careergraph', audience: 'careergraph' });
    expect(payload).toMatchObject({ sub: sam.userId, roles: ['LEARNER'] });
    expect(payload.exp! - payload.iat!).toBe(900);
  });

  test('are rotated by admins only', async () => {
    const ROTATE = 'mutation { rotateSigningKey(input: {}) { kid } }';
    const [nobody, learner] = [await app.send(ROTATE), await app.send(ROTATE, {}, sam.headers)];
    expect([codesOf(nobody), codesOf(learner)]).toEqual([['UNAUTHENTICATED'], ['FORBIDDEN']]);
    expect((await jwks()).keys).toHaveLength(1);
  });

  test('that were rotated verify until what they signed has run out, and sign nothing more', async () => {
    const oldKid = decodeProtectedHeader(sam.accessToken).kid;
    const { kid } = (await rotate()).rotateSigningKey;
    expect((await jwks()).keys.map((key) => key.kid)).toEqual([kid, oldKid]);
    expect((await app.send(VIEWER, {}, sam.headers)).status).toBe(200);
    const next = await refreshed(app, sam.refreshToken);
    expect(decodeProtectedHeader(next.accessToken).kid).toBe(kid);
    expect((await app.send(VIEWER, {}, bearing(next.accessToken))).status).toBe(200);
    await expect(jwtVerify(next.accessToken, createLocalJWKSet(await jwks()))).resolves.toBeDefined();

    await app.dataSource.query(
      `UPDATE vault.signing_key SET retired_at = now() - interval '17 minutes' WHERE kid = $1`,
      [oldKid],
    );
    expect((await jwks()).keys.map((key) => key.kid)).toEqual([kid]);
    await rotate();
    expect(await app.dataSource.query('SELECT FROM vault.signing_key WHERE kid = $1', [oldKid])).toEqual([]);
    admin = { ...admin, headers: (await signedInAgain(app, admin)).headers };
  });

  test('that have leaked are refused at once', async () => {
    const kim = await registered(app);
    const before = (await jwks()).keys.map((key) => key.kid);
    const { kid } = (await rotate(true)).rotateSigningKey;
    expect(before).not.toContain(kid);
    expect((await jwks()).keys.map((key) => key.kid)).toEqual([kid]);
    expect((await app.send(VIEWER, {}, kim.headers)).status).toBe(401);
    expect(await app.send(VIEWER, {}, bearing((await refreshed(app, kim.refreshToken)).accessToken))).toMatchObject({
      status: 200,
    });
    admin = await signedInAgain(app, admin);
  });

  test('made by another process are found when their first token comes', async () => {
    await app.ask(VIEWER, {}, admin.headers);
    const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
    await app.dataSource.query(`UPDATE vault.signing_key SET retired_at = now(), private_jwk = NULL`);
    await app.dataSource.query(
      `INSERT INTO vault.signing_key (kid, purpose, public_jwk, private_jwk) VALUES ('other', 'ACCESS', $1, $2)`,
      [await exportJWK(publicKey), await exportJWK(privateKey)],
    );
    expect((await app.send(VIEWER, {}, bearing(await signed(decodeJwt(admin.accessToken))))).status).toBe(200);
  });

  test('two first sign-ins at once make one key', async () => {
    await app.dataSource.query('DELETE FROM vault.signing_key');
    const [one, two] = await Promise.all([signedInAgain(app, admin), signedInAgain(app, sam)]);
    expect(decodeProtectedHeader(one.accessToken).kid).toBe(decodeProtectedHeader(two.accessToken).kid);
    expect((await jwks()).keys).toHaveLength(1);
  });
});
