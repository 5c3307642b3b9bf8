import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { giveTo, runAs, type Account } from './embedded-account';
import { program, wayOut, type Binaries } from './embedded-binaries';
import { EmbeddedServerError } from './embedded-error';

/** The name of both the superuser and the database. */
export const clusterName = 'careergraph';

interface ClusterOptions {
  readonly binaries: Binaries;
  readonly data: string;
  /** false: nothing needs to survive a loss of power. */
  readonly durable: boolean;
}

/**
 * Creates the cluster if there is none. It is made beside its place and gets its name when it is whole, so one that was
 * cut off is never opened; what such a start left behind is removed.
 * @returns the superuser's password, which lies in the cluster, readable by its owner only
 */
export async function prepareCluster(
  options: ClusterOptions,
  account: Account | undefined,
  log: (message: string) => void,
): Promise<string> {
  const { data, binaries } = options;
  removeUnfinished(data);
  if (!existsSync(data)) {
    log(`Creating the embedded database in ${data}`);
    await createCluster(options, account);
  }
  giveTo(account, data);
  const password = readPassword(data);
  checkVersion(data, binaries.version);
  return password;
}

function removeUnfinished(data: string): void {
  const folder = path.dirname(data);
  for (const name of readdirSync(folder).filter((entry) => entry.startsWith(`${path.basename(data)}.unfinished`))) {
    rmSync(path.join(folder, name), { recursive: true, force: true });
  }
}

async function createCluster({ binaries, data, durable }: ClusterOptions, account: Account | undefined): Promise<void> {
  const draft = `${data}.unfinished`;
  const passwordDraft = `${data}.unfinished-password`;
  const password = randomBytes(24).toString('base64url');
  mkdirSync(draft, { mode: 0o700 });
  writeFileSync(passwordDraft, password, { mode: 0o600 });
  if (account !== undefined) for (const entry of [draft, passwordDraft]) chownSync(entry, account.uid, account.gid);

  const settings = [
    `--pgdata=${draft}`,
    `--username=${clusterName}`,
    `--pwfile=${passwordDraft}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    ...(durable ? [] : ['--no-sync']),
  ];
  await run(program(binaries.folder, 'initdb'), settings, account);

  renameSync(passwordDraft, passwordFile(draft));
  renameSync(draft, data);
  if (durable) syncFolder(path.dirname(data));
}

/** Runs a program to its end; its output is shown only when it fails. */
function run(file: string, settings: string[], account: Account | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, settings, {
      ...runAs(account),
      cwd: path.parse(file).root,
      env: serverEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    let output = '';
    const collect = (chunk: Buffer): void => void (output += chunk.toString());
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) return resolve();
      reject(
        new EmbeddedServerError(
          `Creating the embedded database failed (${signal ?? `exit code ${code}`}):\n${output.trim()}\n${wayOut}`,
        ),
      );
    });
  });
}

/** The environment of PostgreSQL's programs: what they need, and nothing that would change what they do. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  const names = ['PATH', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'SYSTEMROOT'];
  const kept = names.filter((name) => process.env[name] !== undefined).map((name) => [name, process.env[name]]);
  return { ...(Object.fromEntries(kept) as NodeJS.ProcessEnv), LC_ALL: 'C', TZ: 'UTC' };
}

/** So that the folder's new name survives a loss of power. Windows can't open folders, and needs no such call. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  fsyncSync(handle);
  closeSync(handle);
}

function passwordFile(data: string): string {
  return path.join(data, 'careergraph-password');
}

/** The superuser's password of a cluster that is there. */
export function readPassword(data: string): string {
  try {
    return readFileSync(passwordFile(data), 'utf8').trim();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const why =
      code === 'EACCES'
        ? 'belongs to another user. Start as that user (or as root)'
        : 'has lost its password file, careergraph-password. Put it back';
    throw new EmbeddedServerError(`The embedded database in ${data} ${why}, or set DATA_FOLDER to another folder.`);
  }
}

/** A cluster is opened by its own major version of PostgreSQL only. */
function checkVersion(data: string, binariesVersion: string): void {
  const made = readFileSync(path.join(data, 'PG_VERSION'), 'utf8').trim();
  const present = binariesVersion.split('.')[0];
  if (made === present) return;
  throw new EmbeddedServerError(
    `The embedded database in ${data} was made by PostgreSQL ${made}, and this version of careergraph brings PostgreSQL ${present}.\n` +
      'Export its content with the version of careergraph that made it, or start afresh in another folder: ' +
      'DATA_FOLDER=/another/folder npm start',
  );
}
