import { bearing, codesOf, type Person, registered, signedInAgain } from '../../setup/accounts';
import { Role } from '../../../src/accounts/role';
import { startTestApp, type TestApp } from '../../setup/test-app';

let app: TestApp;
let sam: Person;
beforeAll(async () => {
  app = await startTestApp('empty');
  sam = await registered(app);
});
afterAll(() => app.stop());

const EXPORT = 'mutation { exportMyData { data } }';
const exported = async ({ headers }: Person) => (await app.ask(EXPORT, {}, headers)).exportMyData.data;

test('an export is refused to who is not signed in, and to API tokens', async () => {
  expect(codesOf(await app.send(EXPORT))).toEqual(['UNAUTHENTICATED']);
  const { createApiToken } = await app.ask(
    'mutation ($input: CreateApiTokenInput!) { createApiToken(input: $input) { token } }',
    { input: { name: 'Robot', roles: ['LEARNER'], expiresAt: new Date(Date.now() + 60_000) } },
    sam.headers,
  );
  expect(codesOf(await app.send(EXPORT, {}, bearing(createApiToken.token)))).toEqual(['FORBIDDEN']);
});

test('an export takes no Idempotency-Key, so that no copy of it is kept', async () => {
  const answer = await app.send(EXPORT, {}, { ...sam.headers, 'idempotency-key': 'one' });
  expect(answer.errors![0]!.extensions.problems).toMatchObject([{ pointer: '/Idempotency-Key', rule: 'secret' }]);
  expect(await app.dataSource.query('SELECT FROM vault.idempotency_claim')).toEqual([]);
});

test('an export of somebody new is the account, its role and the session, and an empty list of all else', async () => {
  const kim = await registered(app);
  const data = await exported(kim);
  const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  expect(data).toEqual({
    version: 1,
    exportedAt: time,
    account: {
      id: kim.userId,
      email: kim.email,
      displayName: 'Somebody',
      hasPassword: true,
      createdAt: time,
      disabledAt: null,
    },
    roles: [{ role: 'LEARNER', grantedAt: time, grantedById: null }],
    rolesGranted: [],
    apiTokens: [],
    previewTokens: [],
    sessions: [
      {
        id: expect.any(String),
        createdAt: time,
        lastUsedAt: time,
        expiresAt: time,
        endedAt: null,
        address: expect.any(String),
        userAgent: 'node',
        refreshTokens: [{ createdAt: expect.any(String), usedAt: null }],
      },
    ],
    externalIdentities: [],
    idempotencyKeys: [],
    auditEntries: [],
    editions: [],
    publications: [],
    releases: [],
  });
});

test('an export is noted in the audit log, which the next one shows', async () => {
  const kim = await registered(app);
  await exported(kim);
  await app.send(EXPORT, {}, { ...kim.headers, 'x-request-id': 'second-export' });
  const { auditEntries } = await exported(kim);
  expect(auditEntries.map(({ action, requestId }: any) => [action, requestId])).toEqual([
    ['exportMyData', expect.any(String)],
    ['exportMyData', 'second-export'],
  ]);
});

test('an export reads in one transaction that sees one moment and can write nothing', async () => {
  const { statements } = await app.dataSource.logger.during(() => exported(sam));
  const texts = statements.map(({ text }) => text);
  const first = texts.findIndex((text) => /REPEATABLE READ/.test(text));
  const inside = texts.slice(first + 1, texts.indexOf('COMMIT', first));
  expect(inside).toContain('SET TRANSACTION READ ONLY');
  expect(inside.filter((text) => /^\s*(INSERT|UPDATE|DELETE)/i.test(text))).toEqual([]);
  expect(inside.filter((text) => /FROM (session|user_account|audit_entry)/.test(text)).length).toBeGreaterThan(2);
});

test('an export costs as many statements for many rows as for few', async () => {
  const busy = await registered(app, Role.EDITOR);
  const cost = async () => (await app.dataSource.logger.during(() => exported(busy))).statements.length;
  const few = await cost();
  for (let time = 0; time < 3; time += 1) await signedInAgain(app, busy);
  for (let time = 0; time < 5; time += 1)
    await app.ask('mutation { createRelease(input: { title: "Spring" }) { release { id } } }', {}, busy.headers);
  expect(await cost()).toBe(few);
  expect((await exported(busy)).releases).toHaveLength(5);
});
