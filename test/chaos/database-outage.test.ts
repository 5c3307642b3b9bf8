import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { type EmbeddedServer, startEmbeddedServer } from '../../src/kernel/database/embedded-server';
import { type DatabaseProxy, startDatabaseProxy } from '../setup/database-proxy';
import { skillContent } from '../setup/editors-desk';
import { buildProduct, type HttpReply, logLines, type ProductProcess, startProduct } from '../setup/product-process';
import { eventually, shortly } from '../setup/release-operations';

/** An answer that takes longer than this (milliseconds) counts as none. Connecting may take 5 s, and a start of PostgreSQL some. */
const BOUND = 20_000;
const ADMIN = { email: 'outage@localhost', password: 'a password for outages' };
const settings = { ADMIN_EMAIL: ADMIN.email, ADMIN_PASSWORD: ADMIN.password };

let folder: string;
let server: EmbeddedServer;
let proxy: DatabaseProxy;
let product: ProductProcess;
let admin: Record<string, string>;
const start = () => startEmbeddedServer({ folder, log: () => undefined });
beforeAll(async () => {
  buildProduct();
  folder = mkdtempSync(path.join(os.tmpdir(), 'careergraph-outage-'));
  chmodSync(folder, 0o755);
  server = await start();
  proxy = await startDatabaseProxy(server.url);
  product = await startProduct(proxy.url, settings);
  admin = await signIn(product);
});
afterAll(async () => {
  await product?.stop();
  await proxy?.stop();
  await server?.stop();
  for (const used of [path.dirname(server.data), folder]) rmSync(used, { recursive: true, force: true });
});

async function signIn(at: ProductProcess): Promise<Record<string, string>> {
  const data = await at.ask('mutation ($input: SignInInput!) { signIn(input: $input) { accessToken } }', {
    input: ADMIN,
  });
  return { authorization: `Bearer ${data.signIn.accessToken}` };
}

const mutation = (name: string, selection: string): string =>
  `mutation ($input: ${name[0]!.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { ${selection} } }`;
const SAVE = mutation('saveSkill', 'document { id version }');
const READ = '{ skills { totalCount } }';
const VIEWER = '{ viewer { id } }';

/** What came of everything that was sent. */
interface Tally {
  readonly saved: Set<string>;
  readonly unanswered: string[];
  /** Answers by what was asked, HTTP status and code, such as "viewer 503 UNAVAILABLE". */
  readonly answers: Map<string, number>;
}

/** Clients that read, ask who they are, and write, each without pause until told to stop. */
function load(tally: Tally): { stop(): Promise<void> } {
  let running = true;
  const kinds: [
    string,
    (count: number) => { query: string; variables?: object; headers?: Record<string, string>; note?: () => void },
  ][] = [
    ['read', () => ({ query: READ })],
    ['viewer', () => ({ query: VIEWER, headers: admin })],
    ...[0, 1].map((writer): (typeof kinds)[number] => [
      'save',
      (count) => {
        const slug = `outage-${writer}-${count}`;
        const input = { slug, content: skillContent(slug) };
        return { query: SAVE, variables: { input }, headers: admin, note: () => tally.saved.add(slug) };
      },
    ]),
  ];
  const clients = kinds.map(async ([kind, next]) => {
    for (let count = 0; running; count += 1) {
      const { query, variables, headers, note } = next(count);
      const answer = await bounded(product.send(query, variables, headers));
      if (answer === undefined) {
        tally.unanswered.push(kind);
        continue;
      }
      if (!answer.errors) note?.();
      const code = answer.errors?.[0]?.extensions.code ?? 'ok';
      const key = `${kind} ${answer.status} ${code}`;
      tally.answers.set(key, (tally.answers.get(key) ?? 0) + 1);
    }
  });
  return {
    stop: async () => {
      running = false;
      await Promise.all(clients);
    },
  };
}

/** The answer, or undefined when there is none in time. */
async function bounded(answer: Promise<HttpReply>): Promise<HttpReply | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => (timer = setTimeout(resolve, BOUND, undefined)));
  return Promise.race([answer.catch(() => undefined), late]).finally(() => clearTimeout(timer));
}

const untilReady = (status: number) =>
  eventually(async () => ((await fetch(`${product.address}/health/ready`)).status === status ? status : undefined));
const untilAnswers = (tally: Tally, key: string, more: number) => {
  const enough = (tally.answers.get(key) ?? 0) + more;
  return eventually(async () => ((tally.answers.get(key) ?? 0) >= enough ? true : undefined));
};

test('PostgreSQL stops and starts again under load: clear refusals, nothing hangs, nothing acknowledged is lost, and all goes on by itself', async () => {
  const tally: Tally = { saved: new Set(), unanswered: [], answers: new Map() };

  // A release that is due while the database is away.
  const { saveSkill } = await product.ask(SAVE, { input: { slug: 'due', content: skillContent('due') } }, admin);
  const { createRelease } = await product.ask(
    mutation('createRelease', 'release { id }'),
    { input: { title: 'Due' } },
    admin,
  );
  const releaseId = createRelease.release.id;
  const documentIds = [saveSkill.document.id];
  await product.ask(mutation('addToRelease', 'release { id }'), { input: { releaseId, documentIds } }, admin);

  const clients = load(tally);
  await untilAnswers(tally, 'save 200 ok', 5);
  const scheduled = { input: { releaseId, publishAt: shortly(3_000) } };
  await product.ask(mutation('scheduleRelease', 'release { state }'), scheduled, admin);
  await server.stop();
  await untilReady(503);
  // Long enough for every client to meet it, and for the time of the release to come.
  const due = new Date(scheduled.input.publishAt).getTime();
  for (const key of ['read 200 UNAVAILABLE', 'viewer 503 UNAVAILABLE', 'save 503 UNAVAILABLE'])
    await untilAnswers(tally, key, 3);
  await eventually(async () => (Date.now() > due ? true : undefined));
  expect((await fetch(`${product.address}/health/live`)).status).toBe(200);

  // Back, but not for this process yet: another one publishes meanwhile.
  proxy.become('refuse');
  server = await start();
  const other = await startProduct(server.url, { ...settings, RUN_JOBS: 'false' });
  try {
    const editor = await signIn(other);
    const content = skillContent('published meanwhile');
    const saved = await other.ask(SAVE, { input: { slug: 'meanwhile', content } }, editor);
    const input = { documentIds: [saved.saveSkill.document.id] };
    await other.ask(mutation('publish', 'publication { number }'), { input }, editor);
  } finally {
    await other.stop();
  }
  expect((await fetch(`${product.address}/health/ready`)).status).toBe(503);

  proxy.leadTo(server.url);
  proxy.become('open');
  await untilReady(200);
  await untilAnswers(tally, 'save 200 ok', 5);
  await untilAnswers(tally, 'read 200 ok', 5);
  await clients.stop();

  // The other process' publication is seen, without a restart and without a wait.
  expect(await product.ask('{ skill(slug: "meanwhile") { name } }')).toEqual({
    skill: { name: 'published meanwhile' },
  });
  // Jobs go on: what was due is published.
  await eventually(async () => (await product.ask('{ skill(slug: "due") { name } }')).skill ?? undefined);
  // Nothing looked like a fault of ours.
  const lines = logLines(product.output());
  const internal = lines.filter(({ codes }) => codes?.includes('INTERNAL')).map(({ requestId }) => requestId as string);
  expect(lines.filter(({ requestId, err }) => err && internal.includes(requestId as string))).toEqual([]);
  // Everybody got an answer, and no other than these.
  expect(tally.unanswered).toEqual([]);
  const allowed = [
    'read 200 ok',
    'read 200 UNAVAILABLE',
    'read 503 UNAVAILABLE',
    'viewer 200 ok',
    'viewer 200 UNAVAILABLE',
    'viewer 503 UNAVAILABLE',
    'save 200 ok',
    'save 200 UNAVAILABLE',
    'save 503 UNAVAILABLE',
  ];
  expect([...tally.answers.keys()].filter((key) => !allowed.includes(key))).toEqual([]);
  // What was acknowledged is there.
  expect(tally.saved.size).toBeGreaterThan(9);
  const client = new Client({ connectionString: server.url });
  await client.connect();
  const { rows } = await client.query<{ slug: string }>('SELECT slug FROM document');
  await client.end();
  const there = new Set(rows.map(({ slug }) => slug));
  expect([...tally.saved].filter((slug) => !there.has(slug))).toEqual([]);
});
