import type { Socket } from 'node:net';
import { Pool, type PoolClient } from 'pg';
import { Logger, runMigrations } from 'graphile-worker';
import type { EntityManager } from 'typeorm';
import type { DatabaseProbe } from '../database/database-probe';
import { isUnanswered } from '../database/statement-watch';

/** The schema of the queue's own tables. The queue migrates it by itself; our migrations know nothing of it. */
export const JOB_SCHEMA = 'graphile_worker';

/** Where the queue says what happens; what is only worth knowing while looking for a fault goes to `debug`. */
export interface JobLog {
  error(details: object, text: string): void;
  warn(details: object, text: string): void;
  debug(details: object, text: string): void;
}

/**
 * The queue's messages in our log. They end with the words of the error that they are about, which may repeat values: those
 * are cut off, for the error itself stands beside them as the log shows errors.
 */
export function jobLogger(log: JobLog): Logger {
  return new Logger(() => (level, message, meta) => {
    const name = String(level);
    const write = name === 'error' ? 'error' : name === 'warning' ? 'warn' : 'debug';
    const job = meta?.job as { id: string; task_identifier: string } | undefined;
    const err: unknown = meta?.error ?? meta?.fatalError;
    const about = job && { job: job.task_identifier, requestId: `job-${job.id}` };
    log[write]({ ...about, err }, withoutWordsOf(err, message));
  });
}

function withoutWordsOf(error: unknown, message: string): string {
  const words = error instanceof Error ? error.message : '';
  const [said = ''] = message.split(/ with error | after failure /);
  const end = words === '' ? -1 : said.indexOf(words);
  return end < 0 ? said : said.slice(0, end).replace(/[\s:]+(\w*Error: )?$/, '');
}

/**
 * Connections for the queue alone: one listens as long as it runs.
 * @param answerLimit how long an answer is waited for, in milliseconds: beyond that the connection is dead; no limit when left out
 */
export function makeJobPool(url: string, log: JobLog, answerLimit?: number): Pool {
  const pool = new Pool({
    connectionString: url,
    max: 4,
    application_name: 'careergraph-jobs',
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    query_timeout: answerLimit,
  });
  const lost = (err: Error): void => log.warn({ err }, 'a connection of the job queue was lost');
  pool.on('error', lost);
  pool.on('connect', (client) => {
    client.on('error', lost);
    hangUpUnanswered(client);
  });
  return pool;
}

/** Ends a connection on which nobody answers. The driver alone would give it back to the pool, and the next one would wait. */
function hangUpUnanswered(client: PoolClient): void {
  const { connection } = client as PoolClient & { connection: { stream: Socket } };
  const query = client.query.bind(client) as (...given: unknown[]) => unknown;
  const watched = (...given: unknown[]): unknown => {
    const answer = query(...given);
    if (answer instanceof Promise)
      answer.catch((error: unknown) => {
        if (isUnanswered(error)) connection.stream.destroy();
      });
    return answer;
  };
  Object.assign(client, { query: watched });
}

/** Brings the queue's tables to the version of the library. */
export async function migrateJobs(url: string, log: JobLog): Promise<void> {
  const pool = makeJobPool(url, log);
  try {
    await runMigrations({ pgPool: pool, schema: JOB_SCHEMA, logger: jobLogger(log) });
  } finally {
    await pool.end();
  }
}

export interface NewJob {
  /** The name of the job. */
  readonly name: string;
  readonly payload: object;
  /** One job at most waits under a key: another one under the same key takes its place. */
  readonly key: string;
  /** Not before this time; at once when left out. */
  readonly runAt?: Date;
}

/** Enqueues a job in the caller's transaction: it exists if and only if the rest is committed. */
export async function enqueueJob(manager: EntityManager, { name, payload, key, runAt }: NewJob): Promise<void> {
  await manager.query(
    `SELECT ${JOB_SCHEMA}.add_job($1::text, payload := $2::json, run_at := $3::timestamptz, job_key := $4::text)`,
    [name, JSON.stringify(payload), runAt ?? null, key],
  );
}

/** Takes the job that waits under a key out of the queue, in the caller's transaction. */
export async function removeJob(manager: EntityManager, key: string): Promise<void> {
  await manager.query(`SELECT ${JOB_SCHEMA}.remove_job($1::text)`, [key]);
}

/** How many jobs of all processes are in each state. `failed` ones are not tried any more. */
export async function countJobs(probe: DatabaseProbe): Promise<Record<string, number>> {
  const [counts] = await probe.ask<Record<string, number>>(
    `SELECT count(*) FILTER (WHERE locked_at IS NULL AND attempts < max_attempts AND run_at <= now())::int AS due,
       count(*) FILTER (WHERE locked_at IS NULL AND attempts < max_attempts AND run_at > now())::int AS scheduled,
       count(*) FILTER (WHERE locked_at IS NOT NULL)::int AS running,
       count(*) FILTER (WHERE locked_at IS NULL AND attempts >= max_attempts)::int AS failed
     FROM ${JOB_SCHEMA}.jobs`,
  );
  return counts ?? {};
}
