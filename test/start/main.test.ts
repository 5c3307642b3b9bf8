import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { checkoutFolder } from '../../src/checkout-folder';
import { settingNames } from '../../src/config';
import { cleanEnvironment, run, type RunningProcess } from './running-process';

const main = path.join(checkoutFolder, 'dist', 'src', 'main.js');
let folder: string;
const processes: RunningProcess[] = [];

beforeAll(() => {
  execFileSync(process.execPath, [path.join(checkoutFolder, 'scripts', 'build.mjs')]);
  folder = mkdtempSync(path.join(os.tmpdir(), 'careergraph-start-'));
  chmodSync(folder, 0o755);
});
afterEach(async () => {
  for (const { child, ended } of processes.splice(0)) {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
    await ended;
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function start(settings: Record<string, string>, ...args: string[]): RunningProcess {
  const env = cleanEnvironment({ DATA_FOLDER: folder, PORT: '0', ...settings }, settingNames);
  const started = run(process.execPath, [main, ...args], { env, cwd: '/' });
  processes.push(started);
  return started;
}

async function ready(started: RunningProcess): Promise<string> {
  const [, url] = await started.until(/^GraphQL: (\S+)\/graphql\nStop with Ctrl-C$/m);
  return url ?? '';
}

test('it says each step, answers, and stops cleanly on SIGTERM; the second time nothing is left to do', async () => {
  const first = start({});
  const url = await ready(first);
  expect(first.output()).toMatch(
    /^ {2}database .*embedded.*\n {2}migrations +\d+ applied.*\n {2}accounts +admin admin@localhost, password \w{20} \(shown only now\).*\n {2}content +\d+ documents.*\n {2}address .*\n {2}ready .*\n\nPlayground: http:\/\/localhost:\d+\/\n/m,
  );
  expect((await fetch(`${url}/health/live`)).status).toBe(200);
  first.child.kill('SIGTERM');
  expect(await first.ended).toBe(0);
  expect(first.output()).toMatch(/Stopping \(SIGTERM\) …\nStopped\.\n$/);

  const second = start({});
  await ready(second);
  expect(second.output()).toMatch(
    /^ {2}migrations +up to date.*\n {2}accounts +up to date.*\n {2}content +up to date/m,
  );
  // Ctrl-C under npm sends the signal twice; that is one wish.
  second.child.kill('SIGINT');
  second.child.kill('SIGINT');
  expect(await second.ended).toBe(0);
});

test('an embedded database that ends by itself ends the process, which says so and nothing of its start', async () => {
  const started = start({});
  await ready(started);
  const file = readdirSync(folder, { recursive: true, encoding: 'utf8' }).find((name) =>
    name.endsWith('postmaster.pid'),
  );
  process.kill(Number(readFileSync(path.join(folder, file!), 'utf8').split('\n')[0]), 'SIGKILL');
  expect(await started.ended).toBe(1);
  expect(started.output()).toMatch(
    /^The embedded PostgreSQL ended by itself \(SIGKILL\)\. Its log is postgresql\.log/m,
  );
  expect(started.output()).not.toMatch(/The start failed|HOST and PORT/);
});

test('what nobody caught ends the process, without the values that it carries', async () => {
  const preload = path.join(folder, 'uncaught.cjs');
  writeFileSync(
    preload,
    `process.on('SIGUSR2', () => Promise.reject(Object.assign(new Error('invalid input: hush-hush'), { code: '22P02', parameters: ['hush-hush'] })));`,
  );
  const started = start({ NODE_OPTIONS: `--require ${preload}` });
  await ready(started);
  started.child.kill('SIGUSR2');
  expect(await started.ended).toBe(1);
  expect(started.output()).toMatch(/^\{"level":60.*"code":"22P02".*"msg":"the process broke down"\}$/m);
  expect(started.output()).toMatch(/^careergraph ends, for something failed/m);
  expect(started.output()).not.toContain('hush-hush');
});

test('a taken port is named, with the way out', async () => {
  const other = net.createServer().listen(0, '127.0.0.1');
  const { port } = await new Promise<net.AddressInfo>((resolve) =>
    other.on('listening', () => resolve(other.address() as net.AddressInfo)),
  );
  const refused = start({ PORT: String(port) });
  expect(await refused.ended).toBe(1);
  other.close();
  expect(refused.output()).toContain(`Port ${port} on 127.0.0.1 is in use`);
  expect(refused.output()).toMatch(/PORT=\d+ npm start/);
  expect(refused.output()).not.toMatch(/^\s+at /m);
});

test('wrong settings are refused by name before anything starts', async () => {
  const refused = start({ PORT: 'abc', LOG_LEVEL: 'loud' });
  expect(await refused.ended).toBe(1);
  expect(refused.output()).toMatch(/PORT is "abc"; expected: .*\nLOG_LEVEL is "loud"; expected: /);
  expect(refused.output()).not.toContain('database');
});

test('a server of DATABASE_URL that does not answer is named without its password; debug adds the stack', async () => {
  const refused = start({ DATABASE_URL: 'postgres://me:topsecret@127.0.0.1:1/graph', LOG_LEVEL: 'debug' });
  expect(await refused.ended).toBe(1);
  expect(refused.output()).toMatch(/failed at this step: database\n.*ECONNREFUSED.*\n.*DATABASE_URL/);
  expect(refused.output()).toMatch(/^\s+at /m);
  expect(refused.output()).not.toContain('topsecret');
});

test('with DATABASE_URL it uses that server', async () => {
  const admin = new Client({ connectionString: process.env.TEST_SERVER_URL });
  await admin.connect();
  const name = `start_${process.pid}`;
  await admin.query(`CREATE DATABASE ${name}`);
  try {
    const url = new URL(process.env.TEST_SERVER_URL ?? '');
    url.pathname = `/${name}`;
    const app = start({ DATABASE_URL: url.href, LOAD_CONTENT: 'never' });
    await ready(app);
    expect(app.output()).toMatch(/database +PostgreSQL \d+\S* at 127\.0\.0\.1:\d+\/start_\d+/);
    expect(app.output()).toContain('LOAD_CONTENT=never');
    app.child.kill('SIGTERM');
    expect(await app.ended).toBe(0);
  } finally {
    await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
    await admin.end();
  }
});

test('a signal during the start stops it without an error', async () => {
  const app = start({});
  await app.until(/^ {2}database /m);
  app.child.kill('SIGTERM');
  expect(await app.ended).toBe(0);
  expect(app.output()).not.toContain('failed');
});

test('--help prints every setting; an unknown argument is refused', async () => {
  const help = start({ PORT: 'abc' }, '--help');
  expect(await help.ended).toBe(0);
  for (const name of settingNames) expect(help.output()).toContain(`  ${name}  (default: `);
  const refused = start({}, '--prot', '80');
  expect(await refused.ended).toBe(2);
  expect(refused.output()).toContain('Unknown argument: --prot 80');
});
