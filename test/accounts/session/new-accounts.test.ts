import { randomUUID } from 'node:crypto';
import { ATTEMPTS } from '../../../src/accounts/session/sign-in-throttle';
import { codesOf, PASSWORD, SIGN_IN } from '../../setup/accounts';
import { REGISTER } from '../../setup/learner-operations';
import { startTestApp, type GraphQLAnswer, type TestApp } from '../../setup/test-app';

const MOST = 3;

let app: TestApp;
beforeAll(
  async () => (app = await startTestApp('empty', { REGISTRATIONS_PER_HOUR: `${MOST}`, TRUSTED_PROXIES: '127.0.0.1' })),
);
afterAll(() => app.stop());

const newEmail = (): string => `${randomUUID()}@example.org`;
const register = (from: string, { email = newEmail(), headers = {} } = {}): Promise<GraphQLAnswer> =>
  app.send(
    REGISTER,
    { input: { email, password: PASSWORD, displayName: 'Sam' } },
    { 'x-forwarded-for': from, ...headers },
  );
const accounts = async () => (await app.dataSource.query('SELECT FROM user_account')).length as number;

/** Registers as many from a network as may be; returns the email address of the last one. */
async function usedUp(from: string): Promise<string> {
  const email = newEmail();
  for (let made = 1; made < MOST; made += 1) expect(codesOf(await register(from))).toEqual([]);
  expect(codesOf(await register(from, { email }))).toEqual([]);
  return email;
}

test('many registrations at once from one network: some are accounts, the others are told how long to wait', async () => {
  const before = await accounts();
  const answers = await Promise.all(Array.from({ length: MOST + 4 }, () => register('198.51.100.1')));
  const refused = answers.flatMap(({ errors }) => errors ?? []);
  expect(refused.map(({ extensions }) => extensions.code)).toEqual(Array(4).fill('RATE_LIMITED'));
  for (const { extensions } of refused) {
    expect(extensions.retryAfterSeconds).toBeGreaterThan(900);
    expect(extensions.retryAfterSeconds).toBeLessThanOrEqual(3600);
  }
  expect((await accounts()) - before).toBe(MOST);
});

test('what is refused says the same of an email address that has an account and of one that has none', async () => {
  const taken = await usedUp('198.51.100.2');
  const told = async (email: string) => {
    const { errors } = await register('198.51.100.2', { email });
    return errors!.map(({ message, extensions: { code } }) => [message.replace(/\d+/, 'n'), code]);
  };
  const ofTaken = await told(taken);
  expect(ofTaken).toEqual([['Too many attempts. Try again in n seconds.', 'RATE_LIMITED']]);
  expect(await told(newEmail())).toEqual(ofTaken);
});

test('who is refused may still sign in, however often it was', async () => {
  const email = await usedUp('198.51.100.3');
  await app.dataSource.query(`UPDATE rate_limit SET points = $1 WHERE key LIKE 'sign-in-address:%'`, [
    ATTEMPTS.address - 1,
  ]);
  for (let attempt = 0; attempt < 3; attempt += 1)
    expect(codesOf(await register('198.51.100.3'))).toEqual(['RATE_LIMITED']);
  const { data } = await app.send(
    SIGN_IN,
    { input: { email, password: PASSWORD } },
    { 'x-forwarded-for': '198.51.100.3' },
  );
  expect(data!.signIn.viewer.email).toBe(email);
});

test('an account does not help to register others', async () => {
  const { data } = await register('198.51.100.4');
  const headers = { authorization: `Bearer ${data!.register.accessToken}` };
  for (let made = 2; made <= MOST; made += 1) expect(codesOf(await register('198.51.100.4', { headers }))).toEqual([]);
  expect(codesOf(await register('198.51.100.4', { headers }))).toEqual(['RATE_LIMITED']);
});

test('only what made an account counts', async () => {
  const email = newEmail();
  const from = '198.51.100.5';
  expect(codesOf(await register(from, { email }))).toEqual([]);
  for (let attempt = 0; attempt < MOST; attempt += 1) {
    expect(codesOf(await register(from, { email }))).toEqual(['CONFLICT']);
    expect(codesOf(await register(from, { email: 'nothing' }))).toEqual(['BAD_USER_INPUT']);
    expect(codesOf(await register(from, { headers: { 'idempotency-key': randomUUID() } }))).toEqual(['BAD_USER_INPUT']);
  }
  await app.dataSource.query('ALTER TABLE session RENAME TO session_away');
  try {
    for (let attempt = 0; attempt < MOST; attempt += 1)
      expect(codesOf(await register(from))).toEqual([expect.stringMatching(/^(INTERNAL|UNAVAILABLE)$/)]);
  } finally {
    await app.dataSource.query('ALTER TABLE session_away RENAME TO session');
  }
  for (let made = 2; made <= MOST; made += 1) expect(codesOf(await register(from))).toEqual([]);
  expect(codesOf(await register(from))).toEqual(['RATE_LIMITED']);
});

test('two networks do not share; neighbours in an IPv6 network do', async () => {
  for (let made = 1; made <= MOST; made += 1) expect(codesOf(await register(`2001:db8:0:7::${made}`))).toEqual([]);
  expect(codesOf(await register('2001:db8:0:7:ffff::1'))).toEqual(['RATE_LIMITED']);
  expect(codesOf(await register('2001:db8:0:8::1'))).toEqual([]);
  expect(codesOf(await register('203.0.113.6'))).toEqual([]);
});

test('when the hour is over it starts again at zero', async () => {
  await usedUp('198.51.100.7');
  await app.dataSource.query(`UPDATE rate_limit SET expire = 1 WHERE key LIKE 'new-account:%'`);
  await usedUp('198.51.100.7');
  expect(codesOf(await register('198.51.100.7'))).toEqual(['RATE_LIMITED']);
});

test('the counts hold no address', async () => {
  const keys = JSON.stringify(await app.dataSource.query(`SELECT key FROM rate_limit WHERE key LIKE 'new-account:%'`));
  expect(keys).toContain('new-account');
  expect(keys).not.toMatch(/198\.51|2001|@/);
});
