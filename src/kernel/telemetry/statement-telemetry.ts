import type { QueryRunner } from 'typeorm';
import type { FinishedStatement, StatementListener } from '../database/statement-watch';
import { requestScope } from '../http/request-scope';
import { takeEvents } from './domain-event';
import type { Metrics } from './metrics';

/** How much of a statement a span or a log line holds, in characters. */
const TEXT_LENGTH = 2000;

export interface StatementTelemetryOptions {
  readonly log: { warn(details: object, text: string): void };
  /** From how many milliseconds on a statement is worth a warning. */
  readonly slow: number;
  readonly metrics: Metrics | undefined;
}

/** Counts statements for the request or job that sends them, for the metrics and for traces, and warns of slow ones. */
export function statementTelemetry({ log, slow, metrics }: StatementTelemetryOptions): StatementListener {
  return {
    statement: ({ text, milliseconds, error }: FinishedStatement) => {
      const scope = requestScope.getStore();
      const work = scope?.work;
      if (work) {
        work.statements += 1;
        work.sqlMilliseconds += milliseconds;
      }
      metrics?.statement(milliseconds, error !== undefined);
      if (work?.span?.isRecording) {
        const name = /^\s*(\w+)/.exec(text)?.[1]?.toUpperCase() ?? 'SQL';
        const attributes = { 'db.system.name': 'postgresql', 'db.query.text': text.slice(0, TEXT_LENGTH) };
        const span = work.span.child(name, { kind: 'CLIENT', attributes, milliseconds });
        span.end({}, error === undefined ? undefined : codeOf(error));
      }
      if (milliseconds >= slow) {
        const details = { requestId: scope?.requestId, ms: Math.round(milliseconds), sql: text.slice(0, TEXT_LENGTH) };
        log.warn(details, 'slow statement');
      }
    },
    committed: (runner: QueryRunner) => {
      for (const event of takeEvents(runner)) metrics?.event(event);
    },
    rolledBack: (runner: QueryRunner) => void takeEvents(runner),
  };
}

/** The SQLSTATE, or the driver's word; never the message, which may repeat values. */
function codeOf(error: unknown): string {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === 'string' ? code : 'error';
}
