import type { Socket } from 'node:net';
import type {
  AfterQueryEvent,
  DataSource,
  EntitySubscriberInterface,
  QueryRunner,
  TransactionCommitEvent,
} from 'typeorm';

/** An SQL statement that is over. */
export interface FinishedStatement {
  /** Its text, with $1-style placeholders where its values were. */
  readonly text: string;
  readonly milliseconds: number;
  /** What PostgreSQL or the driver said; undefined when it succeeded. */
  readonly error: unknown;
}

export interface StatementListener {
  statement(statement: FinishedStatement): void;
  committed(runner: QueryRunner): void;
  rolledBack(runner: QueryRunner): void;
}

/** Tells of every statement and every transaction that TypeORM ends, in the asynchronous context of whoever sent it. */
export function watchStatements(dataSource: DataSource, listener: StatementListener): void {
  const begun = new WeakMap<QueryRunner, number>();
  const watch: EntitySubscriberInterface = {
    beforeQuery: ({ queryRunner }) => {
      begun.set(queryRunner, performance.now());
    },
    afterQuery: ({ queryRunner, query, error, success }: AfterQueryEvent) => {
      const milliseconds = performance.now() - (begun.get(queryRunner) ?? performance.now());
      if (!success && isUnanswered(error)) hangUp(queryRunner);
      listener.statement({ text: query, milliseconds, error: success ? undefined : error });
    },
    afterTransactionCommit: ({ queryRunner }: TransactionCommitEvent) => {
      if (!queryRunner.isTransactionActive) listener.committed(queryRunner);
    },
    afterTransactionRollback: ({ queryRunner }) => {
      if (!queryRunner.isTransactionActive) listener.rolledBack(queryRunner);
    },
  };
  (dataSource.subscribers as EntitySubscriberInterface[]).push(watch);
}

/** The driver's limit ran out: PostgreSQL itself would have ended the statement long before. */
export const isUnanswered = (error: unknown): boolean =>
  error instanceof Error && error.message === 'Query read timeout';

/** Ends a connection on which nobody answers, so that the pool gives it to nobody else. */
function hangUp(runner: QueryRunner): void {
  const { databaseConnection } = runner as QueryRunner & { databaseConnection?: { connection: { stream: Socket } } };
  databaseConnection?.connection.stream.destroy();
}
