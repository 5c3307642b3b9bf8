import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, lstatSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { canEnter, runAs, type Account } from './embedded-account';
import { createMissingLinks, explainBrokenBinaries, findBinaries, program, type Binaries } from './embedded-binaries';
import { createOutsideFolder, knownOutsideFolder, outsideParent } from './embedded-outside';

type Log = (message: string) => void;

/** The folder with the cluster that this data folder has already, or null. */
export function existingCluster(folder: string): string | null {
  const places = [knownOutsideFolder(folder), folder].filter((place) => place !== null);
  return places.map((place) => path.join(place, 'data')).find((data) => existsSync(data)) ?? null;
}

/**
 * Chooses where the cluster (PGDATA) lies: in the data folder; or, when the server's account can't enter that (a checkout
 * under /root), in a folder outside that every start finds again. A cluster that became unreachable moves there.
 */
export function placeCluster(folder: string, account: Account | undefined, log: Log): string {
  const inside = path.join(folder, 'data');
  if (account === undefined) return inside;
  const known = knownOutsideFolder(folder);
  if (known !== null) {
    log(`The data lies in ${known} (${account.name} can't enter the checkout)`);
    return path.join(known, 'data');
  }
  // Others must be able to pass through; what is inside keeps its own mode (the cluster is 0700).
  chmodSync(folder, 0o755);
  if (canEnter(account, folder)) return inside;
  const outside = createOutsideFolder(folder, account);
  log(`PostgreSQL runs as ${account.name}, who can't enter ${folder}: the data lies in ${outside}`);
  if (existsSync(inside)) move(inside, path.join(outside, 'data'));
  return path.join(outside, 'data');
}

function move(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
    // Another file system. The copy gets its name only when it is whole; then the original may go.
    throwAway(`${to}.incomplete`);
    copyWithOwners(from, `${to}.incomplete`);
    renameSync(`${to}.incomplete`, to);
    throwAway(from);
  }
}

function throwAway(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

function copyWithOwners(from: string, to: string): void {
  const copied = spawnSync('/bin/cp', ['-a', '--', from, to], { encoding: 'utf8' });
  if (copied.status !== 0)
    throw new Error(`Copying ${from} to ${to} failed: ${copied.error?.message ?? copied.stderr}`);
}

/**
 * Chooses where PostgreSQL's programs run from: node_modules; or a copy, when the server's account can't reach that
 * or when npm left links out and they can't be made there.
 * @throws EmbeddedServerError when they don't run on this system
 */
export function placeBinaries(folder: string, account: Account | undefined, log: Log): Binaries {
  const found = findBinaries();
  if (tryToLink(found.folder)) {
    const first = tryToRun(found.folder, account);
    if (first.works) return found;
    if (first.reachable) throw explainBrokenBinaries(found.folder, first.output);
  }
  const base = account === undefined ? folder : outsideParent(account);
  const copy = copyBinaries(found.folder, path.join(base, `postgresql-${found.version}`), log);
  const second = tryToRun(copy, account);
  if (!second.works) throw explainBrokenBinaries(copy, second.output);
  return { ...found, folder: copy };
}

function tryToLink(folder: string): boolean {
  try {
    createMissingLinks(folder);
    return true;
  } catch {
    // node_modules belongs to someone else or can't be written: a copy gets its links.
    return false;
  }
}

function tryToRun(
  folder: string,
  account: Account | undefined,
): { works: boolean; reachable: boolean; output: string } {
  const reachable = ['bin', 'lib', 'share'].every((name) => canEnter(account, path.join(folder, name)));
  if (!reachable) return { works: false, reachable, output: '' };
  const file = program(folder, 'postgres');
  const run = spawnSync(file, ['--version'], { ...runAs(account), cwd: path.parse(file).root, encoding: 'utf8' });
  const refused = (run.error as NodeJS.ErrnoException | undefined)?.code === 'EACCES';
  return { works: run.status === 0, reachable: !refused, output: run.error?.message ?? run.stderr };
}

/** Copies the programs once for each version; a copy that was cut off is never taken for a whole one. */
function copyBinaries(from: string, to: string, log: Log): string {
  if (!existsSync(to)) {
    log(`Copying PostgreSQL's programs to ${to}`);
    const draft = `${to}.incomplete-${process.pid}`;
    throwAway(draft);
    cpSync(from, path.join(draft, 'native'), { recursive: true, verbatimSymlinks: true });
    openToAll(draft);
    try {
      renameSync(draft, to);
    } catch (error) {
      // Another checkout was faster.
      throwAway(draft);
      if (!existsSync(to)) throw error;
    }
  }
  const folder = path.join(to, 'native');
  createMissingLinks(folder);
  return folder;
}

/** Everybody may read (and run what can be run), whatever this process' umask is. */
function openToAll(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) openToAll(file);
    else if (entry.isFile()) chmodSync(file, (lstatSync(file).mode & 0o111) === 0 ? 0o644 : 0o755);
  }
}
