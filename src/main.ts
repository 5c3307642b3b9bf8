import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { App } from './app';
import { type Config, loadConfig, settingsHelp } from './config';
import { checkConnection } from './kernel/database/connection-check';
import { type EmbeddedServer, startEmbeddedServer } from './kernel/database/embedded-server';
import { describeBreakdown, describeFailure, PortTakenError, type StartStep } from './startup-failure';

/** Two signals within this time (milliseconds) are one: npm passes on what the terminal has already sent to us all. */
const sameSignal = 500;
/** How long to clear up after a failure (milliseconds). */
const closeLimit = 5_000;

let config: Config | undefined;
let step: StartStep = 'settings';
let serving = false;
let server: Promise<EmbeddedServer> | undefined;
let app: App | undefined;
let stoppingSince: number | undefined;

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const sayStep = (name: string, text: string): void => say(`  ${name.padEnd(11)} ${text}`);

/** Runs one step of the start and says what came of it and how long it took. */
async function run<T>(name: StartStep, work: () => Promise<T>, describe: (result: T) => string): Promise<T> {
  step = name;
  const since = performance.now();
  const result = await work();
  sayStep(name, `${describe(result)}, ${((performance.now() - since) / 1000).toFixed(1)} s`);
  return result;
}

async function start(): Promise<void> {
  config = loadConfig(process.env);
  const { http, database, environment } = config;
  const url = database.url ?? (await startOwnServer(database.dataFolder));
  if (database.url !== undefined) await run('database', () => checkConnection(url), String);
  step = 'address';
  await assertPortFree(http.host, http.port);

  // The libraries load from here on; they read NODE_ENV once, and it shall be what the settings say.
  process.env.NODE_ENV = environment;
  step = 'migrations';
  const { buildApp } = await import('./app.js');
  const built = await buildApp({ ...config, database: { ...database, url } });
  app = built;
  // What watches the process shall hear early that it lives, and that it is not ready.
  step = 'address';
  await built.listenAhead();
  await run(
    'migrations',
    () => built.migrate(),
    (names) => (names.length === 0 ? 'up to date' : `${names.length} applied`),
  );
  await run('accounts', () => built.ensureAdmin(), describeAdmin);
  await run('content', () => built.loadStarterContent(), describeContent);
  step = 'jobs';
  await built.startJobs();
  const address = await run('address', () => built.listen(), String);

  const shown = address.replace(/\/\/(127\.0\.0\.1|0\.0\.0\.0|\[::1?\])(?=:|\/|$)/, '//localhost').replace(/\/$/, '');
  serving = true;
  sayStep('ready', `after ${(performance.now() / 1000).toFixed(1)} s`);
  say(`\nPlayground: ${shown}/\nGraphQL: ${shown}/graphql\nStop with Ctrl-C`);
}

/** Starts the embedded PostgreSQL. Returns its connection string. */
async function startOwnServer(folder: string): Promise<string> {
  const starting = () => (server = startEmbeddedServer({ folder, log: (text) => sayStep('', text) }));
  const own = await run('database', starting, ({ data }) => `embedded PostgreSQL in ${data}`);
  void own.lost.then((how) => {
    if (stoppingSince === undefined)
      void fail(
        new Error(`The embedded PostgreSQL ended by itself (${how}). Its log is postgresql.log in DATA_FOLDER.`),
      );
  });
  return own.url;
}

function describeAdmin(made: { email: string; generatedPassword?: string } | null): string {
  if (made === null) return 'up to date';
  const password =
    made.generatedPassword === undefined ? 'of ADMIN_PASSWORD' : `${made.generatedPassword} (shown only now)`;
  return `admin ${made.email}, password ${password}`;
}

function describeContent(loaded: { publication: number; documents: number } | null): string {
  if (loaded !== null) return `${loaded.documents} documents, published as publication ${loaded.publication}`;
  return config?.content.load === 'never' ? 'left alone (LOAD_CONTENT=never)' : 'up to date';
}

/** Finds out early that the port is taken, before the work of migrating and loading. */
function assertPortFree(host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once('error', reject);
    probe.listen({ host, port }, () => probe.close(() => resolve()));
  });
}

/** Stops the server of requests first, then the database. */
async function close(): Promise<void> {
  try {
    await app?.close();
  } finally {
    await (await server?.catch(() => undefined))?.stop();
  }
}

async function stop(signal: NodeJS.Signals): Promise<void> {
  const now = performance.now();
  if (stoppingSince !== undefined) {
    if (now - stoppingSince > sameSignal) process.exit(130);
    return;
  }
  stoppingSince = now;
  say(`\nStopping (${signal}) …`);
  try {
    await close();
  } catch (error) {
    process.stderr.write(`Stopping failed: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
  say('Stopped.');
  process.exit(0);
}

/** Says why the process can't go on and ends it. An error that comes from stopping in the middle of it is no failure. */
async function fail(cause: unknown): Promise<void> {
  if (stoppingSince !== undefined) return;
  stoppingSince = performance.now();
  const { code } = cause as NodeJS.ErrnoException;
  const error = config !== undefined && code === 'EADDRINUSE' ? new PortTakenError(config.http) : cause;
  const detailed = config === undefined ? false : ['debug', 'trace'].includes(config.log.level);
  if (serving) app?.http.log.fatal({ err: cause }, 'the process broke down');
  process.stderr.write(`\n${serving ? describeBreakdown(cause) : describeFailure(step, error, detailed)}\n`);
  // What waits for a database that is gone would wait long. The watchdog stops what is left of an embedded one.
  await Promise.race([close().catch(() => undefined), sleep(closeLimit)]);
  process.exit(1);
}

const usage = `Usage: npm start            starts careergraph; stop with Ctrl-C
       npm start -- --help  prints this

Settings come from the environment, for example: PORT=8080 npm start
An empty value counts as not set.

`;

const unknown = process.argv.slice(2).filter((argument) => !['--help', '-h'].includes(argument));
if (unknown.length > 0) {
  process.stderr.write(`Unknown argument: ${unknown.join(' ')}\n\n${usage}`);
  process.exitCode = 2;
} else if (process.argv.length > 2) {
  say(usage + settingsHelp().trimEnd());
} else {
  process.setSourceMapsEnabled(true);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(signal));
  // What nobody caught. Node itself would print all of it, with the values of a statement that failed.
  process.on('uncaughtException', (error) => void fail(error));
  start().catch(fail);
}
