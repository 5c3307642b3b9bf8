import type { AppServices } from '../app-services';

/** Work that runs beside requests, at a time of its own, in any process of the product that runs jobs. */
export interface Job {
  /** Stable: it is stored with what waits. */
  readonly name: string;
  /**
   * Does the work. It runs again when it threw or when its process died, and rarely twice at once: so the work must be one
   * transaction that finds out itself whether there is still something to do.
   * @param payload what it was enqueued with
   * @param jobId names this job in logs and in the audit log
   */
  readonly run: (services: AppServices, payload: unknown, jobId: string) => Promise<void>;
  /** Runs also whenever a process starts to run jobs, and every minute. */
  readonly recurring?: boolean;
}
