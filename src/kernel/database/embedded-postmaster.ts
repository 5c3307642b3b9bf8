import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, fchownSync, openSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runAs, type Account } from './embedded-account';
import { program, type Binaries } from './embedded-binaries';
import { serverEnvironment } from './embedded-cluster';
import { EmbeddedServerError } from './embedded-error';
import { isAlive, signal, waitUntilGone } from './embedded-process';

/** How long PostgreSQL may take: to recover after a crash, and to write everything down when it stops. */
const startLimit = 120_000;
const stopLimit = 30_000;

export interface Postmaster {
  readonly process: ChildProcess;
  readonly pid: number;
  readonly port: number;
}

export interface PostmasterOptions {
  readonly binaries: Binaries;
  readonly data: string;
  readonly durable: boolean;
  readonly logFile: string;
  /** Called with the id of each process as soon as it runs. */
  readonly onSpawn: (pid: number) => void;
}

/**
 * Starts PostgreSQL on a free port of the loopback address and waits until it takes connections.
 * @throws EmbeddedServerError with PostgreSQL's own last words
 */
export async function startPostmaster(options: PostmasterOptions, account: Account | undefined): Promise<Postmaster> {
  for (let attempt = 1; ; attempt++) {
    const port = await findFreePort();
    const child = spawnServer(options, account, port);
    const failure = await untilReady(options.data, child);
    if (failure === null) return { process: child, pid: child.pid as number, port };
    const words = readFileSync(options.logFile, 'utf8').trim();
    // Another program took the port in the meantime; or the last pieces of a killed server are still going away.
    const passing =
      /could not bind|could not create any TCP|lock file .* already exists|shared memory block .* still in use/;
    if (attempt >= 20 || !passing.test(words)) {
      throw new EmbeddedServerError(
        `The embedded PostgreSQL did not start (${failure}). Its log, ${options.logFile}, ends:\n${tail(words)}`,
      );
    }
    await sleep(attempt * 20);
  }
}

function tail(words: string): string {
  return words.split('\n').slice(-8).join('\n');
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as net.AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

function spawnServer(
  { binaries, data, durable, logFile, onSpawn }: PostmasterOptions,
  account: Account | undefined,
  port: number,
): ChildProcess {
  const settings = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // A client that is gone must not keep its query running.
    client_connection_check_interval: '10s',
    ...(durable
      ? {}
      : {
          fsync: 'off',
          synchronous_commit: 'off',
          full_page_writes: 'off',
          wal_level: 'minimal',
          max_wal_senders: '0',
        }),
  };
  const log = openSync(logFile, 'w', 0o600);
  try {
    // When root lends a hand in another user's checkout, that user can still write the log later.
    if (account !== undefined) fchownSync(log, account.uid, account.gid);
    const child = spawn(
      program(binaries.folder, 'postgres'),
      ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
      {
        ...runAs(account),
        cwd: path.parse(data).root,
        env: serverEnvironment(),
        stdio: ['ignore', log, log],
        windowsHide: true,
        // In a session of its own: Ctrl-C in the terminal reaches this process only, and it stops PostgreSQL in its turn.
        detached: true,
      },
    );
    if (child.pid !== undefined) onSpawn(child.pid);
    child.unref();
    return child;
  } finally {
    closeSync(log);
  }
}

/** Waits until PostgreSQL takes connections. Returns why it doesn't, or null. */
async function untilReady(data: string, child: ChildProcess): Promise<string | null> {
  let ended: string | null = null;
  child.on('error', (error) => (ended = error.message));
  child.on('exit', (code, signalName) => (ended = signalName ?? `exit code ${code}`));
  const deadline = Date.now() + startLimit;
  for (;;) {
    await sleep(10);
    if (ended !== null) return ended;
    const file = readPostmasterFile(data);
    if (file?.pid === child.pid && file?.ready) return null;
    if (Date.now() > deadline) {
      child.kill('SIGQUIT');
      return `not ready after ${startLimit / 1000} seconds`;
    }
  }
}

/** The port of the server that runs on this cluster and takes connections, whoever started it; null when there is none. */
export function runningPort(data: string): number | null {
  const file = readPostmasterFile(data);
  return file?.ready && isAlive(file.pid) && servesCluster(file.pid, data) ? file.port : null;
}

/** PostgreSQL's own record of the running server: line 1 is its process, line 4 its port, line 8 its state. */
function readPostmasterFile(data: string): { pid: number; port: number; ready: boolean } | null {
  try {
    const lines = readFileSync(path.join(data, 'postmaster.pid'), 'utf8').split('\n');
    return { pid: Number(lines[0]), port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Stops the server: it ends its sessions, writes everything down and goes; when it hangs, it is stopped hard (nothing acknowledged is lost). */
export async function stopPostmaster(pid: number): Promise<void> {
  signal(pid, 'SIGINT');
  if (await waitUntilGone(pid, stopLimit)) return;
  signal(pid, 'SIGQUIT');
  if (await waitUntilGone(pid, stopLimit)) return;
  throw new EmbeddedServerError(`The embedded PostgreSQL (process ${pid}) does not stop.`);
}

/** Stops a server that a killed process left running on this cluster, and clears away the record of one that is gone. */
export async function stopLeftover(data: string, log: (message: string) => void): Promise<void> {
  const left = readPostmasterFile(data);
  if (left === null) return;
  if (isAlive(left.pid) && servesCluster(left.pid, data)) {
    log(`Stopping the PostgreSQL that an earlier run left behind (process ${left.pid})`);
    await stopPostmaster(left.pid);
    return;
  }
  // The process is gone, or its id belongs to something else by now: then PostgreSQL would refuse to start.
  if (readPostmasterFile(data)?.pid === left.pid) rmSync(path.join(data, 'postmaster.pid'), { force: true });
}

/** Whether the process is PostgreSQL on this very cluster: its working folder is the cluster. Where that can't be seen, it is believed. */
function servesCluster(pid: number, data: string): boolean {
  if (process.platform !== 'linux') return true;
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(data);
  } catch (error) {
    // Not ours to look at, or gone in this moment.
    return (error as NodeJS.ErrnoException).code !== 'ENOENT' && (error as NodeJS.ErrnoException).code !== 'EACCES';
  }
}
