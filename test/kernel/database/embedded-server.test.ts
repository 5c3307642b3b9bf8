import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isAlive, waitUntilGone } from '../../../src/kernel/database/embedded-process';
import { ask, attempt, hold, stop, testFolder } from './embedded-holder';

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
  const first = await hold(path.join(testFolder(), 'a', 'b'));
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
  const second = await hold(path.join(testFolder(), 'a', 'b'));
  expect(await ask(second.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
  await stop(second);
  expect(existsSync(path.join(testFolder(), 'a', 'b', 'lock.json'))).toBe(false);
});

test('after kill -9 nothing runs on, and the next start has all that was written', async () => {
  const first = await hold(testFolder());
  await ask(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
  first.child.kill('SIGKILL');
  expect(await waitUntilGone(first.pid, 10_000)).toBe(true);

  const second = await hold(testFolder());
  expect(await ask(second.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
});

// Finding the watchdog takes Linux' /proc.
const describeOnLinux = process.platform === 'linux' ? describe : describe.skip;
describeOnLinux('on Linux', () => {
  test('when the watchdog is killed too, the next start ends what was left', async () => {
    const first = await hold(testFolder());
    await ask(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    const watchdogs = watchdogsOf(first.data);
    expect(watchdogs).toHaveLength(1);
    for (const pid of watchdogs) process.kill(pid, 'SIGKILL');
    first.child.kill('SIGKILL');
    await first.ended;
    expect(isAlive(first.pid)).toBe(true);

    const second = await hold(testFolder());
    expect(isAlive(first.pid)).toBe(false);
    expect(second.output()).toContain(`process ${first.pid}`);
    expect(await ask(second.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
    await stop(second);
    for (let tries = 0; watchdogsOf(second.data).length > 0 && tries < 100; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(watchdogsOf(second.data)).toEqual([]);
  });
});

test('a second start on the same folder is refused, and the first runs on', async () => {
  const first = await hold(testFolder());
  const second = attempt(testFolder());
  expect(await second.ended).toBe(1);
  expect(second.output()).toMatch(
    new RegExp(
      `EmbeddedServerError: .*already running: process ${first.child.pid} .*\\n.*kill ${first.child.pid}.*\\n.*DATA_FOLDER=`,
    ),
  );
  expect(await ask(first.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

test('two starts at the same moment on a new folder: one runs, one is refused', async () => {
  const both = [attempt(testFolder()), attempt(testFolder())];
  const refused = await Promise.race(both.map(({ ended }, index) => ended.then(() => index)));
  expect(both[refused]?.output()).toContain('already running');
  await both[1 - refused]?.until(/^server /m);
});

test('a creation that was cut off, a stale lock and a stale record of the server are cleared away', async () => {
  const first = await hold(testFolder());
  await stop(first);
  // The id of a process that lives and has nothing to do with it: as after a restart of the machine.
  writeFileSync(
    path.join(testFolder(), 'lock.json'),
    JSON.stringify({ pid: process.pid, identity: 'another', since: '' }),
  );
  writeFileSync(
    path.join(first.data, 'postmaster.pid'),
    `${process.pid}\n${first.data}\n0\n1\n\n127.0.0.1\n0\nready\n`,
  );
  chmodSync(path.join(first.data, 'postmaster.pid'), 0o644);
  mkdirSync(`${first.data}.unfinished`);
  writeFileSync(path.join(`${first.data}.unfinished`, 'PG_VERSION'), '18');

  const second = await hold(testFolder());
  expect(await ask(second.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  expect(readdirSync(path.dirname(first.data)).filter((name) => name.includes('unfinished'))).toEqual([]);
});

test('a server that ends by itself is reported', async () => {
  const holder = await hold(testFolder());
  process.kill(holder.pid, 'SIGINT');
  expect(await holder.until(/^lost (.*)$/m)).toContain('exit code 0');
});
