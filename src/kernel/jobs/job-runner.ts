import { setTimeout as sleep } from 'node:timers/promises';
import { parseCronItems, run, type Runner, type TaskList } from 'graphile-worker';
import type { AppServices } from '../app-services';
import type { Job } from './job';
import { JOB_SCHEMA, type JobLog, jobLogger, makeJobPool } from './job-queue';

/** Jobs that one process runs at a time. */
const CONCURRENCY = 2;
/** How often the queue is looked at for jobs whose time has come, in milliseconds. */
const POLL_INTERVAL = 1_000;
/** How long to wait before starting again after the queue gave up, in milliseconds. */
const RESTART_AFTER = 2_000;

export interface JobRunner {
  /** Lets the jobs that run come to their end, then closes the connections. */
  stop(): Promise<void>;
}

export interface JobRunnerOptions {
  readonly url: string;
  readonly jobs: readonly Job[];
  readonly services: AppServices;
  readonly log: JobLog;
}

/** Runs jobs until stopped; should the queue give up, such as while PostgreSQL restarts, it starts again. */
export async function startJobRunner({ url, jobs, services, log }: JobRunnerOptions): Promise<JobRunner> {
  const pool = makeJobPool(url, log);
  const recurring = jobs.filter((job) => job.recurring).map((job) => job.name);
  const taskList: TaskList = Object.fromEntries(
    jobs.map((job) => [job.name, (payload, { job: { id } }) => job.run(services, payload, `job-${id}`)]),
  );
  const begin = async (): Promise<Runner> => {
    const runner = await run({
      pgPool: pool,
      schema: JOB_SCHEMA,
      // Without batches nobody waits for the statement that ends a job, and its failure would end the process.
      preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
      taskList,
      parsedCronItems: parseCronItems(recurring.map((task) => ({ match: '* * * * *', task }))),
      concurrency: CONCURRENCY,
      pollInterval: POLL_INTERVAL,
      noHandleSignals: true,
      logger: jobLogger(log),
    });
    for (const task of recurring) await runner.addJob(task, {}, { jobKey: task });
    return runner;
  };

  const stopping = new AbortController();
  let runner: Runner | undefined;
  const supervise = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      try {
        runner ??= await begin();
        if (stopping.signal.aborted) await runner.stop();
        await runner.promise;
      } catch (err) {
        log.error({ err }, 'the job queue stopped');
      }
      runner = undefined;
      await sleep(RESTART_AFTER, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };
  try {
    runner = await begin();
  } catch (error) {
    await pool.end();
    throw error;
  }
  const ended = supervise();
  return {
    stop: async () => {
      stopping.abort();
      // It may have stopped by itself, or the database may be gone: either way it runs no more.
      await runner?.stop().catch((err: unknown) => log.warn({ err }, 'the job queue did not stop cleanly'));
      await ended;
      await pool.end();
    },
  };
}
