import { accessSync, constants, mkdirSync } from 'node:fs';
import path from 'node:path';
import { Client } from 'pg';
import { serverAccount } from './embedded-account';
import { wayOut } from './embedded-binaries';
import { clusterName, prepareCluster, readPassword } from './embedded-cluster';
import { EmbeddedServerError } from './embedded-error';
import { lockDataFolder } from './embedded-lock';
import { existingCluster, placeBinaries, placeCluster } from './embedded-placement';
import { runningPort, startPostmaster, stopLeftover, stopPostmaster, type Postmaster } from './embedded-postmaster';
import { startWatchdog } from './embedded-watchdog';

export interface EmbeddedServerOptions {
  /** The data folder; it is created if it is missing. */
  readonly folder: string;
  /** Gets one line for each step that a person may want to know of. */
  readonly log: (message: string) => void;
  /** false, for tests: faster, and a loss of power may destroy the data. Default: true. */
  readonly durable?: boolean;
}

/** A running PostgreSQL of this process' own. */
export interface EmbeddedServer {
  /** Connection string of the database `careergraph`; it holds the password. */
  readonly url: string;
  /** Where the cluster lies. */
  readonly data: string;
  readonly pid: number;
  /** Resolves when the server ended without having been asked to; the text says how. */
  readonly lost: Promise<string>;
  /** Stops the server and gives the data folder back. May be called more than once. */
  stop(): Promise<void>;
}

/**
 * Starts the embedded PostgreSQL on a data folder, creates cluster and database if they are missing, and clears up what an
 * earlier run left behind. The server listens on 127.0.0.1 only, asks for a password, and stops when this process is gone.
 * @throws EmbeddedServerError when it can't run here, or when another process uses the folder
 */
export async function startEmbeddedServer(options: EmbeddedServerOptions): Promise<EmbeddedServer> {
  const { log, durable = true } = options;
  const folder = path.resolve(options.folder);
  createFolder(folder);
  const unlock = await lockDataFolder(folder);
  try {
    const account = serverAccount(existingCluster(folder));
    const data = placeCluster(folder, account, log);
    const binaries = placeBinaries(folder, account, log);
    const password = await prepareCluster({ binaries, data, durable }, account, log);
    await stopLeftover(data, log);

    const watchdog = startWatchdog(data);
    try {
      const logFile = path.join(folder, 'postgresql.log');
      const postmaster = await startPostmaster({ binaries, data, durable, logFile, onSpawn: watchdog.watch }, account);
      const { port } = postmaster;
      await createDatabase(urlOf({ password, port, database: 'postgres' }));
      return handle(postmaster, urlOf({ password, port, database: clusterName }), data, () => {
        watchdog.dismiss();
        unlock();
      });
    } catch (error) {
      // The watchdog stops what may run already.
      watchdog.dismiss();
      throw error;
    }
  } catch (error) {
    unlock();
    throw error;
  }
}

/** A database of the embedded kind that is open for a while. */
export interface EmbeddedVisit {
  /** Connection string of the database `careergraph`; it holds the password. */
  readonly url: string;
  /** Gives it back as it was found: a server that ran already runs on. */
  leave(): Promise<void>;
}

/**
 * Opens the embedded database of a data folder beside the process that uses it, or starts it for as long as nobody does.
 * @throws EmbeddedServerError when there is no database in the folder, or when it can't run here
 */
export async function visitEmbeddedServer(options: EmbeddedServerOptions): Promise<EmbeddedVisit> {
  const folder = path.resolve(options.folder);
  const data = existingCluster(folder);
  if (data === null) {
    throw new EmbeddedServerError(`There is no database in ${folder} yet: npm start makes one.\n${wayOut}`);
  }
  const port = runningPort(data);
  if (port !== null) {
    return {
      url: urlOf({ password: readPassword(data), port, database: clusterName }),
      leave: () => Promise.resolve(),
    };
  }
  const server = await startEmbeddedServer(options);
  return { url: server.url, leave: () => server.stop() };
}

function urlOf({ password, port, database }: { password: string; port: number; database: string }): string {
  return `postgresql://${clusterName}:${password}@127.0.0.1:${port}/${database}`;
}

function createFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new EmbeddedServerError(
      `The data folder ${folder} can't be used: ${(error as Error).message}.\n` +
        `Start as the user that it belongs to, or set DATA_FOLDER to a folder that you may write to.\n${wayOut}`,
    );
  }
}

async function createDatabase(url: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [clusterName]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${clusterName}`);
  } finally {
    await client.end();
  }
}

function handle(postmaster: Postmaster, url: string, data: string, release: () => void): EmbeddedServer {
  let stopping: Promise<void> | undefined;
  const lost = new Promise<string>((resolve) => {
    postmaster.process.on('exit', (code, signalName) => {
      if (stopping === undefined) resolve(signalName ?? `exit code ${code}`);
    });
  });
  const stop = async (): Promise<void> => {
    await stopPostmaster(postmaster.pid);
    release();
  };
  return { url, data, pid: postmaster.pid, lost, stop: () => (stopping ??= stop()) };
}
