import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startEmbeddedServer } from '../../src/kernel/database/embedded-server';

export interface TestServer {
  /** Connection string of a database from which others can be created. */
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Starts one PostgreSQL for a run of the tests, in a fresh temporary folder, without protection against a loss of power.
 * With TEST_DATABASE_URL set, that server is used instead; its user must be allowed to create databases.
 */
export async function startTestServer(): Promise<TestServer> {
  const url = process.env.TEST_DATABASE_URL;
  if (url) return { url, stop: async () => undefined };
  const folder = mkdtempSync(path.join(os.tmpdir(), 'careergraph-tests-'));
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
