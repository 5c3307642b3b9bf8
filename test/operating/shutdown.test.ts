import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { Client } from 'pg';
import {
  buildProduct,
  cloneDatabase,
  type ClonedDatabase,
  type ProductProcess,
  startProduct,
} from '../setup/product-process';

let database: ClonedDatabase;
let blocker: Client;
let product: ProductProcess | undefined;
beforeAll(async () => {
  buildProduct();
  database = await cloneDatabase('content');
});
beforeEach(async () => {
  blocker = new Client({ connectionString: database.url });
  await blocker.connect();
  await blocker.query('BEGIN');
});
afterEach(async () => {
  await blocker.end();
  await product?.stop();
});
afterAll(() => database.drop());

const query = 'query Slow { careers(first: 1) { totalCount } }';

/** Resolves when so many statements wait for the blocker's locks. */
async function untilWaiting(statements: number): Promise<void> {
  for (let waiting = 0; waiting < statements;) {
    const { rows } = await database.client.query<{ waiting: number }>(
      `SELECT count(*)::int AS waiting FROM pg_stat_activity
       WHERE wait_event_type = 'Lock' AND datname = current_database()`,
    );
    waiting = rows[0]!.waiting;
  }
}

/** One request on a connection of its own, or on that of the agent. */
function get(path: string, agent: Agent | false = false): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(new URL(path, product!.address), { agent }, (response) => {
      let text = '';
      response.on('data', (part: Buffer) => (text += part.toString()));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    sent.on('error', reject);
    sent.end();
  });
}

test('a request and a job that run are finished before the process ends; what is new is refused', async () => {
  product = await startProduct(database.url);
  // A connection that is kept open and idle must not hold up the end.
  const idle = new Agent({ keepAlive: true });
  await get('/health/live', idle);
  await blocker.query('LOCK TABLE career, attempt IN ACCESS EXCLUSIVE MODE');
  await database.client.query(`SELECT graphile_worker.add_job('close-attempts', job_key := 'close-attempts')`);
  const slow = product.send(query);
  await untilWaiting(2);

  product.child.kill('SIGTERM');
  await product.until(/^Stopping \(SIGTERM\)/m);
  const ready = await get('/health/ready');
  expect([ready.status, JSON.parse(ready.text)]).toEqual([
    503,
    { status: 'not ready', reason: 'The server is stopping.' },
  ]);
  expect(await product.send(query)).toMatchObject({ status: 503, errors: [{ extensions: { code: 'UNAVAILABLE' } }] });
  expect((await get('/health/live')).status).toBe(200);

  await blocker.query('ROLLBACK');
  expect(await slow).toEqual({ status: 200, data: { careers: { totalCount: 12 } } });
  expect(await product.ended).toBe(0);
  // Lines of the log may come after it: they take another way.
  expect(product.output()).toMatch(/^Stopped\.$/m);
  const { rows } = await database.client.query(
    'SELECT task_identifier, locked_at, attempts FROM graphile_worker.jobs WHERE attempts > 0',
  );
  expect(rows).toEqual([]);
  idle.destroy();
});

test('requests that were sent ahead on one connection are over when their caller hangs up', async () => {
  product = await startProduct(database.url, { RUN_JOBS: 'false', LOG_REQUESTS: 'all' });
  await blocker.query('LOCK TABLE career IN ACCESS EXCLUSIVE MODE');
  const body = JSON.stringify({ query });
  const sent = `POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
  const caller = connect(Number(new URL(product.address).port), '127.0.0.1', () => caller.write(sent.repeat(3)));
  await untilWaiting(3);
  caller.destroy();
  await product.until(/(?:"aborted":true[^]*){3}/);
  await blocker.query('ROLLBACK');
  product.child.kill('SIGTERM');
  expect(await product.ended).toBe(0);
});

test('what takes longer than SHUTDOWN_SECONDS is cut off, and the process says so', async () => {
  product = await startProduct(database.url, { SHUTDOWN_SECONDS: '1', RUN_JOBS: 'false' });
  await blocker.query('LOCK TABLE career IN ACCESS EXCLUSIVE MODE');
  const slow = product.send(query).catch(() => 'no answer');
  await untilWaiting(1);
  product.child.kill('SIGTERM');
  expect(await product.ended).toBe(1);
  expect(await slow).toBe('no answer');
  expect(product.output()).toContain('Not everything finished within 1 s: 1 requests and 0 jobs were cut off.');
});
