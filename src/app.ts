import 'reflect-metadata';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { DataSource } from 'typeorm';
import { checkoutFolder, type Config } from './config';
import { ensureAdmin, type FirstAdmin } from './accounts/session/first-admin';
import { loadWhenEmpty } from './content/transfer/load-content';
import { makeDataSource } from './kernel/database/data-source';
import { migrate } from './kernel/database/migrate';
import { migrateJobs } from './kernel/jobs/job-queue';
import { type JobRunner, startJobRunner } from './kernel/jobs/job-runner';
import type { StatementLog } from './kernel/database/statement-log';
import type { AppServices } from './kernel/app-services';
import type { RequestContext } from './kernel/context';
import { makeSchema } from './kernel/graphql/schema';
import { PublicQueries } from './kernel/http/public-queries';
import { listen, makeHttpServer } from './kernel/http/server';
import { modules } from './modules';

/** The whole product in one process, without the process itself: main.ts starts it, and so do tests. */
export interface App {
  readonly dataSource: DataSource & { readonly logger: StatementLog };
  readonly http: FastifyInstance;
  /** Applies the migrations that are missing; resolves to their names. */
  migrate(): Promise<string[]>;
  /** Makes an admin when there is none; resolves to null when there was one. */
  ensureAdmin(): Promise<FirstAdmin | null>;
  /** Loads and publishes the content folder into a database without documents; resolves to null when there was nothing to do. */
  loadStarterContent(): Promise<{ publication: number; documents: number } | null>;
  /** Starts to run jobs, unless RUN_JOBS is false. */
  startJobs(): Promise<void>;
  /** Starts to listen; resolves to the address. */
  listen(): Promise<string>;
  /** Finishes what runs, then closes everything. */
  close(): Promise<void>;
}

export interface AppOptions {
  /** Hears what is worth saying while the app is built. */
  readonly log?: (text: string) => void;
}

/** Builds the app from its settings: modules, schema, database, HTTP. Throws when a root field has no access rule. */
export async function buildApp(
  config: Config & { readonly database: { readonly url: string } },
  { log }: AppOptions = {},
): Promise<App> {
  const schema = makeSchema(modules);
  let closing = false;
  const dataSource = makeDataSource({
    url: config.database.url,
    poolSize: config.database.poolSize,
    statementTimeout: config.database.statementTimeout,
    entities: modules.flatMap((module) => module.entities),
    migrations: [join(__dirname, '..', 'migrations', '*.{js,ts}')],
    onPoolError: (error) => {
      // A server that stops with us ends what is left of our connections: no news.
      if (!closing) log?.(`A connection to the database was lost: ${error.message}`);
    },
  });
  const personalData = modules.flatMap((module) => module.personalData ?? []);
  const services = { config, dataSource, personalData } as Partial<AppServices> as AppServices;
  for (const module of modules) module.extendServices?.(services);
  const http = await makeHttpServer({
    schema,
    logLevel: config.log.level,
    trustedProxies: config.http.trustedProxies,
    playground: {
      folder: join(checkoutFolder, 'dist', 'playground'),
      operations: join(checkoutFolder, 'schema', 'operations'),
    },
    corsOrigins: config.http.corsOrigins,
    publicQueries: new PublicQueries(schema, modules),
    publicMaxAge: config.http.publicMaxAge,
    maxCost: config.limits.maxCost,
    plugins: modules.flatMap((module) => module.plugin ?? []),
    checkReady: () => dataSource.query('SELECT 1'),
    makeContext: async (requestId, request) => {
      // Each module adds its own part, so the context is whole only after the loop.
      const context = {
        requestId,
        dataSource,
        services,
        maxPageSize: config.limits.maxPageSize,
      } as Partial<RequestContext> as RequestContext;
      for (const module of modules) await module.extendContext?.(context, request);
      return context;
    },
  });
  for (const module of modules) module.routes?.(http, services);
  await dataSource.initialize();
  const { url } = config.database;
  let jobRunner: JobRunner | undefined;
  return {
    dataSource,
    http,
    migrate: () => migrate(dataSource, () => migrateJobs(url, http.log)),
    ensureAdmin: () => ensureAdmin(dataSource, config.accounts.admin),
    loadStarterContent: async () =>
      config.content.load === 'never' ? null : loadWhenEmpty(dataSource, config.content.folder),
    startJobs: async () => {
      if (!config.jobs.run) return;
      const jobs = modules.flatMap((module) => module.jobs ?? []);
      jobRunner = await startJobRunner({ url, jobs, services, log: http.log });
    },
    listen: () => listen(http, config.http.host, config.http.port),
    close: async () => {
      closing = true;
      await http.close();
      await jobRunner?.stop();
      await dataSource.destroy();
    },
  };
}
