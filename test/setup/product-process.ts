import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { Client } from 'pg';
import { checkoutFolder } from '../../src/checkout-folder';
import { settingNames } from '../../src/config';
import { cleanEnvironment, run, type RunningProcess } from '../start/running-process';
import type { GraphQLAnswer } from './test-app';
import { templates } from './test-config';

/** A database of a test's own. */
export interface ClonedDatabase {
  readonly url: string;
  /** For statements of the test itself; every one is a session of the same connection. */
  readonly client: Client;
  drop(): Promise<void>;
}

async function connect(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** Clones one of the template databases. */
export async function cloneDatabase(template: keyof typeof templates): Promise<ClonedDatabase> {
  const admin = await connect(process.env.TEST_SERVER_URL ?? '');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await admin.query(`CREATE DATABASE ${name} TEMPLATE ${templates[template]}`);
  const url = new URL(process.env.TEST_SERVER_URL ?? '');
  url.pathname = `/${name}`;
  const client = await connect(url.href);
  return {
    url: url.href,
    client,
    drop: async () => {
      await client.end();
      await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
      await admin.end();
    },
  };
}

/** Compiles what is out of date, as a start does. Once, before a process of the product is started. */
export function buildProduct(): void {
  execFileSync(process.execPath, [path.join(checkoutFolder, 'scripts', 'build.mjs')]);
}

export interface HttpReply extends GraphQLAnswer {
  readonly status: number;
}

/** The product as a process of its own, on a database that is there. */
export interface ProductProcess extends Pick<RunningProcess, 'child' | 'ended' | 'output' | 'until'> {
  readonly address: string;
  /** Sends an operation; resolves to the whole answer, errors included. Rejects when no answer comes. */
  send(query: string, variables?: object, headers?: Record<string, string>): Promise<HttpReply>;
  /** Sends an operation that must succeed. */
  ask(query: string, variables?: object, headers?: Record<string, string>): Promise<any>;
  /** Ends it as a person would, if it still runs; resolves to its exit code. */
  stop(): Promise<number | NodeJS.Signals>;
}

/** Starts the product; resolves when it serves. */
export async function startProduct(url: string, settings: Record<string, string> = {}): Promise<ProductProcess> {
  const env = { DATABASE_URL: url, PORT: '0', LOAD_CONTENT: 'never', ...settings };
  const main = path.join(checkoutFolder, 'dist', 'src', 'main.js');
  const started = run(process.execPath, [main], { env: cleanEnvironment(env, settingNames), cwd: '/' });
  const [, shown] = await started.until(/^GraphQL: (\S+)\/graphql$/m);
  const address = shown!.replace('localhost', '127.0.0.1');
  const send: ProductProcess['send'] = async (query, variables = {}, headers = {}) => {
    const response = await fetch(`${address}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query, variables }),
    });
    return { status: response.status, ...((await response.json()) as GraphQLAnswer) };
  };
  return {
    ...started,
    address,
    send,
    ask: async (...given) => {
      const { data, errors } = await send(...given);
      if (errors) throw new Error(`The operation failed: ${JSON.stringify(errors)}\n${started.output().slice(-2000)}`);
      return data;
    },
    stop: async () => {
      if (started.child.exitCode === null && started.child.signalCode === null) started.child.kill('SIGTERM');
      return started.ended;
    },
  };
}

/** The lines of the log, parsed; what a start says for people is left out. */
export function logLines(output: string): Record<string, any>[] {
  return output
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Record<string, any>);
}
