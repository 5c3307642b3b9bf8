import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { checkoutFolder } from '../../../src/config';
import { isAlive, run, type RunningProcess, untilGone } from '../../start/running-process';

const module_ = path.join(checkoutFolder, 'dist', 'src', 'kernel', 'database', 'embedded-server.js');
const isRoot = process.getuid?.() === 0;
const testAsRoot = isRoot ? test : test.skip;
const testOnLinux = process.platform === 'linux' ? test : test.skip;
const nobody = 65_534;

/** A process that holds an embedded server until SIGTERM. */
const program = `
  const { startEmbeddedServer } = require(process.argv[1]);
  startEmbeddedServer({ folder: process.argv[2], log: (text) => console.log(text), durable: false }).then(
    ({ url, data, pid, stop, lost }) => {
      console.log('server ' + JSON.stringify({ url, data, pid }));
      process.on('SIGTERM', () => stop().then(() => process.exit(0)));
      lost.then((how) => console.log('lost ' + how));
      setInterval(() => undefined, 1000);
    },
    (error) => { console.log(error.name + ': ' + error.message); process.exit(1); },
  );`;

interface Holder extends RunningProcess {
  readonly url: string;
  readonly data: string;
  readonly pid: number;
}

let folder: string;
const holders: RunningProcess[] = [];

beforeAll(() => {
  execFileSync(process.execPath, [path.join(checkoutFolder, 'scripts', 'build.mjs')]);
});
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'careergraph embedded-'));
  chmodSync(folder, 0o755);
});
afterEach(async () => {
  for (const { child, ended } of holders.splice(0)) {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
    await ended;
  }
  rmSync(folder, { recursive: true, force: true });
});

function attempt(target: string, account: { uid?: number; gid?: number } = {}): RunningProcess {
  const holder = run(process.execPath, ['-e', program, module_, target], { cwd: '/', ...account });
  holders.push(holder);
  return holder;
}

async function hold(target: string, account: { uid?: number; gid?: number } = {}): Promise<Holder> {
  const holder = attempt(target, account);
  const [, text] = await holder.until(/^server (.*)$/m);
  return { ...holder, ...(JSON.parse(text ?? '') as { url: string; data: string; pid: number }) };
}

async function ask(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function stop({ child, ended, pid }: Holder): Promise<void> {
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
  expect(isAlive(pid)).toBe(false);
}

/** The watchdogs of a cluster, found in Linux' list of processes. */
function watchdogsOf(data: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        const [, script, target] = readFileSync(`/proc/${name}/cmdline`, 'utf8').split('\0');
        return script?.endsWith('embedded-watchdog.mjs') === true && target === data;
      } catch {
        return false;
      }
    })
    .map(Number);
}

test('a cold start makes a UTF-8 database behind a password, and a restart finds its data', async () => {
  const first = await hold(path.join(folder, 'a', 'b'));
  const [settings] = await ask(
    first.url,
    `SELECT current_database() AS database, current_setting('server_encoding') AS encoding,
       current_setting('listen_addresses') AS address, current_setting('timezone') AS timezone,
       (SELECT datlocale FROM pg_database WHERE datname = current_database()) AS locale`,
  );
  expect(settings).toEqual({
    database: 'careergraph',
    encoding: 'UTF8',
    address: '127.0.0.1',
    timezone: 'UTC',
    locale: 'C.UTF-8',
  });
  const wrong = new URL(first.url);
  wrong.password = 'wrong';
  await expect(ask(wrong.href, 'SELECT 1')).rejects.toThrow(/password/);
  expect(statSync(path.join(first.data, 'careergraph-password')).mode & 0o077).toBe(0);

  await ask(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
  await stop(first);
  const second = await hold(path.join(folder, 'a', 'b'));
  expect(await ask(second.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
  await stop(second);
  expect(existsSync(path.join(folder, 'a', 'b', 'lock.json'))).toBe(false);
});

test('after kill -9 nothing runs on, and the next start has all that was written', async () => {
  const first = await hold(folder);
  await ask(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
  first.child.kill('SIGKILL');
  await untilGone(first.pid);

  const second = await hold(folder);
  expect(await ask(second.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
});

testOnLinux('when the watchdog is killed too, the next start ends what was left', async () => {
  const first = await hold(folder);
  await ask(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
  const watchdogs = watchdogsOf(first.data);
  expect(watchdogs).toHaveLength(1);
  for (const pid of watchdogs) process.kill(pid, 'SIGKILL');
  first.child.kill('SIGKILL');
  await first.ended;
  expect(isAlive(first.pid)).toBe(true);

  const second = await hold(folder);
  expect(isAlive(first.pid)).toBe(false);
  expect(second.output()).toContain(`process ${first.pid}`);
  expect(await ask(second.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
  await stop(second);
  for (let tries = 0; watchdogsOf(second.data).length > 0 && tries < 100; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  expect(watchdogsOf(second.data)).toEqual([]);
});

test('a second start on the same folder is refused, and the first runs on', async () => {
  const first = await hold(folder);
  const second = attempt(folder);
  expect(await second.ended).toBe(1);
  expect(second.output()).toMatch(
    new RegExp(
      `EmbeddedServerError: .*already running: process ${first.child.pid} .*\\n.*kill ${first.child.pid}.*\\n.*DATA_FOLDER=`,
    ),
  );
  expect(await ask(first.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

test('two starts at the same moment on a new folder: one runs, one is refused', async () => {
  const both = [attempt(folder), attempt(folder)];
  const refused = await Promise.race(both.map(({ ended }, index) => ended.then(() => index)));
  expect(both[refused]?.output()).toContain('already running');
  await both[1 - refused]?.until(/^server /m);
});

test('a creation that was cut off, a stale lock and a stale record of the server are cleared away', async () => {
  const first = await hold(folder);
  await stop(first);
  // The id of a process that lives and has nothing to do with it: as after a restart of the machine.
  writeFileSync(path.join(folder, 'lock.json'), JSON.stringify({ pid: process.pid, identity: 'another', since: '' }));
  writeFileSync(
    path.join(first.data, 'postmaster.pid'),
    `${process.pid}\n${first.data}\n0\n1\n\n127.0.0.1\n0\nready\n`,
  );
  chmodSync(path.join(first.data, 'postmaster.pid'), 0o644);
  mkdirSync(`${first.data}.unfinished`);
  writeFileSync(path.join(`${first.data}.unfinished`, 'PG_VERSION'), '18');

  const second = await hold(folder);
  expect(await ask(second.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  expect(readdirSync(path.dirname(first.data)).filter((name) => name.includes('unfinished'))).toEqual([]);
});

test('a server that ends by itself is reported', async () => {
  const holder = await hold(folder);
  process.kill(holder.pid, 'SIGINT');
  await holder.until(/^lost exit code 0$/m);
});

testAsRoot('root: a data folder that only root may enter keeps its data outside, across restarts', async () => {
  const closed = path.join(folder, 'closed');
  mkdirSync(closed, { mode: 0o700 });
  const target = path.join(closed, 'data folder');
  const first = await hold(target);
  const outside = path.dirname(first.data);
  try {
    expect(outside.startsWith(folder)).toBe(false);
    expect(first.output()).toContain(outside);
    await ask(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await stop(first);
    const second = await hold(target);
    expect(second.data).toBe(first.data);
    expect(await ask(second.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
    await stop(second);

    // A new checkout at the same path is another one: it doesn't open the old one's database.
    rmSync(target, { recursive: true });
    const third = await hold(target);
    expect(third.data).not.toBe(first.data);
    await stop(third);
    rmSync(path.dirname(third.data), { recursive: true });
  } finally {
    rmSync(outside, { recursive: true, force: true });
  }
});

testAsRoot('root: a folder becomes closed after the first start, and its data moves along', async () => {
  const closed = path.join(folder, 'closed');
  const first = await hold(closed);
  expect(first.data).toBe(path.join(closed, 'data'));
  await ask(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
  await stop(first);
  chmodSync(folder, 0o700);
  const second = await hold(closed);
  try {
    expect(second.data).not.toBe(first.data);
    expect(await ask(second.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
    await stop(second);
  } finally {
    rmSync(path.dirname(second.data), { recursive: true, force: true });
  }
});

testAsRoot('an ordinary user starts it, root may use it after that, and then the user again', async () => {
  const target = path.join(folder, 'own');
  mkdirSync(target);
  chownSync(target, nobody, nobody);
  for (const account of [{ uid: nobody, gid: nobody }, {}, { uid: nobody, gid: nobody }]) {
    const holder = await hold(target, account);
    expect(statSync(holder.data).uid).toBe(nobody);
    expect(await ask(holder.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await stop(holder);
  }
  chownSync(target, 0, 0);
  const refused = attempt(target, { uid: nobody, gid: nobody });
  expect(await refused.ended).toBe(1);
  expect(refused.output()).toMatch(/EmbeddedServerError: The data folder .* can't be used/);
});
