import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EmbeddedServerError } from './embedded-error';
import { isAlive, processIdentity } from './embedded-process';

interface Holder {
  readonly pid: number;
  readonly identity: string | null;
  readonly since: string;
}

/** How long to wait for a holder that may be stopping just now, in milliseconds. */
const patience = 2_000;

/**
 * Takes the data folder for this process, so that two processes never run one database.
 * The lock is a file that names its holder; the lock of a process that is gone doesn't count.
 * @returns gives the lock back
 * @throws EmbeddedServerError when a living process holds it
 */
export async function lockDataFolder(folder: string): Promise<() => void> {
  const file = path.join(folder, 'lock.json');
  const own: Holder = { pid: process.pid, identity: processIdentity(process.pid), since: new Date().toISOString() };
  const text = `${JSON.stringify(own)}\n`;
  const draft = `${file}.${process.pid}`;
  const deadline = Date.now() + patience;
  writeFileSync(draft, text, { mode: 0o644 });
  try {
    // A link appears complete or not at all, and never replaces another one's lock.
    while (!link(draft, file)) {
      const found = readText(file);
      if (found === null) continue;
      const holder = parse(found);
      if (holder === null || !holds(holder)) {
        removeStale(file, found);
        continue;
      }
      if (Date.now() > deadline) throw new EmbeddedServerError(refusal(folder, holder));
      await sleep(50);
    }
  } finally {
    rmSync(draft, { force: true });
  }
  return () => {
    if (readText(file) === text) rmSync(file, { force: true });
  };
}

function link(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Removes the lock that was judged, and no other: one that came between is put back. */
function removeStale(file: string, judged: string): void {
  const aside = `${file}.stale.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if (readText(aside) !== judged) link(aside, file);
  rmSync(aside, { force: true });
}

function holds(holder: Holder): boolean {
  if (!isAlive(holder.pid)) return false;
  return holder.identity === null || holder.identity === processIdentity(holder.pid);
}

function refusal(folder: string, holder: Holder): string {
  return [
    `This checkout is already running: process ${holder.pid} has used the data folder ${folder} since ${holder.since}.`,
    `Stop that one first (Ctrl-C in its terminal, or: kill ${holder.pid}),`,
    'or give this one a data folder and a port of its own: DATA_FOLDER=/another/folder PORT=4001 npm start',
  ].join('\n');
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function parse(text: string): Holder | null {
  try {
    const value: unknown = JSON.parse(text);
    const holder = value as Holder;
    return Number.isInteger(holder.pid) ? holder : null;
  } catch {
    // A machine that lost power can leave an empty file.
    return null;
  }
}
