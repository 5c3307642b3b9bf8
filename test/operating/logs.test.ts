import { randomBytes, randomUUID } from 'node:crypto';
import net from 'node:net';
import { START_ATTEMPT, SAVE_ANSWERS } from '../setup/learner-operations';
import {
  buildProduct,
  type ClonedDatabase,
  cloneDatabase,
  logLines,
  type ProductProcess,
  startProduct,
} from '../setup/product-process';

/** Everything that must never be seen in a log, each by a word of its own. */
const secrets: string[] = [];
const secret = (text = ''): string => {
  const made = `${text}${randomBytes(9).toString('hex')}`;
  secrets.push(made);
  return made;
};

const adminPassword = secret();
const address = '203.0.113.77';
let database: ClonedDatabase;
let product: ProductProcess;
beforeAll(async () => {
  buildProduct();
  database = await cloneDatabase('content');
  product = await startProduct(database.url, {
    LOG_LEVEL: 'trace',
    LOG_REQUESTS: 'all',
    // Every statement is a slow one: all that can be logged of them is.
    SLOW_STATEMENT_MILLISECONDS: '0',
    SLOW_OPERATION_MILLISECONDS: '3600000',
    ADMIN_EMAIL: 'root@example.org',
    ADMIN_PASSWORD: adminPassword,
    METRICS_TOKEN: secret(),
    TRUSTED_PROXIES: '127.0.0.1',
  });
  secrets.push(new URL(database.url).password, address);
});
afterAll(async () => {
  await product.stop();
  await database.drop();
});

const REGISTER = `mutation Register($input: RegisterInput!) {
  register(input: $input) { accessToken refreshToken viewer { id } }
}`;
const SIGN_IN = 'mutation SignIn($input: SignInInput!) { signIn(input: $input) { accessToken refreshToken } }';
const API_TOKEN = 'mutation Token($input: CreateApiTokenInput!) { createApiToken(input: $input) { token } }';
const VIEWER = 'query Me { viewer { id email } }';
const bearing = (token: string) => ({ authorization: `Bearer ${token}`, 'x-forwarded-for': address });

/** Line of the log of the request with this id; it may come a moment after the answer. */
async function lineOf(requestId: string): Promise<Record<string, any>> {
  await product.until(new RegExp(`"requestId":"${requestId}".*"msg":"operation"`));
  return logLines(product.output()).find((line) => line.requestId === requestId && line.msg === 'operation')!;
}

test('a request is one line that says what it was and what it cost', async () => {
  const { totalCount } = (
    await product.ask('query Careers { careers(first: 2) { totalCount } }', {}, { 'x-request-id': 'line-1' })
  ).careers;
  expect(totalCount).toBe(12);
  const { level, time, pid, hostname, ...line } = await lineOf('line-1');
  expect([level, typeof time, typeof pid, typeof hostname]).toEqual([30, 'number', 'number', 'string']);
  expect(line).toEqual({
    requestId: 'line-1',
    operation: 'Careers',
    kind: 'query',
    caller: 'anonymous',
    status: 200,
    codes: [],
    ms: expect.any(Number),
    statements: expect.any(Number),
    sqlMs: expect.any(Number),
    cost: line.cost,
    msg: 'operation',
  });
  expect(line.statements).toBeGreaterThan(0);
});

test('nothing that a caller keeps to itself is ever logged, whatever goes wrong', async () => {
  const email = `${secret()}@example.org`;
  const password = secret();
  const person = { email, password, displayName: secret('Ann ') };
  const headers = (id: string, more = {}) => ({ 'x-request-id': id, 'x-forwarded-for': address, ...more });

  const { register } = await product.ask(REGISTER, { input: person }, headers('register'));
  secrets.push(register.accessToken, register.refreshToken, register.viewer.id);
  await product.send(REGISTER, { input: person }, headers('register-again'));
  await product.send(REGISTER, { input: { ...person, email: secret(), password: 'short' } }, headers('register-wrong'));
  const { signIn } = await product.ask(SIGN_IN, { input: { email, password } }, headers('sign-in'));
  secrets.push(signIn.accessToken, signIn.refreshToken);
  await product.send(SIGN_IN, { input: { email, password: secret() } }, headers('sign-in-wrong'));
  await product.send(`mutation { signIn(input: { email: "${email}", password: "${secret()}" }) { accessToken } }`);
  await product.send(VIEWER, {}, { ...bearing(signIn.accessToken), 'x-request-id': 'me', cookie: `a=${secret()}` });
  await product.send(VIEWER, {}, { authorization: `Bearer ${secret()}`, 'x-request-id': 'bad-token' });
  await product.send(VIEWER, {}, { authorization: secret('Basic ') });

  const admin = await product.ask(SIGN_IN, { input: { email: 'root@example.org', password: adminPassword } });
  secrets.push(admin.signIn.accessToken);
  const input = { name: secret(), roles: ['EDITOR'], expiresAt: new Date(Date.now() + 3_600_000).toISOString() };
  const { createApiToken } = await product.ask(API_TOKEN, { input }, bearing(admin.signIn.accessToken));
  secrets.push(createApiToken.token);
  await product.ask('query Tool { careers { totalCount } }', {}, headers('tool', bearing(createApiToken.token)));
  await product.send(API_TOKEN, { input }, headers('forbidden', bearing(createApiToken.token)));

  const { startAttempt } = await product.ask(
    START_ATTEMPT,
    { input: { assessment: 'career-fit-test' } },
    headers('start'),
  );
  secrets.push(startAttempt.attemptToken);
  const { id, paper } = startAttempt.attempt;
  const own = { attemptToken: startAttempt.attemptToken, attemptId: id };
  const [item] = paper.items;
  const answer = { itemId: item.id, clientId: randomUUID(), optionIds: [item.options[0].id] };
  const keyed = headers('answers', { 'idempotency-key': secret() });
  await product.ask(SAVE_ANSWERS, { input: { ...own, answers: [answer] } }, keyed);
  await product.send(SAVE_ANSWERS, { input: { ...own, answers: [{ ...answer, text: secret() }] } });
  await product.send(SAVE_ANSWERS, { input: { ...own, attemptToken: secret('cga_'), answers: [answer] } });
  await product.send(SAVE_ANSWERS, { input: { ...own, answers: secret() } });

  // Not GraphQL, not JSON, not HTTP; and by GET, where all of it is in the address.
  await product.send(`query ${secret()} { viewer { "${secret()}" }`);
  await product.send(`{ ${secret('field')} }`);
  const broken = { method: 'POST', headers: { 'content-type': 'application/json' }, body: `{"query": ${secret()}` };
  await fetch(`${product.address}/graphql`, broken);
  const variables = encodeURIComponent(JSON.stringify({ slug: secret() }));
  const get = 'query%20Get($slug:String!)%7Bcareer(slug:$slug)%7Btitle%7D%7D';
  await fetch(`${product.address}/graphql?query=${get}&variables=${variables}`, {
    headers: { 'content-type': 'application/json', 'x-request-id': 'by-get' },
  });
  await fetch(`${product.address}/nothing/${secret()}`);
  await new Promise((resolve) => {
    const socket = net.connect(Number(new URL(product.address).port), '127.0.0.1', () =>
      socket.write(`GET / HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${secret()}\r\nBad Header\r\n\r\n`),
    );
    socket.on('close', resolve).resume();
  });

  // Faults of the database: one that names a row, one that a trigger words, one in the statement.
  await database.client.query(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'no room for %', NEW.email; END $$`);
  await database.client.query(
    'CREATE TRIGGER refuse BEFORE INSERT ON user_account FOR EACH ROW EXECUTE FUNCTION refuse()',
  );
  const other = { ...person, email: `${secret()}@example.org` };
  const masked = await product.send(REGISTER, { input: other }, headers('trigger'));
  expect(masked.errors).toMatchObject([{ extensions: { code: 'INTERNAL' } }]);
  await database.client.query('DROP TRIGGER refuse ON user_account');
  await database.client.query('ALTER TABLE user_account RENAME TO user_account_lost');
  await product.send(SIGN_IN, { input: { email, password } }, headers('no-table'));
  await database.client.query('ALTER TABLE user_account_lost RENAME TO user_account');

  // And while an answer is kept for its Idempotency-Key.
  await database.client.query(`CREATE FUNCTION refuse_answer() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'no room for %', NEW; END $$`);
  await database.client.query(
    'CREATE TRIGGER refuse BEFORE UPDATE ON vault.idempotency_claim FOR EACH ROW EXECUTE FUNCTION refuse_answer()',
  );
  const unkept = headers('not-kept', { 'idempotency-key': secret() });
  await product.ask(SAVE_ANSWERS, { input: { ...own, answers: [{ ...answer, clientId: randomUUID() }] } }, unkept);

  // What happened is in the log …
  expect(await lineOf('register')).toMatchObject({ operation: 'Register', kind: 'mutation', caller: 'anonymous' });
  expect(await lineOf('register-again')).toMatchObject({ codes: ['CONFLICT'] });
  expect(await lineOf('sign-in-wrong')).toMatchObject({ codes: ['UNAUTHENTICATED'], operation: 'SignIn' });
  expect(await lineOf('me')).toMatchObject({ caller: 'user', operation: 'Me', codes: [] });
  expect(await lineOf('bad-token')).toMatchObject({ status: 401, kind: null, codes: ['UNAUTHENTICATED'] });
  expect(await lineOf('tool')).toMatchObject({ caller: 'api-token', operation: 'Tool' });
  expect(await lineOf('forbidden')).toMatchObject({ caller: 'api-token', codes: ['FORBIDDEN'] });
  expect(await lineOf('start')).toMatchObject({ caller: 'anonymous', codes: [] });
  expect(await lineOf('answers')).toMatchObject({ caller: 'learner-token', operation: 'SaveAnswers' });
  expect(await lineOf('by-get')).toMatchObject({ operation: 'Get', kind: 'query' });
  expect(await lineOf('trigger')).toMatchObject({ codes: ['INTERNAL'] });
  await lineOf('no-table');
  await product.stop();
  const lines = logLines(product.output());
  const faults = lines.filter(({ msg }) => msg === 'operation failed');
  expect(faults.map(({ requestId, err }) => [requestId, err.code])).toEqual([
    ['trigger', 'P0001'],
    ['no-table', '42P01'],
  ]);
  expect(faults[1]!.err).toMatchObject({
    message: 'relation "user_account" does not exist',
    query: expect.stringContaining('$1'),
  });
  expect(lines.filter(({ msg }) => msg === 'the engine met an error').map(({ err }) => err.code)).toEqual(['P0001']);
  expect(lines.filter(({ msg }) => msg === 'slow statement').length).toBeGreaterThan(20);

  // … and nothing of what it was about.
  expect(new Set(secrets).size).toBeGreaterThan(25);
  expect(secrets.filter((each) => product.output().includes(each))).toEqual([]);
});
