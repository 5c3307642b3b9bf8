import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { checkoutFolder } from '../../../src/checkout-folder';
import { isAlive } from '../../../src/kernel/database/embedded-process';
import { run, type RunningProcess } from '../../start/running-process';

/** A process that holds an embedded server until SIGTERM. */
const program = `
  const { startEmbeddedServer } = require(process.argv[1]);
  startEmbeddedServer({ folder: process.argv[2], log: (text) => console.log(text), durable: false }).then(
    ({ url, data, pid, stop, lost }) => {
      process.on('SIGTERM', () => stop().then(() => process.exit(0)));
      console.log('server ' + JSON.stringify({ url, data, pid }));
      lost.then((how) => console.log('lost ' + how));
      setInterval(() => undefined, 1000);
    },
    (error) => { console.log(error.name + ': ' + error.message); process.exit(1); },
  );`;
const programModule = path.join(checkoutFolder, 'dist', 'src', 'kernel', 'database', 'embedded-server.js');

export interface Holder extends RunningProcess {
  readonly url: string;
  readonly data: string;
  /** The process of PostgreSQL. */
  readonly pid: number;
}

let folder: string;
const holders: RunningProcess[] = [];

/** The folder of the present test; its path has a space, and every user may enter it. */
export const testFolder = (): string => folder;

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

/** Starts an embedded server in a process of its own, which may fail. */
export function attempt(target: string, account: { uid?: number; gid?: number } = {}): RunningProcess {
  const holder = run(process.execPath, ['-e', program, programModule, target], { cwd: '/', ...account });
  holders.push(holder);
  return holder;
}

/** Starts an embedded server in a process of its own and waits until it runs. */
export async function hold(target: string, account: { uid?: number; gid?: number } = {}): Promise<Holder> {
  const holder = attempt(target, account);
  const [, text] = await holder.until(/^server (.*)$/m);
  return { ...holder, ...(JSON.parse(text ?? '') as { url: string; data: string; pid: number }) };
}

/** Stops it as a person would; it must end well and leave nothing running. */
export async function stop({ child, ended, pid }: Holder): Promise<void> {
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
  expect(isAlive(pid)).toBe(false);
}

/** Sends one statement over a connection of its own. */
export async function ask(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}
