import { type DataSource, MigrationExecutor, type QueryRunner } from 'typeorm';

/** The key of the lock that one migrating process at a time holds. */
const MIGRATION_LOCK = 7_210_000;

/**
 * Applies the migrations that are missing, one process at a time. Returns the names of those applied.
 * @param andThen what else to bring up to date, under the same lock
 */
export async function migrate(dataSource: DataSource, andThen?: () => Promise<void>): Promise<string[]> {
  const runner = dataSource.createQueryRunner();
  let waitAsBefore = (): void => undefined;
  try {
    // Waiting for another process, or rewriting a large table, may take longer than a statement of a request.
    await runner.query('SET statement_timeout = 0');
    waitAsBefore = await waitForEver(runner);
    await runner.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    // On the connection that holds the lock: a pool may have no other one.
    const executor = new MigrationExecutor(dataSource, runner);
    executor.transaction = 'each';
    const applied = await executor.executePendingMigrations();
    await andThen?.();
    return applied.map((migration) => migration.name);
  } finally {
    await runner.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]).catch(() => undefined);
    await runner.query('RESET statement_timeout').catch(() => undefined);
    waitAsBefore();
    await runner.release();
  }
}

/** Takes the driver's own limit from a connection. Returns what gives it back. */
async function waitForEver(runner: QueryRunner): Promise<() => void> {
  const { connectionParameters } = (await runner.connect()) as { connectionParameters: { query_timeout: number } };
  const before = connectionParameters.query_timeout;
  connectionParameters.query_timeout = 0;
  return () => {
    connectionParameters.query_timeout = before;
  };
}
