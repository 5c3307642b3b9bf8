import { readFileSync } from 'node:fs';
import path from 'node:path';
import { checkoutFolder } from '../../src/checkout-folder';
import { errorCodes } from '../../src/kernel/errors/errors';
import { skillDraft } from '../factories/skill';
import { publishDrafts } from '../setup/content-store';
import { type MetricFamily, parseExposition } from '../setup/exposition';
import { Learner } from '../setup/learners';
import { startTestApp, type TestApp } from '../setup/test-app';

const token = 'a-token-for-the-tests';
let app: TestApp;
beforeAll(async () => {
  app = await startTestApp('content', { METRICS_TOKEN: token });
  await app.migrate();
});
afterAll(() => app.stop());

const scrape = (authorization?: string) =>
  fetch(`${app.address}/metrics`, { headers: authorization === undefined ? {} : { authorization } });
const metrics = async (): Promise<Map<string, MetricFamily>> => {
  const answer = await scrape(`Bearer ${token}`);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  return parseExposition(await answer.text());
};
/** The one value with this name and these labels; 0 when there is none. */
async function valueOf(name: string, labels: Record<string, string> = {}): Promise<number> {
  const samples = [...(await metrics()).values()].flatMap((family) => family.samples);
  const wanted = Object.entries(labels);
  return (
    samples.find((sample) => sample.name === name && wanted.every(([label, value]) => sample.labels[label] === value))
      ?.value ?? 0
  );
}
/** By how much a value grows while `work` runs; a request is counted once its answer is out. */
async function growth(name: string, labels: Record<string, string>, by: number, work: () => Promise<unknown>) {
  const before = await valueOf(name, labels);
  await work();
  let after = await valueOf(name, labels);
  while (after < before + by) after = await valueOf(name, labels);
  expect([name, after - before]).toEqual([name, by]);
}

test('who does not show the token gets none of it; without one there are no metrics', async () => {
  for (const authorization of [undefined, token, 'Bearer ', `Bearer ${token}x`, `Basic ${token}`]) {
    const refused = await scrape(authorization);
    expect([authorization, refused.status]).toEqual([authorization, 401]);
    expect(await refused.text()).not.toContain('careergraph_');
  }
  const other = await startTestApp('empty');
  try {
    expect((await fetch(`${other.address}/metrics`, { headers: { authorization: `Bearer ${token}` } })).status).toBe(
      404,
    );
  } finally {
    await other.stop();
  }
});

const seconds = 'careergraph_graphql_request_duration_seconds_count';

test('requests are counted by kind and outcome, with their cost, statements and errors', async () => {
  const anything = 'query Anything { careers(first: 1) { totalCount } }';
  const good = () => app.ask(anything);
  await growth(seconds, { kind: 'query', outcome: 'ok' }, 1, good);
  const { length } = await app.count(anything);
  await growth('careergraph_graphql_request_statements_sum', { kind: 'query' }, length, good);
  const wrong = () =>
    app.send('mutation ($input: SignInInput!) { signIn(input: $input) { accessToken } }', {
      input: { email: 'nobody@example.org', password: 'wrong' },
    });
  await growth(seconds, { kind: 'mutation', outcome: 'UNAUTHENTICATED' }, 1, wrong);
  const badToken = () => app.send('{ viewer { id } }', {}, { authorization: 'Bearer x' });
  await growth(seconds, { kind: 'none', outcome: 'UNAUTHENTICATED' }, 1, badToken);
  const refused = async () => {
    for (let tries = 0; tries < 30; tries += 1) await wrong();
  };
  const before = await valueOf('careergraph_graphql_errors_total', { code: 'RATE_LIMITED' });
  await refused();
  expect(await valueOf('careergraph_graphql_errors_total', { code: 'RATE_LIMITED' })).toBeGreaterThan(before);
});

test('what callers choose never becomes a label', async () => {
  await app.send('query ThisNameIsChosen { thisFieldToo }');
  await app.send('{', {}, { 'x-request-id': 'chosen-id' });
  const samples = [...(await metrics())].flatMap(([name, family]) =>
    name.startsWith('careergraph_') ? family.samples : [],
  );
  const own = samples.flatMap(({ labels: { kind, outcome, code } }) => [kind, outcome, code]).filter((each) => each);
  const known = new Set([...Object.keys(errorCodes), 'ok', 'none', 'query', 'mutation', 'subscription']);
  expect(own.filter((value) => !known.has(value!))).toEqual([]);
  expect(JSON.stringify(samples)).not.toMatch(/Chosen|chosen|thisField/);
});

test('statements, publications and attempts are counted, those of a transaction that failed are not', async () => {
  await growth('careergraph_sql_statement_duration_seconds_count', { result: 'ok' }, 1, () =>
    app.dataSource.query('SELECT 1'),
  );
  await growth('careergraph_sql_statement_duration_seconds_count', { result: 'error' }, 1, () =>
    app.dataSource.query('SELECT nothing').catch(() => undefined),
  );
  const publish = () => publishDrafts(app.dataSource, [skillDraft('counted')]);
  await growth('careergraph_publications_total', {}, 1, publish);
  const somebody = new Learner(app);
  let attemptId = '';
  await growth('careergraph_attempts_started_total', {}, 1, async () => {
    ({ id: attemptId } = await somebody.start('career-fit-test'));
    // It is running already: nothing is started.
    await somebody.start('career-fit-test');
  });
  await app.dataSource.query(
    `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$`,
  );
  await app.dataSource.query(
    'CREATE CONSTRAINT TRIGGER refuse AFTER UPDATE ON attempt DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse()',
  );
  await growth('careergraph_attempts_submitted_total', {}, 0, () => somebody.trySubmit(attemptId));
  await app.dataSource.query('DROP TRIGGER refuse ON attempt');
  await growth('careergraph_attempts_submitted_total', {}, 1, () => somebody.submit(attemptId));
});

test('the pool, the queue and what runs are measured when somebody asks', async () => {
  expect(await valueOf('careergraph_database_pool_connections_max')).toBe(4);
  const runners = Array.from({ length: 4 }, () => app.dataSource.createQueryRunner());
  for (const runner of runners) await runner.connect();
  const waiting = app.dataSource.query('SELECT 1');
  expect(await valueOf('careergraph_database_pool_connections', { state: 'busy' })).toBe(4);
  expect(await valueOf('careergraph_database_pool_waiting')).toBe(1);
  for (const runner of runners) await runner.release();
  await waiting;
  expect(await valueOf('careergraph_database_pool_connections', { state: 'busy' })).toBe(0);

  const add = (name: string, sql: string) =>
    app.dataSource.query(`SELECT graphile_worker.add_job($1, run_at := ${sql})`, [name]);
  await add('due', 'now()');
  await add('later', `now() + interval '1 day'`);
  expect(await valueOf('careergraph_jobs', { state: 'due' })).toBe(1);
  expect(await valueOf('careergraph_jobs', { state: 'scheduled' })).toBe(1);
  await app.startJobs();
  while ((await valueOf('careergraph_job_duration_seconds_count', { job: 'close-attempts', result: 'done' })) === 0);
});

test('the guide lists every metric of ours, with its type, and none that is not there', async () => {
  const guide = readFileSync(path.join(checkoutFolder, 'docs', 'operating.md'), 'utf8');
  const listed = [...guide.matchAll(/^\| `(careergraph_\w+)`\s*\| (\w+)/gm)].map(([, name, type]) => `${name} ${type}`);
  const there = [...(await metrics())]
    .filter(([name]) => name.startsWith('careergraph_'))
    .map(([name, { type }]) => `${name} ${type}`);
  expect(listed.toSorted()).toEqual(there.toSorted());
  // Those of Node.js and the process come with the library.
  expect((await metrics()).get('nodejs_eventloop_lag_seconds')?.type).toBe('gauge');
  expect((await metrics()).has('process_cpu_seconds_total')).toBe(true);
});
