import type { FastifyInstance } from 'fastify';
import type { Health } from './kernel/http/health';
import type { JobRunner } from './kernel/jobs/job-runner';
import { within } from './kernel/within';

/** How long connections may take to close once nothing runs on them, in milliseconds. */
const CLOSE_LIMIT = 2_000;

/** What ran did not finish in time and was cut off. */
export class CutOffError extends Error {
  override readonly name = 'CutOffError';
}

export interface Running {
  readonly health: Health;
  readonly http: FastifyInstance;
  readonly jobs: JobRunner | undefined;
  /** What is closed last, such as connections to the database. */
  readonly rest: readonly (() => Promise<unknown>)[];
}

/**
 * Refuses new requests at once, lets requests and jobs that run finish, then closes everything. The port stays open until
 * then, so that /health/ready can say why nothing is taken.
 * @param limit how long what runs may take to finish, in milliseconds
 * @throws CutOffError when that was not long enough; everything is closed all the same
 */
export async function shutDown({ health, http, jobs, rest }: Running, limit: number): Promise<void> {
  let cutOff: CutOffError | undefined;
  await within(limit, Promise.all([health.drain(), jobs?.stop()]), 'not in time').catch(() => {
    cutOff = new CutOffError(
      `Not everything finished within ${limit / 1000} s: ${health.requestsRunning} requests and ${jobs?.running ?? 0} jobs were cut off.`,
    );
  });
  const closed = http.close();
  await within(CLOSE_LIMIT, closed, 'connections are still open').catch(() => http.server.closeAllConnections());
  await closed;
  for (const close of rest) await within(CLOSE_LIMIT, close(), 'does not close').catch(() => undefined);
  if (cutOff) throw cutOff;
}
