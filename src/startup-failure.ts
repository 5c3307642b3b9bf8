import { ConfigError } from './config';
import { EmbeddedServerError } from './kernel/database/embedded-error';
import { loggedError } from './kernel/telemetry/logged-error';

/** The steps of a start, in their order. */
export type StartStep = 'settings' | 'database' | 'migrations' | 'accounts' | 'content' | 'jobs' | 'address';

/** What to do about a step that failed, when the error itself doesn't say. */
const remedies: Record<StartStep, string> = {
  settings: 'All settings: npm start -- --help',
  database:
    'Check that the server of DATABASE_URL runs and accepts this user. Without DATABASE_URL an embedded one is used.',
  migrations:
    'The database could not be brought to the state that this version needs. If it belongs to another program ' +
    'or another version, use an empty one: set DATABASE_URL or DATA_FOLDER.',
  accounts: 'The first admin could not be made: check ADMIN_EMAIL and ADMIN_PASSWORD.',
  content: 'Correct the starter content, or start without it: LOAD_CONTENT=never npm start',
  jobs: 'The job queue could not be started. To start without it: RUN_JOBS=false npm start',
  address: 'Check HOST and PORT: npm start -- --help',
};

/** The address to listen on is taken. */
export class PortTakenError extends Error {
  override readonly name = 'PortTakenError';

  constructor({ host, port }: { host: string; port: number }) {
    super(
      `Port ${port} on ${host} is in use, by another program or by another careergraph.\n` +
        `Stop that one, or use another port: PORT=${port === 65_535 ? port - 1 : port + 1} npm start (PORT=0 takes any free one).`,
    );
  }
}

/**
 * A failed start in words for people: what failed, why, what to do.
 * @param detailed whether to add the stack (LOG_LEVEL=debug or trace)
 */
export function describeFailure(step: StartStep, error: unknown, detailed: boolean): string {
  const lines = [`The start failed at this step: ${step}`, reason(error)];
  if (!(error instanceof EmbeddedServerError) && !(error instanceof PortTakenError)) {
    lines.push(remedies[step]);
    if (!(error instanceof ConfigError) && !detailed) lines.push('More detail: LOG_LEVEL=debug npm start');
  }
  if (detailed) lines.push('', (error instanceof Error && error.stack) || String(error));
  return lines.join('\n');
}

/**
 * The end of a process that served, in words for people. Other than those of a start, its errors may hold what a caller sent.
 */
export function describeBreakdown(error: unknown): string {
  const { message } = loggedError(error);
  return `careergraph ends, for something failed that it cannot go on without:\n${message}\nThe log says more. Start it again: what was acknowledged is kept.`;
}

function reason(error: unknown): string {
  // A host name with several addresses fails once for each; the sum has no message of its own.
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors.map(reason).join('\n');
  return error instanceof Error ? error.message || error.name : String(error);
}
