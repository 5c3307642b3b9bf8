import { DataSource } from 'typeorm';
import { INTERNALS } from '../setup/graphql-request';
import { startTestApp, type TestApp } from '../setup/test-app';

let app: TestApp;
let admin: DataSource;
let database: string;
beforeAll(async () => {
  app = await startTestApp('content', { STATEMENT_TIMEOUT_SECONDS: '1' });
  [{ database }] = (await app.dataSource.query('SELECT current_database() AS database')) as [{ database: string }];
  admin = await new DataSource({ type: 'postgres', url: process.env.TEST_SERVER_URL }).initialize();
});
afterAll(async () => {
  await admin.destroy();
  await app.stop();
});

const allowConnections = (allow: boolean) => admin.query(`ALTER DATABASE ${database} ALLOW_CONNECTIONS ${allow}`);
/** Works on the app's database over a connection of its own. */
const onDatabase = async (work: (other: DataSource) => Promise<unknown>) => {
  const url = new URL(process.env.TEST_SERVER_URL ?? '');
  url.pathname = `/${database}`;
  const other = await new DataSource({ type: 'postgres', url: url.href }).initialize();
  try {
    await work(other);
  } finally {
    await other.destroy();
  }
};
const endConnections = () =>
  admin.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [database]);
const health = async (state: 'live' | 'ready') => (await fetch(`${app.address}/health/${state}`)).status;

const careers = '{ careers(first: 2) { totalCount edges { node { slug } } } }';

test('a database that is gone makes UNAVAILABLE, and the next request after its return works', async () => {
  const logged = jest.spyOn(app.http.log, 'error');
  await app.ask(careers);
  const { register } = await app.ask('mutation ($input: RegisterInput!) { register(input: $input) { accessToken } }', {
    input: { email: 'sam@example.org', password: 'a-long-enough-password', displayName: 'Sam' },
  });
  const signedIn = { authorization: `Bearer ${register.accessToken}`, 'x-request-id': 'down-signed-in' };
  await allowConnections(false);
  await endConnections();
  try {
    // The first request may still meet a connection that the server has just ended; the others can't get a new one.
    for (const id of ['down-1', 'down-2', 'down-3', 'down-4', 'down-5', 'down-6']) {
      const answer = await app.send(careers, {}, { 'x-request-id': id });
      expect(answer.errors).toMatchObject([{ path: ['careers'], extensions: { code: 'UNAVAILABLE', requestId: id } }]);
      expect(JSON.stringify(answer)).not.toMatch(INTERNALS);
      expect(JSON.stringify(answer)).not.toContain(database);
    }
    // Nor is it kept where it could have been, had it been an answer.
    const got = await fetch(`${app.address}/graphql?query=${encodeURIComponent(careers)}`, {
      headers: { 'x-request-id': 'down-6' },
    });
    expect(await got.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAVAILABLE' } }] });
    expect([got.headers.get('cache-control'), got.headers.get('etag')]).toEqual(['private, no-store', null]);
    // Who sends the request can't be found out either, and that is no reason to take the caller for anonymous.
    const answer = await app.send(careers, {}, signedIn);
    expect(answer).toMatchObject({ status: 503, errors: [{ extensions: { code: 'UNAVAILABLE' } }] });
    expect(JSON.stringify(answer)).not.toMatch(INTERNALS);
    expect([await health('live'), await health('ready')]).toEqual([200, 503]);
  } finally {
    await allowConnections(true);
  }
  await expect(app.ask(careers)).resolves.toMatchObject({ careers: { totalCount: 12 } });
  expect([await health('live'), await health('ready')]).toEqual([200, 200]);
  const ids = logged.mock.calls.map(([entry]) => (entry as unknown as { requestId: string }).requestId);
  expect(new Set(ids)).toEqual(new Set(['down-1', 'down-2', 'down-3', 'down-4', 'down-5', 'down-6', 'down-signed-in']));
  logged.mockRestore();
});

test('a statement that is stopped for its time makes TIMEOUT', async () => {
  await onDatabase((other) =>
    other.query(`ALTER TABLE source RENAME TO source_before;
      CREATE VIEW source AS SELECT b.* FROM source_before b, pg_sleep(10)`),
  );
  try {
    const answer = await app.send('{ sources { edges { node { slug } } } }');
    expect(answer.errors?.map((error) => error.extensions.code)).toEqual(['TIMEOUT']);
    expect(JSON.stringify(answer)).not.toMatch(INTERNALS);
  } finally {
    await onDatabase((other) => other.query('DROP VIEW source; ALTER TABLE source_before RENAME TO source'));
  }
});

test('a fault that nobody foresaw leaves masked, and is logged whole under the request id', async () => {
  await app.dataSource.query('ALTER TABLE employer RENAME TO employer_lost');
  const logged = jest.spyOn(app.http.log, 'error');
  const answer = await app.send(
    '{ employers(first: 1) { edges { node { slug } } } levels { slug } }',
    {},
    { 'x-request-id': 'fault-1' },
  );
  expect(answer.errors).toEqual([
    {
      message: 'Something went wrong on our side. Try again; if it stays, report the requestId.',
      locations: [{ line: 1, column: 3 }],
      path: ['employers'],
      extensions: { code: 'INTERNAL', requestId: 'fault-1' },
    },
  ]);
  expect(JSON.stringify(answer)).not.toMatch(/employer_lost|relation|42P01/);
  expect(logged).toHaveBeenCalledTimes(1);
  const [{ err, requestId }] = logged.mock.calls[0] as unknown as [{ err: Error; requestId: string }];
  expect(requestId).toBe('fault-1');
  expect(err.message).toContain('relation "employer" does not exist');
  logged.mockRestore();
  await app.dataSource.query('ALTER TABLE employer_lost RENAME TO employer');
  await expect(app.ask('{ employers { totalCount } }')).resolves.toEqual({ employers: { totalCount: 12 } });
});
