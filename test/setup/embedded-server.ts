import { chmodSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startEmbeddedServer } from '../../src/kernel/database/embedded-server';

export interface TestServer {
  /** Connection string of a database from which others can be created. */
  readonly url: string;
  stop(): Promise<void>;
}

/** What the data of a run may take, in bytes, with all clones of databases and the log of what was written. */
const ROOM = 4e9;

/** A place in memory, where there is one with room: each clone of a database is hundreds of files, made and removed. */
function temporaryFolder(): string {
  try {
    const { bavail, bsize } = statfsSync('/dev/shm');
    if (bavail * bsize > ROOM) return mkdtempSync('/dev/shm/careergraph-tests-');
  } catch {
    // Not on this system, or not for us.
  }
  return mkdtempSync(path.join(os.tmpdir(), 'careergraph-tests-'));
}

/**
 * Starts one PostgreSQL for a run of the tests, in a fresh temporary folder, without protection against a loss of power.
 * With TEST_DATABASE_URL set, that server is used instead; its user must be allowed to create databases.
 */
export async function startTestServer(): Promise<TestServer> {
  const url = process.env.TEST_DATABASE_URL;
  if (url) return { url, stop: async () => undefined };
  const folder = temporaryFolder();
  // As root, PostgreSQL runs as another user, who must be able to pass.
  chmodSync(folder, 0o755);
  const server = await startEmbeddedServer({ folder, log: () => undefined, durable: false });
  return {
    url: server.url,
    stop: async () => {
      await server.stop();
      // The data may lie elsewhere, when PostgreSQL's user can't enter the folder.
      for (const used of [path.dirname(server.data), folder]) rmSync(used, { recursive: true, force: true });
    },
  };
}
