import { type HttpAnswer, sendRaw } from '../../setup/graphql-request';
import { registered } from '../../setup/accounts';
import { startTestApp, type TestApp } from '../../setup/test-app';

const budget = {
  MAX_COST: '20000',
  RATE_LIMIT_ANONYMOUS: '30000',
  RATE_LIMIT_KNOWN: '40000',
  TRUSTED_PROXIES: '127.0.0.1',
};
const from = (address: string) => ({ 'x-forwarded-for': address });
const send = (app: TestApp, query: string, headers: Record<string, string> = {}): Promise<HttpAnswer> =>
  sendRaw(app, { body: JSON.stringify({ query }), headers });
/** What an answer says is left. */
const left = ({ headers }: HttpAnswer) => Number(/;r=(\d+)/.exec(String(headers.ratelimit))?.[1]);
/** Costs 9,221 points. */
const dear = '{ careers(first: 100) { edges { node { skills(first: 70) { edges { cursor } } } } } }';

describe.each([['memory'], ['database']])('with the points counted in %s', (store) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp('content', { ...budget, RATE_LIMIT_STORE: store });
  });
  afterAll(() => app.stop());

  test('whoever has spent the budget is refused until it is whole again; others are not', async () => {
    const caller = from('203.0.113.1');
    for (const rest of [20_779, 11_558, 2_337]) expect(left(await send(app, dear, caller))).toBe(rest);
    const refused = await send(app, dear, caller);
    expect(refused).toMatchObject({ status: 429, errors: [{ extensions: { code: 'RATE_LIMITED' } }] });
    expect(refused.data).toBeUndefined();
    const seconds = refused.errors![0]!.extensions.retryAfterSeconds as number;
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(60);
    expect(refused.headers).toMatchObject({
      'retry-after': String(seconds),
      'ratelimit-policy': '"anonymous";q=30000;w=60;qu="points"',
      ratelimit: `"anonymous";r=0;t=${seconds}`,
    });
    // Before anything is parsed, too.
    expect((await send(app, '{', caller)).status).toBe(429);
    expect((await send(app, '{ __typename }', from('203.0.113.2'))).status).toBe(200);
  });

  test('a request that is faulty, dry or refused costs the least that a request costs, and says so', async () => {
    const caller = from('203.0.113.3');
    expect(left(await send(app, '{', caller))).toBe(29_990);
    expect(left(await send(app, '{ nonsense }', caller))).toBe(29_980);
    expect(left(await send(app, dear, { ...caller, 'x-cost': 'dry-run' }))).toBe(29_970);
    expect(left(await send(app, '{ careers(first: 1000000) { edges { cursor } } }', caller))).toBe(29_960);
    expect(left(await sendRaw(app, { body: 'no JSON', headers: caller }))).toBe(29_950);
    expect(left(await send(app, '{ __typename }', { ...caller, authorization: 'Bearer none' }))).toBe(29_940);
    expect(left(await send(app, '{ __typename }', caller))).toBe(29_930);
  });

  test('a signed-in user has a budget of their own, wherever they are; a network of IPv6 has one', async () => {
    const person = await registered(app);
    expect(left(await send(app, dear, { ...person.headers, ...from('203.0.113.4') }))).toBe(30_779);
    const again = await send(app, dear, { ...person.headers, ...from('203.0.113.5') });
    expect(left(again)).toBe(21_558);
    expect(again.headers['ratelimit-policy']).toContain('"known";q=40000');
    expect(left(await send(app, dear, from('2001:db8::1')))).toBe(20_779);
    expect(left(await send(app, dear, from('2001:db8::ffff')))).toBe(11_558);
  });

  test('mutations cost more than what they answer, and those that hash a password most', async () => {
    const caller = from('203.0.113.6');
    const signOut = 'mutation { signOut(input: { refreshToken: "x" }) { endedSessions } }';
    expect(left(await send(app, signOut, caller))).toBe(30_000 - 1_002);
    const signIn = 'mutation { signIn(input: { email: "a@example.org", password: "x" }) { accessToken } }';
    expect(left(await send(app, signIn, caller))).toBe(30_000 - 1_002 - 10_002);
  });

  test('processes count together where the count is shared, and else by themselves', async () => {
    const second = await app.alongside();
    const caller = from('203.0.113.7');
    await send(app, dear, caller);
    expect(left(await send(second, dear, caller))).toBe(store === 'memory' ? 20_779 : 11_558);
    await second.stop();
  });
});

test('while the shared counts cannot be reached, each process counts by itself', async () => {
  const app = await startTestApp('empty', { ...budget, RATE_LIMIT_STORE: 'database' });
  await app.dataSource.query('ALTER TABLE rate_limit RENAME TO rate_limit_lost');
  for (const rest of [29_990, 29_980]) expect(left(await send(app, '{ __typename }'))).toBe(rest);
  for (const status of [200, 200, 200, 429]) expect((await send(app, dear)).status).toBe(status);
  await app.stop();
});

test('without a limit there are no headers', async () => {
  const app = await startTestApp('empty');
  const { headers, status } = await send(app, '{ __typename }');
  expect({ status, ratelimit: headers.ratelimit, policy: headers['ratelimit-policy'] }).toEqual({ status: 200 });
  await app.stop();
});
