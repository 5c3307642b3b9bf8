import { setTimeout as sleep } from 'node:timers/promises';
import { timedOut } from '../errors/errors';
import { type BackendConnection, cancelStatement } from './cancel-statement';

/** How long a statement is left after it was cancelled until it is cancelled again, in milliseconds. */
const CANCEL_AGAIN_MS = 500;

/** A statement that an operation is about to send. */
export interface TimedStatement<T> {
  readonly text: string;
  readonly inTransaction: boolean;
  /** Waits for the connection that it will be sent on. */
  readonly connection: () => Promise<BackendConnection>;
  readonly send: () => Promise<T>;
}

/** What is stopped: nothing, what would change something, or everything. */
type Stopped = 'nothing' | 'transactions' | 'everything';

/**
 * How long one operation may use the database. When its time is over, the statements that run are ended, and no other one is
 * sent: TIMEOUT. A transaction is then rolled back, since its COMMIT is refused too; a COMMIT that is on its way is left alone.
 * After a mutation has committed, the same time again is left for reading its answer, so that a change that was made is not
 * reported as one that failed.
 */
export class OperationDeadline {
  private stopped: Stopped = 'nothing';
  /** Undefined until the operation is known. */
  private isMutation: boolean | undefined;
  private hasCommitted = false;
  private isAbandoned = false;
  private readonly running = new Set<RunningStatement>();
  private timer: NodeJS.Timeout | undefined;

  /** @param milliseconds from now on */
  constructor(private readonly milliseconds: number) {
    this.timer = setTimeout(() => this.expire(), milliseconds).unref();
  }

  /** Says what the operation is, once that is known. */
  begin(isMutation: boolean): void {
    this.isMutation = isMutation;
    if (this.isAbandoned) this.abandon();
  }

  /** Nobody waits for the answer any more: a query is stopped, a mutation is finished. */
  abandon(): void {
    this.isAbandoned = true;
    if (this.isMutation === false) this.stop('everything');
  }

  /**
   * The answer is whole. Of a query, nothing goes on: where a field failed, the engine answers before the fields beside it are
   * done. A mutation keeps its time for what it may still read.
   */
  end(): void {
    if (this.isMutation) return;
    clearTimeout(this.timer);
    this.stop('everything');
  }

  /** Sends a statement; rejects with TIMEOUT when the time is over before or while it runs. */
  async run<T>({ text, inTransaction, connection, send }: TimedStatement<T>): Promise<T> {
    if (text.startsWith('ROLLBACK')) return send();
    this.requireTime(inTransaction);
    const backend = await connection();
    this.requireTime(inTransaction);
    if (text === 'COMMIT') {
      this.hasCommitted = true;
      return send();
    }
    const sent = send();
    const statement: RunningStatement = { backend, inTransaction, ended: sent.then(ignore, ignore) };
    this.running.add(statement);
    try {
      return await sent;
    } finally {
      this.running.delete(statement);
      // Until the signal was sent, the connection must not be used for anything else.
      await statement.cancelled;
    }
  }

  private requireTime(inTransaction: boolean): void {
    if (this.isStopped(inTransaction)) throw timedOut();
  }

  private isStopped(inTransaction: boolean): boolean {
    return this.stopped === 'everything' || (this.stopped === 'transactions' && inTransaction);
  }

  private expire(): void {
    if (this.isMutation && this.hasCommitted && this.stopped === 'nothing') {
      this.stop('transactions');
      this.timer = setTimeout(() => this.expire(), this.milliseconds).unref();
    } else this.stop('everything');
  }

  private stop(what: Stopped): void {
    this.stopped = what;
    for (const statement of this.running) {
      if (this.isStopped(statement.inTransaction)) statement.cancelled ??= this.cancel(statement);
    }
  }

  /** Cancels until the statement has ended: a signal that comes before PostgreSQL has begun with it goes by. */
  private async cancel(statement: RunningStatement): Promise<void> {
    while (this.running.has(statement)) {
      await cancelStatement(statement.backend);
      await Promise.race([statement.ended, sleep(CANCEL_AGAIN_MS, undefined, { ref: false })]);
    }
  }
}

interface RunningStatement {
  readonly backend: BackendConnection;
  readonly inTransaction: boolean;
  /** Resolves when it has ended, well or not. */
  readonly ended: Promise<void>;
  /** Set when it was cancelled; resolves when no signal is on its way any more. */
  cancelled?: Promise<void>;
}

const ignore = (): void => {};
