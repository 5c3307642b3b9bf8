import { randomBytes } from 'node:crypto';
import {
  buildProduct,
  type ClonedDatabase,
  cloneDatabase,
  logLines,
  type ProductProcess,
  startProduct,
} from '../setup/product-process';
import { type DatabaseProxy, startDatabaseProxy } from '../setup/database-proxy';
import { eventually } from '../setup/release-operations';

let database: ClonedDatabase;
let proxy: DatabaseProxy;
let product: ProductProcess;
beforeAll(async () => {
  buildProduct();
  database = await cloneDatabase('empty');
  proxy = await startDatabaseProxy(database.url);
  product = await startProduct(proxy.url, { STATEMENT_TIMEOUT_SECONDS: '1' });
});
afterAll(async () => {
  await product.stop();
  await proxy.stop();
  await database.drop();
});

const NAME = 'forget_erased_identities';
/** Whether the job with this key has run; recurring ones may wait at any time. */
const isDone = async (key: string): Promise<true | undefined> =>
  (await database.client.query(`SELECT FROM graphile_worker.jobs WHERE key = $1`, [key])).rows.length === 0 ||
  undefined;

test('a job that fails is named in the log, without the words of the database about its data', async () => {
  const secret = randomBytes(9).toString('hex');
  await database.client.query(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'no room for ${secret}'; END $$`);
  await database.client.query(
    'CREATE TRIGGER refuse BEFORE DELETE ON erased_identity FOR EACH STATEMENT EXECUTE FUNCTION refuse()',
  );
  await database.client.query(`SELECT graphile_worker.add_job($1, job_key := 'failing', max_attempts := 1)`, [NAME]);
  // The recurring job of that name fails as well, and is tried more often.
  const failed = /^Failed task \d+ \(forget_erased_identities, [\d.]+ms, attempt 1 of 1\)$/;
  await product.until(/"msg":"Failed task.*attempt 1 of 1\)/);
  await database.client.query('DROP TRIGGER refuse ON erased_identity');
  const line = logLines(product.output()).find(({ msg }) => failed.test(msg))!;
  expect(line).toMatchObject({ level: 50, job: NAME, requestId: expect.stringMatching(/^job-\d+$/) });
  expect(line.err).toMatchObject({ code: 'P0001', query: expect.stringContaining('erased_identity') });
  expect(product.output()).not.toContain(secret);

  // As the runbook says, it runs again once the cause is gone.
  await eventually(async () => {
    await database.client.query(
      `SELECT graphile_worker.reschedule_jobs(ARRAY(SELECT id FROM graphile_worker.jobs WHERE key = 'failing'), now(), attempts := 0)`,
    );
    return isDone('failing');
  });
});

test('connections that a network has forgotten are given up, and jobs go on', async () => {
  proxy.become('forget');
  await database.client.query(`SELECT graphile_worker.add_job($1, job_key := 'after')`, [NAME]);
  await eventually(() => isDone('after'), 150);
}, 180_000);
