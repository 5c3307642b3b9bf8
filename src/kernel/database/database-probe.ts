import { Pool } from 'pg';
import { within } from '../within';

/** How long the database may take to answer, in milliseconds. */
const LIMIT = 1_500;

/**
 * Asks the database small questions about its state, on a connection of its own: a pool that is used up, or connections that
 * hang, must not keep the answer waiting.
 */
export class DatabaseProbe {
  private readonly pool: Pool;
  private running: Promise<unknown> | undefined;

  constructor(url: string) {
    this.pool = new Pool({
      connectionString: url,
      max: 1,
      connectionTimeoutMillis: LIMIT,
      query_timeout: LIMIT,
      statement_timeout: LIMIT,
      idleTimeoutMillis: 60_000,
      allowExitOnIdle: true,
      application_name: 'careergraph-health',
    });
    const ignore = (): void => undefined;
    this.pool.on('error', ignore);
    this.pool.on('connect', (client) => client.on('error', ignore));
  }

  /** Resolves when the database answers; rejects after two seconds at the most. Who asks meanwhile gets the same answer. */
  check(): Promise<unknown> {
    this.running ??= this.ask('SELECT 1').finally(() => (this.running = undefined));
    return this.running;
  }

  /** Sends one statement; rejects after two seconds at the most. */
  async ask<Row extends object>(text: string): Promise<Row[]> {
    const { rows } = await within(LIMIT, this.pool.query<Row>(text), 'The database does not answer.');
    return rows;
  }

  async close(): Promise<void> {
    // A connection that hangs does not say goodbye.
    await within(LIMIT, this.pool.end(), 'The connection does not close.').catch(() => undefined);
  }
}
