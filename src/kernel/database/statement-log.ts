import type { Logger } from 'typeorm';

/** One SQL statement as it was sent: its text with $1-style placeholders, and how many values stood in for them. */
export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

type Listener = (statement: Statement) => void;

/** Tells listeners of every SQL statement: tests count them and keep their text. Nothing is written anywhere. */
export class StatementLog implements Logger {
  private readonly listeners = new Set<Listener>();

  /** Collects the statements sent while `work` runs. */
  async during<T>(work: () => Promise<T>): Promise<{ result: T; statements: Statement[] }> {
    const statements: Statement[] = [];
    const listener: Listener = (statement) => statements.push(statement);
    this.listeners.add(listener);
    try {
      return { result: await work(), statements };
    } finally {
      this.listeners.delete(listener);
    }
  }

  logQuery(text: string, values?: readonly unknown[]): void {
    for (const listener of this.listeners) listener({ text, values: values ?? [] });
  }

  logQueryError(): void {}
  logQuerySlow(): void {}
  logSchemaBuild(): void {}
  logMigration(): void {}
  log(): void {}
}
