import 'reflect-metadata';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { Pool } from 'pg';
import type { GraphQLSchema } from 'graphql';
import type { DataSource } from 'typeorm';
import { checkoutFolder } from './checkout-folder';
import type { Config } from './config';
import { ensureAdmin, type FirstAdmin } from './accounts/session/first-admin';
import { loadWhenEmpty } from './content/transfer/load-content';
import { ANSWER_MARGIN, makeDataSource } from './kernel/database/data-source';
import { DatabaseProbe } from './kernel/database/database-probe';
import { migrate } from './kernel/database/migrate';
import { countJobs, migrateJobs } from './kernel/jobs/job-queue';
import { type JobRunner, startJobRunner } from './kernel/jobs/job-runner';
import type { StatementLog } from './kernel/database/statement-log';
import { watchStatements } from './kernel/database/statement-watch';
import type { AppServices } from './kernel/app-services';
import type { RequestContext } from './kernel/context';
import { makeSchema } from './kernel/graphql/schema';
import { Health } from './kernel/http/health';
import { PublicQueries } from './kernel/http/public-queries';
import { listen, makeHttpServer } from './kernel/http/server';
import { type MetricSources, Metrics } from './kernel/telemetry/metrics';
import { statementTelemetry } from './kernel/telemetry/statement-telemetry';
import { startTracing } from './kernel/telemetry/tracing';
import { modules } from './modules';
import { shutDown } from './shut-down';

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
  /** Listens already, and answers 503 to everything but health and metrics until listen(). */
  listenAhead(): Promise<void>;
  /** Starts to listen, if it does not yet, and to serve; resolves to the address. */
  listen(): Promise<string>;
  /**
   * Refuses what is new, finishes what runs, then closes everything.
   * @throws CutOffError when what ran took longer than it may
   */
  close(): Promise<void>;
}

let made: GraphQLSchema | undefined;
/** The schema of all modules. It holds no state, so the apps of one process, as in tests, share it. */
const sharedSchema = (): GraphQLSchema => (made ??= makeSchema(modules));

/** Builds the app from its settings: modules, schema, database, HTTP. Throws when a root field has no access rule. */
export async function buildApp(config: Config & { readonly database: { readonly url: string } }): Promise<App> {
  const schema = sharedSchema();
  const { url } = config.database;
  let closing = false;
  const dataSource = makeDataSource({
    url,
    poolSize: config.database.poolSize,
    statementTimeout: config.database.statementTimeout,
    entities: modules.flatMap((module) => module.entities),
    migrations: [join(__dirname, '..', 'migrations', '*.{js,ts}')],
    onPoolError: (error) => {
      // A server that stops with us ends what is left of our connections: no news.
      if (!closing) http.log.warn({ err: error }, 'a connection to the database was lost');
    },
  });
  const personalData = modules.flatMap((module) => module.personalData ?? []);
  const services = { config, dataSource, personalData } as Partial<AppServices> as AppServices;
  for (const module of modules) module.extendServices?.(services);
  const health = new Health();
  const probe = new DatabaseProbe(url);
  const metrics =
    config.metrics &&
    new Metrics(
      {
        pool: () => poolOf(dataSource, config.database.poolSize),
        jobs: () => countJobs(probe),
        running: () => health.requestsRunning,
      },
      modules.flatMap((module) => module.events ?? []),
    );
  const tracing = config.tracing && (await startTracing(config.tracing));
  const http: FastifyInstance = await makeHttpServer({
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
    maxBodyBytes: config.limits.maxBodyBytes,
    limits: {
      cost: config.limits.maxCost,
      nodes: config.limits.maxNodes,
      depth: config.limits.maxDepth,
      aliases: config.limits.maxAliases,
      listLength: config.limits.maxListLength,
    },
    operationTimeout: config.limits.operationTimeout,
    plugins: modules.flatMap((module) => module.plugin ?? []),
    health,
    checkDatabase: () => probe.check(),
    watch: {
      logAll: config.log.requests === 'all' || (config.log.requests === 'auto' && !process.stdout.isTTY),
      slow: config.log.slowOperation,
      metrics,
      tracing,
    },
    metricsToken: config.metrics?.token,
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
  watchStatements(dataSource, statementTelemetry({ log: http.log, slow: config.log.slowStatement, metrics }));
  let jobRunner: JobRunner | undefined;
  let listening: Promise<string> | undefined;
  const listenOnce = () => (listening ??= listen(http, config.http.host, config.http.port));
  return {
    dataSource,
    http,
    migrate: () => {
      health.startingWith('the tables are brought up to date');
      return migrate(dataSource, () => migrateJobs(url, http.log));
    },
    ensureAdmin: () => ensureAdmin(dataSource, config.accounts.admin),
    loadStarterContent: async () => {
      health.startingWith('the starter content is loaded');
      return config.content.load === 'never' ? null : loadWhenEmpty(dataSource, config.content.folder);
    },
    startJobs: async () => {
      if (!config.jobs.run) return;
      const jobs = modules.flatMap((module) => module.jobs ?? []);
      const answerLimit = config.database.statementTimeout + ANSWER_MARGIN;
      jobRunner = await startJobRunner({ url, answerLimit, jobs, services, log: http.log, metrics, tracing });
    },
    listenAhead: async () => void (await listenOnce()),
    listen: async () => {
      const address = await listenOnce();
      health.serve();
      return address;
    },
    close: () => {
      closing = true;
      const rest = [() => dataSource.destroy(), () => probe.close(), async () => tracing?.stop()];
      return shutDown({ health, http, jobs: jobRunner, rest }, config.shutdownLimit);
    },
  };
}

/** The numbers of TypeORM's pool, which is one of pg. */
function poolOf({ driver }: DataSource, max: number): ReturnType<MetricSources['pool']> {
  const { master } = driver as unknown as { master?: Pool };
  return { max, total: master?.totalCount ?? 0, idle: master?.idleCount ?? 0, waiting: master?.waitingCount ?? 0 };
}
