import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { checkoutFolder } from '../../src/checkout-folder';
import { settingNames } from '../../src/config';
import { signal } from '../../src/kernel/database/embedded-process';
import type { GraphQLAnswer } from '../setup/test-app';
import { cleanEnvironment, run } from '../start/running-process';

export const ADMIN = { email: 'chaos@localhost', password: 'a password for chaos' };

/** What is killed: our process, PostgreSQL, or both in the same moment. */
export type Victim = 'process' | 'database' | 'both';

/** The product as people start it, on its embedded PostgreSQL. */
export interface ServerUnderChaos {
  /** Sends an operation as the admin, who has every role; rejects when no answer comes. */
  send(query: string, variables?: object, headers?: Record<string, string>): Promise<GraphQLAnswer>;
  /** Sends an operation as whoever this authorization header stands for; an empty one for nobody. */
  sendAs(authorization: string, query: string, variables?: object): Promise<GraphQLAnswer>;
  /** Sends an operation that must succeed. */
  ask(query: string, variables?: object, headers?: Record<string, string>): Promise<any>;
  /** kill -9, at once; resolves when our process is gone. */
  kill(victim: Victim): Promise<void>;
  /** Ends it as a person would, whatever state it is in. */
  stop(): Promise<void>;
}

/**
 * Starts the process on a data folder, waits until it is ready, and signs in.
 * @param more environment variables beside those of every start
 */
export async function startServer(folder: string, more: Record<string, string> = {}): Promise<ServerUnderChaos> {
  const settings = {
    DATA_FOLDER: folder,
    PORT: '0',
    LOAD_CONTENT: 'never',
    ADMIN_EMAIL: ADMIN.email,
    ADMIN_PASSWORD: ADMIN.password,
    REGISTRATIONS_PER_HOUR: '100000000',
    ...more,
  };
  const main = path.join(checkoutFolder, 'dist', 'src', 'main.js');
  const started = run(process.execPath, [main], { env: cleanEnvironment(settings, settingNames), cwd: '/' });
  const [, address] = await started.until(/^GraphQL: (\S+)$/m);
  let admin = '';
  const post = async (query: string, variables: object, headers: Record<string, string>): Promise<GraphQLAnswer> => {
    const response = await fetch(address!.replace('localhost', '127.0.0.1'), {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query, variables }),
    });
    return (await response.json()) as GraphQLAnswer;
  };
  const send: ServerUnderChaos['send'] = (query, variables = {}, headers = {}) =>
    post(query, variables, { authorization: admin, ...headers });
  const sendAs: ServerUnderChaos['sendAs'] = (authorization, query, variables = {}) =>
    post(query, variables, authorization === '' ? {} : { authorization });
  const ask: ServerUnderChaos['ask'] = async (...given) => {
    const { data, errors } = await send(...given);
    if (errors) throw new Error(`The operation failed: ${JSON.stringify(errors)}\n${started.output()}`);
    return data;
  };
  const stop = async (): Promise<void> => {
    if (started.child.exitCode === null && started.child.signalCode === null) started.child.kill('SIGTERM');
    await started.ended;
  };
  try {
    const signIn = 'mutation ($input: SignInInput!) { signIn(input: $input) { accessToken } }';
    const { data } = await sendAs('', signIn, { input: ADMIN });
    admin = `Bearer ${data.signIn.accessToken}`;
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    send,
    sendAs,
    ask,
    stop,
    kill: async (victim) => {
      const postmaster = postmasterOf(folder);
      if (victim !== 'process') signal(postmaster, 'SIGKILL');
      if (victim !== 'database') started.child.kill('SIGKILL');
      // Without its PostgreSQL the process ends by itself.
      await started.ended;
    },
  };
}

/** The process of PostgreSQL that runs on a data folder. */
function postmasterOf(folder: string): number {
  const file = readdirSync(folder, { recursive: true, encoding: 'utf8' }).find((name) =>
    name.endsWith('postmaster.pid'),
  );
  return Number(readFileSync(path.join(folder, file!), 'utf8').split('\n')[0]);
}
