import { randomBytes } from 'node:crypto';
import { DataSource } from 'typeorm';
import { type App, buildApp } from '../../src/app';
import type { Statement } from '../../src/kernel/database/statement-log';
import { PRESENT_DAY } from './graphql-request';
import { templates, testConfig } from './test-config';

export interface GraphQLAnswer<Data = any> {
  readonly data?: Data | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions: Record<string, any>;
  }[];
}

/** A running app on a database of its own, reached over real HTTP. */
export interface TestApp extends App {
  readonly address: string;
  /** Sends an operation; resolves to the whole answer, errors included. */
  send(
    query: string,
    variables?: object,
    headers?: Record<string, string>,
  ): Promise<GraphQLAnswer & { readonly status: number }>;
  /** Sends an operation that must succeed; resolves to its data. */
  ask<Data = any>(query: string, variables?: object, headers?: Record<string, string>): Promise<Data>;
  /** Sends an operation that must succeed and collects the SQL statements that it ran. */
  count(query: string, variables?: object): Promise<Statement[]>;
  /** Starts another process of the product on the same database: its stop() leaves the database as it is. */
  alongside(): Promise<TestApp>;
  /** Closes the app and drops its database. */
  stop(): Promise<void>;
}

async function onServer(work: (admin: DataSource) => Promise<unknown>): Promise<void> {
  const admin = await new DataSource({ type: 'postgres', url: process.env.TEST_SERVER_URL }).initialize();
  try {
    await work(admin);
  } finally {
    await admin.destroy();
  }
}

/**
 * Starts the app on a clone of a template database: `empty` (migrated) or `content` (starter content published).
 * @param settings environment variables beside those of every test
 */
export async function startTestApp(
  template: keyof typeof templates,
  settings: Record<string, string> = {},
): Promise<TestApp> {
  const database = `test_${randomBytes(6).toString('hex')}`;
  await onServer((admin) => admin.query(`CREATE DATABASE ${database} TEMPLATE ${templates[template]}`));
  const app = await runOn(database, settings);
  return {
    ...app,
    stop: async () => {
      await app.stop();
      await onServer((admin) => admin.query(`DROP DATABASE ${database} WITH (FORCE)`));
    },
  };
}

/** Starts an app on a database that is there. */
async function runOn(database: string, settings: Record<string, string>): Promise<TestApp> {
  const app = await buildApp(testConfig(database, { settings }));
  const address = await app.listen();

  const send: TestApp['send'] = async (query, variables = {}, headers = {}) => {
    const response = await fetch(`${address}/graphql`, {
      method: 'POST',
      headers: { accept: PRESENT_DAY, 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query, variables }),
    });
    return { status: response.status, ...((await response.json()) as GraphQLAnswer) };
  };
  const ask: TestApp['ask'] = async (query, variables, headers) => {
    const { data, errors } = await send(query, variables, headers);
    if (errors) throw new Error(`The operation failed: ${JSON.stringify(errors, null, 2)}`);
    return data;
  };
  return {
    ...app,
    address,
    send,
    ask,
    count: async (query, variables) => (await app.dataSource.logger.during(() => ask(query, variables))).statements,
    alongside: () => runOn(database, settings),
    stop: () => app.close(),
  };
}
