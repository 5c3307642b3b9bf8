import { request } from 'node:http';
import { DataSource } from 'typeorm';
import { startTestApp, type TestApp } from '../setup/test-app';

let app: TestApp;
/** A connection beside the app's pool. */
let other: DataSource;
beforeAll(async () => {
  app = await startTestApp('content', { OPERATION_TIMEOUT_SECONDS: '1', DATABASE_POOL_SIZE: '2' });
  const [{ database }] = (await app.dataSource.query('SELECT current_database() AS database')) as [
    { database: string },
  ];
  const url = new URL(process.env.TEST_SERVER_URL ?? '');
  url.pathname = `/${database}`;
  other = await new DataSource({ type: 'postgres', url: url.href }).initialize();
});
afterAll(async () => {
  await other.destroy();
  await app.stop();
});

/** Makes every read of sources take longer than anybody waits, for as long as the work runs. */
async function whileSourcesAreSlow(work: () => Promise<void>): Promise<void> {
  await other.query(`ALTER TABLE source RENAME TO source_before;
    CREATE VIEW source AS SELECT b.* FROM source_before b, pg_sleep(300)`);
  try {
    await work();
  } finally {
    await other.query('DROP VIEW source; ALTER TABLE source_before RENAME TO source');
  }
}
/** How many statements of the app run or wait in PostgreSQL. */
async function running(): Promise<number> {
  const [{ count }] = await other.query<[{ count: number }]>(
    `SELECT count(*)::int FROM pg_stat_activity
     WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'`,
  );
  return count;
}
async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20));
}
const slow = '{ sources { edges { node { slug } } } }';
const codes = (answer: { errors?: readonly { extensions: Record<string, unknown> }[] }) =>
  answer.errors?.map(({ extensions }) => extensions.code);

test('a query that takes too long answers TIMEOUT, its statement ends, and later ones are not sent', async () => {
  await whileSourcesAreSlow(async () => {
    const { result, statements } = await app.dataSource.logger.during(() =>
      app.send(
        '{ levels { slug } sources { edges { node { slug } } } career(slug: "backend-engineer") { levels { salaryClaims { source { name } } } } }',
      ),
    );
    expect(result.status).toBe(200);
    expect(new Set(codes(result))).toEqual(new Set(['TIMEOUT']));
    expect(statements.length).toBeLessThan(10);
    await until(async () => (await running()) === 0);
  });
  await expect(app.ask('{ sources { totalCount } }')).resolves.toMatchObject({ sources: { totalCount: 4 } });
});

test('what waits for a connection is not started when its time is over', async () => {
  await whileSourcesAreSlow(async () => {
    const sent = await Promise.all(Array.from({ length: 6 }, () => app.send(slow)));
    expect(sent.map(codes)).toEqual(Array.from({ length: 6 }, () => ['TIMEOUT']));
    await until(async () => (await running()) === 0);
  });
  // Both connections of the pool work.
  const answers = await Promise.all(Array.from({ length: 4 }, () => app.send('{ sources { totalCount } }')));
  expect(answers.map(codes)).toEqual([undefined, undefined, undefined, undefined]);
});

describe('a mutation', () => {
  const register = 'mutation ($input: RegisterInput!) { register(input: $input) { accessToken } }';
  const input = (name: string) => ({
    input: { email: `${name}@example.org`, password: 'a-long-enough-password', displayName: name },
  });
  const accounts = async (name: string) =>
    (await other.query<unknown[]>('SELECT FROM user_account WHERE email = $1', [`${name}@example.org`])).length;

  test('that takes too long changes nothing, its transaction is rolled back, and it can be done again', async () => {
    const timed = await lockedOut('session', () => app.send(register, input('ben')));
    expect(codes(timed)).toEqual(['TIMEOUT']);
    expect(await accounts('ben')).toBe(0);
    await until(async () => (await running()) === 0);
    expect(codes(await app.send(register, input('ben')))).toBeUndefined();
    expect(await accounts('ben')).toBe(1);
  });

  async function lockedOut<T>(table: string, work: () => Promise<T>): Promise<T> {
    const blocker = other.createQueryRunner();
    await blocker.startTransaction();
    await blocker.query(`LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
    try {
      return await work();
    } finally {
      await blocker.rollbackTransaction();
      await blocker.release();
    }
  }

  test('is finished when the client goes away; a query is stopped', async () => {
    const send = (query: string, variables = {}) => {
      const body = JSON.stringify({ query, variables });
      const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
      const sent = request(`${app.address}/graphql`, { method: 'POST', headers });
      sent.on('error', () => {});
      sent.end(body);
      return sent;
    };
    await lockedOut('session', async () => {
      const sent = send(register, input('zoe'));
      await until(async () => (await running()) > 1);
      sent.destroy();
    });
    await until(async () => (await accounts('zoe')) === 1);

    await whileSourcesAreSlow(async () => {
      const asked = send(slow);
      await until(async () => (await running()) > 0);
      asked.destroy();
      await until(async () => (await running()) === 0);
    });
  });
});
