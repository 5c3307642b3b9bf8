import { Role } from '../../../src/accounts/role';
import { bearing, codesOf, type Person, registered, VIEWER } from '../../setup/accounts';
import { startTestApp, type TestApp } from '../../setup/test-app';

let app: TestApp;
let editor: Person;
let admin: Person;
beforeAll(async () => {
  app = await startTestApp('empty');
  editor = await registered(app, Role.EDITOR, Role.PUBLISHER);
  admin = await registered(app, Role.ADMIN);
});
afterAll(() => app.stop());

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000);
const FIELDS = 'id name prefix roles kinds createdAt expiresAt revokedAt lastUsedAt';
const create = (by: { headers: Record<string, string> } | null, input: object = {}) =>
  app.send(
    `mutation ($input: CreateApiTokenInput!) { createApiToken(input: $input) { token apiToken { ${FIELDS} } } }`,
    { input: { name: 'Importer', roles: ['EDITOR'], expiresAt: inDays(30), ...input } },
    by?.headers,
  );
const made = async (by: Person, input: object = {}) =>
  (await create(by, input)).data!.createApiToken as { token: string; apiToken: any };
const revoke = (by: { headers: Record<string, string> } | null, id: string) =>
  app.send(
    `mutation ($input: RevokeApiTokenInput!) { revokeApiToken(input: $input) { apiToken { id revokedAt } } }`,
    { input: { id } },
    by?.headers,
  );
const tokensOf = async (person: Person) =>
  (await app.ask(`{ viewer { apiTokens { ${FIELDS} } } }`, {}, person.headers)).viewer.apiTokens as any[];
const rolesWith = async (token: string) => {
  const answer = await app.send(VIEWER, {}, bearing(token));
  return answer.status === 200 ? (answer.data!.viewer.roles as string[]) : codesOf(answer);
};

describe('an API token is not made', () => {
  test('for nobody', async () => {
    expect(codesOf(await create(null))).toEqual(['UNAUTHENTICATED']);
    expect(codesOf(await revoke(null, 'x'))).toEqual(['UNAUTHENTICATED']);
  });

  test('by an API token, which can neither revoke one', async () => {
    const { token, apiToken } = await made(editor);
    expect(codesOf(await create({ headers: bearing(token) }))).toEqual(['FORBIDDEN']);
    expect(codesOf(await revoke({ headers: bearing(token) }, apiToken.id))).toEqual(['FORBIDDEN']);
  });

  test.each([
    ['a role that its owner does not have', { roles: ['EDITOR', 'ADMIN'] }, '/roles/1'],
    ['no role', { roles: [] }, '/roles'],
    ['an end in the past', { expiresAt: inDays(-1) }, '/expiresAt'],
    ['an end in two years', { expiresAt: inDays(730) }, '/expiresAt'],
    ['no name to see', { name: ' ' }, '/name'],
    ['an empty list of kinds', { kinds: [] }, '/kinds'],
  ])('with %s', async (_what, wrong, pointer) => {
    const before = await tokensOf(editor);
    const { errors } = await create(editor, wrong);
    expect(errors![0]!.extensions).toMatchObject({ code: 'BAD_USER_INPUT', problems: [{ pointer }] });
    expect(await tokensOf(editor)).toEqual(before);
  });

  test('for a kind that does not exist', async () => {
    expect(codesOf(await create(editor, { kinds: ['SPACESHIP'] }))).toEqual(['BAD_USER_INPUT']);
  });

  test('as the fifty-first, also when many are asked for at once', async () => {
    const collector = await registered(app);
    const wanted = { roles: ['LEARNER'] };
    for (let count = 0; count < 48; count += 1) await made(collector, wanted);
    const answers = await Promise.all(Array.from({ length: 4 }, () => create(collector, wanted)));
    expect(answers.flatMap(codesOf)).toEqual(['CONFLICT', 'CONFLICT']);
    await revoke(collector, (await tokensOf(collector))[0].id);
    expect(codesOf(await create(collector, wanted))).toEqual([]);
  });
});

describe('an API token', () => {
  test('is shown once, can be recognised by its beginning, and is stored as a hash', async () => {
    const { token, apiToken } = await made(editor, { name: ' Nightly import ', kinds: ['CAREER', 'SKILL', 'CAREER'] });
    expect(token).toMatch(/^cg_[\w-]{64}$/);
    expect(apiToken).toMatchObject({
      name: 'Nightly import',
      prefix: token.slice(0, 11),
      roles: ['EDITOR'],
      kinds: ['CAREER', 'SKILL'],
      revokedAt: null,
      lastUsedAt: null,
    });
    expect((await tokensOf(editor))[0]).toEqual(apiToken);
    const [stored] = await app.dataSource.query(
      `SELECT t.*, encode(token_hash, 'base64') AS text FROM api_token t WHERE name = 'Nightly import'`,
    );
    expect(stored.token_hash).toHaveLength(32);
    expect(token).not.toContain(stored.text.slice(0, 20));
  });

  test('acts as its owner with its own roles only', async () => {
    const { token } = await made(editor, { roles: ['PUBLISHER'] });
    expect((await app.ask(VIEWER, {}, bearing(token))).viewer).toMatchObject({ id: editor.id, roles: ['PUBLISHER'] });
    const other = await made(admin, { roles: ['LEARNER'] });
    expect(codesOf(await app.send('{ users(first: 1) { totalCount } }', {}, bearing(other.token)))).toEqual([
      'FORBIDDEN',
    ]);
  });

  test('of an admin reads what admins read, but changes no roles and no keys', async () => {
    const { token } = await made(admin, { roles: ['ADMIN'] });
    expect(codesOf(await app.send('{ users(first: 1) { totalCount } }', {}, bearing(token)))).toEqual([]);
    const grant = await app.send(
      `mutation { grantRole(input: { userId: "${editor.id}", role: ADMIN }) { user { id } } }`,
      {},
      bearing(token),
    );
    const rotate = await app.send('mutation { rotateSigningKey(input: {}) { kid } }', {}, bearing(token));
    expect([codesOf(grant), codesOf(rotate)]).toEqual([['FORBIDDEN'], ['FORBIDDEN']]);
  });

  test('loses a role when its owner does', async () => {
    const owner = await registered(app, Role.EDITOR);
    const { token } = await made(owner, { roles: ['EDITOR', 'LEARNER'] });
    await app.dataSource.query(`DELETE FROM role_grant WHERE user_id = $1 AND role = 'EDITOR'`, [owner.userId]);
    expect(await rolesWith(token)).toEqual(['LEARNER']);
  });

  test('is refused when it was changed, has expired, was revoked, or its owner is gone', async () => {
    const [expired, revoked, lonely] = [
      await made(editor),
      await made(editor),
      await made(await registered(app, Role.EDITOR)),
    ];
    const key = (token: { apiToken: { id: string } }) =>
      Buffer.from(token.apiToken.id, 'base64url').toString().split(':')[1];
    const start = expired.token.startsWith('cg_A') ? 'cg_B' : 'cg_A';
    expect(await rolesWith(start + expired.token.slice(4))).toEqual(['UNAUTHENTICATED']);
    expect(await rolesWith(expired.token.slice(0, -1))).toEqual(['UNAUTHENTICATED']);
    expect(await rolesWith(expired.token)).toEqual(['EDITOR']);
    await app.dataSource.query('UPDATE api_token SET expires_at = now() WHERE id = $1', [key(expired)]);
    expect(await rolesWith(expired.token)).toEqual(['UNAUTHENTICATED']);
    await revoke(editor, revoked.apiToken.id);
    expect(await rolesWith(revoked.token)).toEqual(['UNAUTHENTICATED']);
    await app.dataSource.query(
      'UPDATE user_account SET disabled_at = now() WHERE id = (SELECT user_id FROM api_token WHERE id = $1)',
      [key(lonely)],
    );
    expect(await rolesWith(lonely.token)).toEqual(['UNAUTHENTICATED']);
  });

  test('records its last use, in the one statement of the request, and not again within a minute', async () => {
    const { token, apiToken } = await made(editor);
    const used = async () => (await tokensOf(editor)).find(({ id }) => id === apiToken.id).lastUsedAt as string | null;
    const { statements } = await app.dataSource.logger.during(() => app.ask('{ __typename }', {}, bearing(token)));
    expect(statements).toHaveLength(1);
    const first = await used();
    expect(Math.abs(Date.parse(first!) - Date.now())).toBeLessThan(60_000);
    await app.ask('{ __typename }', {}, bearing(token));
    expect(await used()).toBe(first);
    await app.dataSource.query(`UPDATE api_token SET last_used_at = now() - interval '1 hour' WHERE name = 'Importer'`);
    await app.ask('{ __typename }', {}, bearing(token));
    expect(Date.parse((await used())!)).toBeGreaterThan(Date.now() - 60_000);
  });

  test('outlives the session that made it', async () => {
    const owner = await registered(app);
    const { token } = await made(owner, { roles: ['LEARNER'] });
    await app.dataSource.query('UPDATE session SET ended_at = now() WHERE user_id = $1', [owner.userId]);
    expect(await rolesWith(token)).toEqual(['LEARNER']);
  });
});

describe('revoking', () => {
  test('a token of somebody else does not find it; an admin does', async () => {
    const { token, apiToken } = await made(editor);
    expect(codesOf(await revoke(await registered(app, Role.EDITOR), apiToken.id))).toEqual(['NOT_FOUND']);
    expect(codesOf(await revoke(editor, editor.id))).toEqual(['BAD_USER_INPUT']);
    expect(await rolesWith(token)).toEqual(['EDITOR']);
    expect(codesOf(await revoke(admin, apiToken.id))).toEqual([]);
    expect(await rolesWith(token)).toEqual(['UNAUTHENTICATED']);
  });

  test('twice keeps the first time, and takes it off the list', async () => {
    const { apiToken } = await made(editor);
    const [first, second] = [await revoke(editor, apiToken.id), await revoke(editor, apiToken.id)];
    expect(first.data!.revokeApiToken.apiToken.revokedAt).not.toBeNull();
    expect(second.data).toEqual(first.data);
    expect((await tokensOf(editor)).map(({ id }) => id)).not.toContain(apiToken.id);
  });
});
