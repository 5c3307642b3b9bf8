import 'reflect-metadata';
import { DataSource } from 'typeorm';
import { buildApp } from '../../src/app';
import { startTestServer, type TestServer } from './embedded-server';
import { testConfig, templates } from './test-config';

declare global {
  var testServer: TestServer | undefined;
}

/** One PostgreSQL for the run, with a migrated database and one with the starter content: test files clone them. */
export default async function globalSetup(): Promise<void> {
  const server = await startTestServer();
  globalThis.testServer = server;
  process.env.TEST_SERVER_URL = server.url;
  const admin = await new DataSource({ type: 'postgres', url: server.url }).initialize();
  try {
    for (const [template, load] of Object.entries({
      [templates.empty]: 'never',
      [templates.content]: 'when-empty',
    } as const)) {
      await admin.query(`DROP DATABASE IF EXISTS ${template}`);
      await admin.query(`CREATE DATABASE ${template}`);
      const app = await buildApp(testConfig(template, { load }));
      await app.migrate();
      await app.loadStarterContent();
      await app.close();
    }
  } finally {
    await admin.destroy();
  }
}
