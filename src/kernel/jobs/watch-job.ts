import { requestScope } from '../http/request-scope';
import type { Metrics } from '../telemetry/metrics';
import type { Tracing } from '../telemetry/tracing';
import { Work } from '../telemetry/work';
import type { JobLog } from './job-queue';

export interface JobWatchOptions {
  readonly log: JobLog;
  readonly metrics?: Metrics;
  readonly tracing?: Tracing;
}

/** Runs a job in a scope of its own, and writes down how long it took and what it came to. */
export async function watchJob(
  { log, metrics, tracing }: JobWatchOptions,
  { name, jobId }: { readonly name: string; readonly jobId: string },
  run: () => Promise<void>,
): Promise<void> {
  const work = new Work();
  const span = tracing?.start(`job ${name}`, { kind: 'CONSUMER', attributes: { 'careergraph.job': name } });
  work.span = span;
  const since = performance.now();
  const over = (failure?: string): void => {
    const milliseconds = performance.now() - since;
    metrics?.job(name, milliseconds, failure !== undefined);
    span?.end({ 'careergraph.job_id': jobId, 'careergraph.statements': work.statements }, failure);
    const details = { job: name, requestId: jobId, ms: Math.round(milliseconds), statements: work.statements };
    log.debug({ ...details, failed: failure !== undefined }, 'job');
  };
  try {
    await requestScope.run({ requestId: jobId, work }, run);
  } catch (error) {
    over('failed');
    throw error;
  }
  over();
}
