import { setTimeout as sleep } from 'node:timers/promises';
import { parseCronItems, run, type Runner, type TaskList } from 'graphile-worker';
import type { AppServices } from '../app-services';
import type { Job } from './job';
import { JOB_SCHEMA, jobLogger, makeJobPool } from './job-queue';
import { type JobWatchOptions, watchJob } from './watch-job';
import { within } from '../within';

/** Jobs that one process runs at a time. */
const CONCURRENCY = 2;
/** How often the queue is looked at for jobs whose time has come, in milliseconds. */
const POLL_INTERVAL = 1_000;
/** How long to wait before starting again after the queue gave up, in milliseconds. */
const RESTART_AFTER = 2_000;
/** How long the queue may take to write down what its jobs came to, once none runs any more, in milliseconds. */
const FAREWELL = 2_000;

export interface JobRunner {
  /** Jobs that run at the moment. */
  readonly running: number;
  /** Lets the jobs that run come to their end, then closes the connections. Does not wait for a database that is away. */
  stop(): Promise<void>;
}

export interface JobRunnerOptions extends JobWatchOptions {
  readonly url: string;
  /** How long the database may take to answer the queue, in milliseconds. */
  readonly answerLimit: number;
  readonly jobs: readonly Job[];
  readonly services: AppServices;
}

/** Runs jobs until stopped; should the queue give up, such as while PostgreSQL restarts, it starts again. */
export async function startJobRunner({
  url,
  answerLimit,
  jobs,
  services,
  ...watch
}: JobRunnerOptions): Promise<JobRunner> {
  const { log } = watch;
  const pool = makeJobPool(url, log, answerLimit);
  const running = new Set<Promise<void>>();
  const runJob = async (job: Job, payload: unknown, jobId: string): Promise<void> => {
    const work = watchJob(watch, { name: job.name, jobId }, () => job.run(services, payload, jobId));
    running.add(work);
    await work.finally(() => running.delete(work));
  };
  const recurring = jobs.filter((job) => job.recurring).map((job) => job.name);
  const taskList: TaskList = Object.fromEntries(
    jobs.map((job) => [job.name, (payload, { job: { id } }) => runJob(job, payload, `job-${id}`)]),
  );
  const begin = async (): Promise<Runner> => {
    const runner = await run({
      pgPool: pool,
      schema: JOB_SCHEMA,
      // Without batches nobody waits for the statement that ends a job, and its failure would end the process.
      preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
      taskList,
      // Under a key, what fails does not pile up: the next minute's takes its place.
      parsedCronItems: parseCronItems(
        recurring.map((task) => ({ match: '* * * * *', task, options: { jobKey: task } })),
      ),
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
  const goodbye = async (): Promise<void> => {
    // It may have stopped by itself, or the database may be gone: either way it runs no more.
    await runner?.stop().catch((err: unknown) => log.warn({ err }, 'the job queue did not stop cleanly'));
    await ended;
    await pool.end();
  };
  return {
    get running() {
      return running.size;
    },
    stop: async () => {
      stopping.abort();
      const stopped = goodbye();
      // No new job is begun from here on; one may have been fetched in this moment.
      while (running.size > 0) await Promise.allSettled(running);
      await within(FAREWELL, stopped, 'The job queue does not reach its database.').catch((err: unknown) =>
        log.warn({ err }, 'the job queue was left as it was'),
      );
    },
  };
}
