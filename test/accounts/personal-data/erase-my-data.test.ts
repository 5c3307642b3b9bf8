import { Role } from '../../../src/accounts/role';
import { ATTEMPTS } from '../../../src/accounts/session/sign-in-throttle';
import {
  bearing,
  codesOf,
  PASSWORD,
  type Person,
  REFRESH,
  registered,
  SIGN_IN,
  signedInAgain,
  VIEWER,
} from '../../setup/accounts';
import { skillContent } from '../../setup/editors-desk';
import { startTestApp, type TestApp } from '../../setup/test-app';

let app: TestApp;
let admin: Person;
beforeAll(async () => {
  app = await startTestApp('empty', { DATABASE_POOL_SIZE: '8' });
  admin = await registered(app, Role.ADMIN);
});
afterAll(() => app.stop());

const ERASE = 'mutation ($input: EraseMyDataInput!) { eraseMyData(input: $input) { erasedAt } }';
const CREATE_TOKEN = 'mutation ($input: CreateApiTokenInput!) { createApiToken(input: $input) { token } }';
const EXPORT = 'mutation { exportMyData { data } }';
const erase = (headers: Record<string, string>, input: object = { password: PASSWORD }) =>
  app.send(ERASE, { input }, headers);
const erased = async ({ headers }: Person) => expect(codesOf(await erase(headers))).toEqual([]);
const accountOf = async ({ userId }: Person) =>
  (await app.dataSource.query('SELECT * FROM user_account WHERE id = $1', [userId]))[0];
const tokenOf = async ({ headers }: Person, ...roles: Role[]): Promise<string> => {
  const expiresAt = new Date(Date.now() + 60_000);
  const input = { name: 'Robot', roles, expiresAt };
  return (await app.ask(CREATE_TOKEN, { input }, headers)).createApiToken.token;
};

describe('an erasure is refused', () => {
  test('to who is not signed in, and to API tokens', async () => {
    const sam = await registered(app);
    expect(codesOf(await erase({}))).toEqual(['UNAUTHENTICATED']);
    expect(codesOf(await erase(bearing(await tokenOf(sam, Role.LEARNER))))).toEqual(['FORBIDDEN']);
    expect((await accountOf(sam)).email).toBe(sam.email);
  });

  test.each([
    ['nothing', {}, 'required'],
    ['null', { password: null }, 'required'],
    ['the words of those who have none', { confirmation: 'Erase my account' }, 'required'],
    ['another password', { password: 'not my password', confirmation: 'Erase my account' }, 'password'],
  ])('without the password: with %s', async (_what, input, rule) => {
    const sam = await registered(app);
    const { errors } = await erase(sam.headers, input);
    expect(errors![0]!.extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      problems: [{ pointer: '/password', rule }],
    });
    expect(await accountOf(sam)).toMatchObject({ email: sam.email, disabled_at: null, erased_at: null });
    expect((await app.send(VIEWER, {}, sam.headers)).status).toBe(200);
  });

  test('under an Idempotency-Key, and nothing of the request is kept', async () => {
    const sam = await registered(app);
    const answer = await erase({ ...sam.headers, 'idempotency-key': 'erase-me' });
    expect(answer.errors![0]!.extensions.problems).toMatchObject([{ pointer: '/Idempotency-Key', rule: 'secret' }]);
    expect(await app.dataSource.query('SELECT FROM vault.idempotency_claim')).toEqual([]);
    expect((await accountOf(sam)).erased_at).toBeNull();
  });

  test('after too many guesses, for the right password too', async () => {
    const sam = await registered(app);
    for (let guess = 0; guess < ATTEMPTS.account; guess += 1) await erase(sam.headers, { password: 'wrong' });
    const { errors } = await erase(sam.headers);
    expect(errors![0]!.extensions).toMatchObject({ code: 'RATE_LIMITED', retryAfterSeconds: expect.any(Number) });
    expect((await accountOf(sam)).erased_at).toBeNull();
  });

  test('to the last admin, however often, until there is another one', async () => {
    const only = await startTestApp('empty');
    const last = await registered(only, Role.ADMIN);
    const attempt = () => only.send(ERASE, { input: { password: PASSWORD } }, last.headers);
    for (let time = 0; time <= ATTEMPTS.account; time += 1) {
      const { errors } = await attempt();
      expect(errors).toMatchObject([{ extensions: { code: 'CONFLICT' } }]);
      expect(errors![0]!.message).toContain('grant ADMIN to somebody else first');
    }
    expect(await only.dataSource.query(`SELECT FROM audit_entry WHERE action = 'eraseMyData'`)).toEqual([]);
    await registered(only, Role.ADMIN);
    expect(codesOf(await attempt())).toEqual([]);
    await only.stop();
  });
});

describe('of several erasures at once', () => {
  test('of the last two admins, one is done', async () => {
    const two = await startTestApp('empty');
    const admins = [await registered(two, Role.ADMIN), await registered(two, Role.ADMIN)];
    const answers = await Promise.all(
      admins.map(({ headers }) => two.send(ERASE, { input: { password: PASSWORD } }, headers)),
    );
    expect(answers.flatMap(codesOf)).toEqual(['CONFLICT']);
    await two.stop();
  });

  test('of the same account, one is done', async () => {
    const sam = await registered(app);
    const there = await signedInAgain(app, sam);
    const answers = await Promise.all([erase(sam.headers), erase(there.headers)]);
    expect(answers.flatMap(codesOf)).toEqual([expect.stringMatching(/^(UNAUTHENTICATED|BAD_USER_INPUT)$/)]);
    const entries = await app.dataSource.query(
      `SELECT FROM audit_entry WHERE actor_id = $1 AND action = 'eraseMyData'`,
      [sam.userId],
    );
    expect(entries).toHaveLength(1);
  });
});

describe('after an erasure', () => {
  test('every token that is still out is refused at once, and the password is unknown', async () => {
    const sam = await registered(app, Role.EDITOR);
    const there = await signedInAgain(app, sam);
    const apiToken = await tokenOf(sam, Role.EDITOR);
    const { createPreviewToken } = await app.ask(
      'mutation { createPreviewToken(input: { perspective: "draft", expiresInMinutes: 5 }) { token } }',
      {},
      sam.headers,
    );
    const preview = { ...bearing(createPreviewToken.token), 'x-perspective': 'draft' };
    expect((await app.send('{ __typename }', {}, preview)).status).toBe(200);
    await erased(sam);
    for (const headers of [sam.headers, there.headers, bearing(apiToken), preview])
      expect((await app.send('{ __typename }', {}, headers)).status).toBe(401);
    for (const { refreshToken } of [sam, there])
      expect(codesOf(await app.send(REFRESH, { input: { refreshToken } }))).toEqual(['UNAUTHENTICATED']);
    const signIn = await app.send(SIGN_IN, { input: { email: sam.email, password: PASSWORD } });
    expect(codesOf(signIn)).toEqual(['UNAUTHENTICATED']);
  });

  test('the row of the account is left with its id, closed, and the database keeps it so', async () => {
    const sam = await registered(app);
    const { data } = await erase(sam.headers);
    expect(await accountOf(sam)).toMatchObject({
      email: null,
      display_name: 'Erased account',
      password_hash: null,
      disabled_at: new Date(data!.eraseMyData.erasedAt),
      erased_at: new Date(data!.eraseMyData.erasedAt),
    });
    for (const change of [`email = 'back@example.org'`, `password_hash = 'x'`, 'disabled_at = NULL'])
      await expect(
        app.dataSource.query(`UPDATE user_account SET ${change} WHERE id = $1`, [sam.userId]),
      ).rejects.toThrow('user_account_erased_check');
  });

  test('the email address can be registered anew, and gets an account with nothing in it', async () => {
    const sam = await registered(app, Role.EDITOR);
    await tokenOf(sam, Role.EDITOR);
    await erased(sam);
    const input = { email: sam.email, password: 'another long password', displayName: 'Sam again' };
    const { register } = await app.ask(
      'mutation ($input: RegisterInput!) { register(input: $input) { accessToken viewer { id roles apiTokens { id } } } }',
      { input },
    );
    expect(register.viewer).toEqual({ id: expect.any(String), roles: ['LEARNER'], apiTokens: [] });
    expect(register.viewer.id).not.toBe(sam.id);
    const { data } = (await app.ask(EXPORT, {}, bearing(register.accessToken))).exportMyData;
    expect([data.sessions.length, data.editions, data.auditEntries]).toEqual([1, [], []]);
    expect((await app.send(VIEWER, {}, bearing(register.accessToken))).status).toBe(200);
  });

  test('what the person wrote and published stays, by an author without a name', async () => {
    const sam = await registered(app, Role.EDITOR, Role.PUBLISHER);
    const { saveSkill } = await app.ask(
      'mutation ($input: SaveSkillInput!) { saveSkill(input: $input) { document { id } } }',
      { input: { slug: 'left-behind', content: skillContent('Left behind') } },
      sam.headers,
    );
    const { id } = saveSkill.document;
    await app.ask(
      'mutation ($ids: [ID!]!) { publish(input: { documentIds: $ids }) { publication { number } } }',
      { ids: [id] },
      sam.headers,
    );
    await erased(sam);
    expect(await app.ask('{ skill(slug: "left-behind") { name } }')).toEqual({ skill: { name: 'Left behind' } });
    const reader = await registered(app, Role.EDITOR);
    const { document } = await app.ask(
      '{ document(kind: SKILL, slug: "left-behind") { latestEdition { author { displayName } } } }',
      {},
      reader.headers,
    );
    expect(document.latestEdition.author).toEqual({ displayName: 'Erased account' });
  });

  test('the audit log says what the account did and that it was erased, but not from where', async () => {
    const sam = await registered(app, Role.EDITOR);
    await tokenOf(sam, Role.EDITOR);
    await erased(sam);
    const { auditLog } = await app.ask(
      `query ($id: ID!) { auditLog(actorId: $id) {
        edges { node { action address requestId detail subjectId actor { displayName } } } } }`,
      { id: sam.id },
      admin.headers,
    );
    const common = { address: 'erased', requestId: 'erased', actor: { displayName: 'Erased account' } };
    expect(auditLog.edges.map(({ node }: any) => node)).toEqual([
      { action: 'eraseMyData', detail: null, subjectId: sam.id, ...common },
      { action: 'createApiToken', detail: 'EDITOR', subjectId: expect.any(String), ...common },
    ]);
    const { users } = await app.ask(
      '{ users(first: 50) { edges { node { id email displayName roles disabledAt } } } }',
      {},
      admin.headers,
    );
    expect(users.edges.map(({ node }: any) => node)).toContainEqual({
      id: sam.id,
      email: null,
      displayName: 'Erased account',
      roles: [],
      disabledAt: expect.any(String),
    });
  });
});

describe('the log stays a log', () => {
  const rows = ({ userId }: Person) =>
    app.dataSource.query('SELECT address, request_id FROM audit_entry WHERE actor_id = $1', [userId]);

  test('nothing of an entry can be changed but where an erased account acted from', async () => {
    const [sam, gone] = [await registered(app, Role.EDITOR), await registered(app, Role.EDITOR)];
    await tokenOf(sam, Role.EDITOR);
    await erased(gone);
    const origin = `address = 'erased', request_id = 'erased'`;
    for (const [person, change] of [
      [sam, origin],
      [gone, `${origin}, action = 'nothing'`],
      [gone, `${origin}, actor_id = NULL`],
      [gone, `address = '192.0.2.1'`],
      [gone, `address = 'erased', request_id = 'another'`],
    ] as const)
      await expect(
        app.dataSource.query(`UPDATE audit_entry SET ${change} WHERE actor_id = $1`, [person.userId]),
      ).rejects.toThrow('never changed or deleted');
    await expect(app.dataSource.query('DELETE FROM audit_entry WHERE actor_id = $1', [gone.userId])).rejects.toThrow(
      'never changed or deleted',
    );
  });

  test('what was under way while the account was erased leaves no address behind, and makes no token', async () => {
    const sam = await registered(app, Role.EDITOR);
    const runner = app.dataSource.createQueryRunner();
    const waiting = async (): Promise<number> =>
      (
        await app.dataSource.query(
          `SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
        )
      )[0].n;
    // Both are let in, and then wait for the account until it is erased.
    await runner.startTransaction();
    await runner.query('SELECT FROM user_account WHERE id = $1 FOR UPDATE', [sam.userId]);
    const erasing = erase(sam.headers);
    while ((await waiting()) < 1) await new Promise(setImmediate);
    const release = app.send(
      'mutation { createRelease(input: { title: "Late" }) { release { id } } }',
      {},
      sam.headers,
    );
    const token = app.send(
      CREATE_TOKEN,
      { input: { name: 'Late', roles: ['EDITOR'], expiresAt: new Date(Date.now() + 60_000) } },
      sam.headers,
    );
    while ((await waiting()) < 3) await new Promise(setImmediate);
    await runner.commitTransaction();
    await runner.release();
    expect(codesOf(await erasing)).toEqual([]);
    expect(codesOf(await release)).toEqual([]);
    expect(codesOf(await token)).toEqual(['UNAUTHENTICATED']);
    expect(await rows(sam)).toEqual(Array(2).fill({ address: 'erased', request_id: 'erased' }));
    expect(await app.dataSource.query('SELECT FROM api_token WHERE user_id = $1', [sam.userId])).toEqual([]);
  });
});

test('answers that others got about the person are lost with the name: asked again, they are a CONFLICT and not done again', async () => {
  const sam = await registered(app);
  const grant = 'mutation ($input: GrantRoleInput!) { grantRole(input: $input) { user { email } } }';
  const request = [grant, { input: { userId: sam.id, role: 'REVIEWER' } }] as const;
  const headers = { ...admin.headers, 'idempotency-key': 'a-grant' };
  expect((await app.ask(...request, headers)).grantRole.user.email).toBe(sam.email);
  await erased(sam);
  await app.dataSource.query(`UPDATE vault.idempotency_claim SET created_at = now() - interval '2 minutes'`);
  expect(codesOf(await app.send(...request, headers))).toEqual(['CONFLICT']);
});

test('either all of it is done or nothing', async () => {
  const sam = await registered(app, Role.EDITOR);
  await tokenOf(sam, Role.EDITOR);
  await app.dataSource.query(
    `CREATE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'broken'; END $$;
     CREATE TRIGGER broken BEFORE UPDATE OF erased_at ON user_account FOR EACH ROW EXECUTE FUNCTION broken()`,
  );
  try {
    expect(codesOf(await erase(sam.headers))).toEqual(['INTERNAL']);
  } finally {
    await app.dataSource.query('DROP TRIGGER broken ON user_account; DROP FUNCTION broken()');
  }
  const { data } = (await app.ask(EXPORT, {}, sam.headers)).exportMyData;
  expect([data.account.email, data.sessions.length, data.apiTokens.length]).toEqual([sam.email, 1, 1]);
  expect(data.auditEntries.map(({ action }: any) => action)).toEqual(['createApiToken']);
});
