import { request } from 'node:http';
import { connect } from 'node:net';
import { type App, buildApp } from '../../src/app';
import { type DatabaseProxy, startDatabaseProxy } from '../setup/database-proxy';
import { eventually } from '../setup/release-operations';
import { startTestApp, type TestApp } from '../setup/test-app';
import { testConfig } from '../setup/test-config';

let base: TestApp;
let proxy: DatabaseProxy;
let app: App;
let address: string;
beforeAll(async () => {
  base = await startTestApp('content');
  const [{ database }] = (await base.dataSource.query('SELECT current_database() AS database')) as [
    { database: string },
  ];
  const config = testConfig(database, { settings: { SHUTDOWN_SECONDS: '5', STATEMENT_TIMEOUT_SECONDS: '1' } });
  proxy = await startDatabaseProxy(config.database.url);
  app = await buildApp({ ...config, database: { ...config.database, url: proxy.url } });
});
afterAll(async () => {
  await proxy.stop();
  await base.stop();
});

interface Answer {
  readonly status: number;
  readonly headers: Record<string, unknown>;
  readonly body: any;
}

/** On a connection of its own, as a prober asks. */
function get(path: string, body?: object): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(
      new URL(path, address),
      { agent: false, method: body ? 'POST' : 'GET', headers: { 'content-type': 'application/json' } },
      (response) => {
        let text = '';
        response.on('data', (part: Buffer) => (text += part.toString()));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: JSON.parse(text) }),
        );
      },
    );
    sent.on('error', reject);
    sent.end(body && JSON.stringify(body));
  });
}
const ready = () => get('/health/ready');
const query = { query: '{ careers(first: 1) { totalCount } }' };
/** Waits until the process is (not) ready, by itself. */
function untilReady(status: 200 | 503): Promise<Answer> {
  return eventually(async () => {
    const answer = await ready();
    return answer.status === status ? answer : undefined;
  });
}

test('before it serves, it lives, says what it is at, and refuses the rest', async () => {
  await app.listenAhead();
  const { address: host, port } = app.http.server.address() as { address: string; port: number };
  address = `http://${host}:${port}`;
  expect(await get('/health/live')).toMatchObject({ status: 200, body: { status: 'live' } });
  expect(await ready()).toMatchObject({
    status: 503,
    body: { status: 'not ready', reason: 'The server is starting: starting.' },
  });
  await app.migrate();
  expect((await ready()).body.reason).toBe('The server is starting: the tables are brought up to date.');
  await app.loadStarterContent();
  expect((await ready()).body.reason).toBe('The server is starting: the starter content is loaded.');
  for (const refused of [await get('/graphql', query), await get('/'), await get('/nothing')]) {
    expect(refused).toMatchObject({
      status: 503,
      headers: { 'retry-after': '1', connection: 'close', 'cache-control': expect.stringContaining('no-store') },
      body: { errors: [{ extensions: { code: 'UNAVAILABLE', requestId: refused.headers['x-request-id'] } }] },
    });
  }
  await app.listen();
  expect((await get('/graphql', query)).body).toEqual({ data: { careers: { totalCount: 12 } } });
  expect(await ready()).toMatchObject({
    status: 200,
    headers: { 'cache-control': 'no-store' },
    body: { status: 'ready' },
  });
});

test.each(['refuse', 'hang'] as const)(
  'without its database (%s) it is not ready, and says so soon; it is ready again by itself',
  async (mode) => {
    await untilReady(200);
    proxy.become(mode);
    const { body, headers } = await untilReady(503);
    expect(body).toEqual({ status: 'not ready', reason: 'The database does not answer.' });
    expect(headers['cache-control']).toBe('no-store');
    expect((await get('/health/live')).status).toBe(200);
    proxy.become('open');
    await untilReady(200);
    expect((await get('/graphql', query)).body).toEqual({ data: { careers: { totalCount: 12 } } });
  },
);

test('who is answered by nobody in the database gets UNAVAILABLE, and the next one an answer', async () => {
  await untilReady(200);
  await get('/graphql', query);
  proxy.become('hang');
  const { body } = await get('/graphql', query);
  expect(body.errors).toMatchObject([{ extensions: { code: 'UNAVAILABLE' } }]);
  proxy.become('open');
  await untilReady(200);
  expect((await get('/graphql', query)).body).toEqual({ data: { careers: { totalCount: 12 } } });
});

test('a pool that is used up does not make it unready', async () => {
  const runners = Array.from({ length: 4 }, () => app.dataSource.createQueryRunner());
  for (const runner of runners) await runner.connect();
  expect((await ready()).status).toBe(200);
  for (const runner of runners) await runner.release();
});

test('while it stops it is not ready, refuses what is new and finishes what runs', async () => {
  await untilReady(200);
  const blocker = base.dataSource.createQueryRunner();
  await blocker.startTransaction();
  await blocker.query('LOCK TABLE career IN ACCESS EXCLUSIVE MODE');
  const running = get('/graphql', query);
  await untilWaiting(base);
  const closed = app.close();
  expect(await ready()).toMatchObject({
    status: 503,
    body: { status: 'not ready', reason: 'The server is stopping.' },
  });
  expect((await get('/health/live')).status).toBe(200);
  expect(await get('/graphql', query)).toMatchObject({
    status: 503,
    body: { errors: [{ message: 'The server is stopping. Try again shortly.', extensions: { code: 'UNAVAILABLE' } }] },
  });
  await blocker.rollbackTransaction();
  await blocker.release();
  expect((await running).body).toEqual({ data: { careers: { totalCount: 12 } } });
  await closed;
  await expect(ready()).rejects.toThrow('ECONNREFUSED');
});

/** Resolves when a statement of another session waits for a lock. */
async function untilWaiting({ dataSource }: TestApp): Promise<void> {
  for (let waiting = 0; waiting === 0;) {
    [{ waiting }] = (await dataSource.query(
      `SELECT count(*)::int AS waiting FROM pg_stat_activity
       WHERE wait_event_type = 'Lock' AND datname = current_database()`,
    )) as [{ waiting: number }];
  }
}

test('a request that becomes whole only while connections close is refused as any other', async () => {
  const other = await buildApp(testConfig(new URL(proxy.url).pathname.slice(1), {}));
  await other.migrate();
  const { port } = new URL(await other.listen());
  const socket = connect(Number(port), '127.0.0.1');
  let answer = '';
  const over = new Promise((resolve) => socket.on('data', (part) => (answer += part.toString())).on('close', resolve));
  await new Promise<void>((resolve) => socket.write('GET /graphql?query={viewer{id}} HTTP/1.1\r\n', () => resolve()));
  // What has come is read in order: afterwards the server knows of the half request.
  await fetch(`http://127.0.0.1:${port}/health/live`);
  const closed = other.close();
  await eventually(async () => (other.http.server.listening ? undefined : true));
  socket.write('Host: x\r\n\r\n');
  await Promise.all([over, closed]);
  expect(answer).toMatch(/^HTTP\/1\.1 503 [^]*"code":"UNAVAILABLE"/);
});

test.each(['refuse', 'hang'] as const)('stopping does not wait for a database that is away (%s)', async (mode) => {
  const config = testConfig(new URL(proxy.url).pathname.slice(1), { settings: { STATEMENT_TIMEOUT_SECONDS: '1' } });
  proxy.become('open');
  const other = await buildApp({ ...config, database: { ...config.database, url: proxy.url } });
  await other.migrate();
  await other.startJobs();
  await other.listen();
  proxy.become(mode);
  // It would reject if anything had to be cut off.
  await other.close();
});
