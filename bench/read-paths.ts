import { mkdtemp, readFile, rm } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pool } from 'pg';
import { type App, buildApp } from '../src/app';
import { checkoutFolder } from '../src/checkout-folder';
import { loadConfig } from '../src/config';
import { startEmbeddedServer } from '../src/kernel/database/embedded-server';
import type { Statement } from '../src/kernel/database/statement-log';

/*
 * `npm run bench`: what the main reads cost, as a ratio. The baseline is a bare node:http server in the same process that sends
 * the same SQL by plain pg and then the same bytes; so the ratio is what GraphQL, type-graphql, access rules and loaders add.
 * Rounds of the two alternate, and the median of the rounds counts, so that a noisy machine disturbs both alike.
 */

const ROUNDS = 9;
const REQUESTS = 60;
const CONCURRENCY = 6;
const operations = { LearnPage: { slug: 'backend-engineer' }, CareerList: {}, SkillHub: { slug: 'system-design' } };

async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'careergraph-bench-'));
  const server = await startEmbeddedServer({ folder, durable: false, log: () => {} });
  const config = loadConfig({ PORT: '0', LOG_LEVEL: 'fatal' });
  const app = await buildApp({ ...config, database: { ...config.database, url: server.url } });
  const pool = new Pool({ connectionString: server.url, max: config.database.poolSize });
  // The server ends the connections that are idle when it stops.
  pool.on('error', () => {});
  try {
    await app.migrate();
    await app.loadStarterContent();
    const address = await app.listen();
    console.log(
      'operation    statements  product ms  baseline ms  ratio   (CPU of this process a request, median of rounds)',
    );
    for (const [name, variables] of Object.entries(operations)) await compare(app, address, pool, name, variables);
  } finally {
    await app.close();
    await pool.end();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function compare(app: App, address: string, pool: Pool, name: string, variables: object): Promise<void> {
  const query = await readFile(join(checkoutFolder, 'schema', 'operations', `${name}.graphql`), 'utf8');
  const body = JSON.stringify({ query, variables });
  const product = () => post(`${address}/graphql`, body);
  const { result: answer, statements } = await app.dataSource.logger.during(product);
  if (answer.includes('"errors"')) throw new Error(`${name} failed: ${answer.slice(0, 500)}`);
  const bare = await serveBaseline(pool, statements, answer);
  const baseline = () => post(bare.address, body);
  const [ours, theirs] = [[] as number[], [] as number[]];
  await round(product);
  await round(baseline);
  for (let index = 0; index < ROUNDS; index++) {
    ours.push(await round(product));
    theirs.push(await round(baseline));
  }
  bare.close();
  const [a, b] = [median(ours), median(theirs)];
  const cells = [
    name.padEnd(12),
    String(statements.length).padStart(10),
    a.toFixed(2).padStart(11),
    b.toFixed(2).padStart(12),
    (a / b).toFixed(2).padStart(6),
  ];
  console.log(cells.join(' '));
}

/** Sends REQUESTS requests, CONCURRENCY at a time. Returns CPU milliseconds of this process for each. */
async function round(send: () => Promise<string>): Promise<number> {
  const before = process.cpuUsage();
  let left = REQUESTS;
  const worker = async () => {
    while (left-- > 0) await send();
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  const used = process.cpuUsage(before);
  return (used.user + used.system) / 1000 / REQUESTS;
}

async function post(url: string, body: string): Promise<string> {
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  return response.text();
}

async function serveBaseline(pool: Pool, statements: readonly Statement[], answer: string) {
  const server = http.createServer((request, response) => {
    request.resume();
    Promise.all(statements.map(({ text, values }) => pool.query(text, values as unknown[]))).then(
      () => response.setHeader('content-type', 'application/json').end(Buffer.from(answer)),
      (error: Error) => response.writeHead(500).end(error.message),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { address: `http://127.0.0.1:${port}`, close: () => server.close() };
}

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;

void main();
