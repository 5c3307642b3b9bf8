import type { DataSource, QueryRunner } from 'typeorm';
import { requestScope } from '../http/request-scope';
import type { BackendConnection } from './cancel-statement';

/**
 * Lets every statement that a request sends keep the deadline of its operation, whoever sends it: loaders, services and
 * transactions. What runs outside of a request (the start, jobs) has no deadline.
 */
export function keepDeadlines(dataSource: DataSource): void {
  const create = dataSource.createQueryRunner.bind(dataSource);
  dataSource.createQueryRunner = (mode) => timed(create(mode));
}

function timed(runner: QueryRunner): QueryRunner {
  const query = runner.query.bind(runner) as (text: string, ...rest: unknown[]) => Promise<unknown>;
  const timedQuery = (text: string, ...rest: unknown[]): Promise<unknown> => {
    const deadline = requestScope.getStore()?.deadline;
    if (!deadline) return query(text, ...rest);
    return deadline.run({
      text,
      inTransaction: runner.isTransactionActive,
      connection: () => runner.connect() as Promise<BackendConnection>,
      send: () => query(text, ...rest),
    });
  };
  return Object.assign(runner, { query: timedQuery });
}
