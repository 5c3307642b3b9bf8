import { join } from 'node:path';
import type { DataSource } from 'typeorm';
import { ConfigError } from '../src/config';
import { checkConnection } from '../src/kernel/database/connection-check';
import { makeDataSource } from '../src/kernel/database/data-source';
import { EmbeddedServerError } from '../src/kernel/database/embedded-error';
import { modules } from '../src/modules';

/** Where a command writes: what came out, and what went wrong. */
export interface CommandOutput {
  out(text: string): void;
  error(text: string): void;
}

/** A reason for people why a command can't do its work. */
export class CommandError extends Error {}

/** Does something in a database that has all tables of this version. */
export async function inDatabase<Result>(
  { url, poolSize }: { readonly url: string; readonly poolSize: number },
  work: (store: DataSource) => Promise<Result>,
): Promise<Result> {
  await checkConnection(url);
  const store = makeDataSource({
    url,
    poolSize,
    entities: modules.flatMap((module) => module.entities),
    migrations: [join(__dirname, '..', 'migrations', '*.{js,ts}')],
    onPoolError: () => undefined,
  });
  await store.initialize();
  try {
    if (await store.showMigrations()) {
      throw new CommandError(
        'The database lacks migrations of this version: start this version on it once (npm start).',
      );
    }
    return await work(store);
  } finally {
    await store.destroy();
  }
}

/**
 * Why a command failed, in words for people; with the stack where nobody expected it.
 * @param expected the kinds of errors that say it by themselves, beside those of settings and connections
 */
export function describeFailure(cause: unknown, ...expected: readonly (new (...args: any[]) => Error)[]): string {
  const { code, message, stack, errors } = cause as Partial<NodeJS.ErrnoException & AggregateError>;
  // A host name with several addresses fails once for each; the sum has no message of its own.
  if (errors && errors.length > 0) return errors.map((each) => describeFailure(each, ...expected)).join('\n');
  const kinds = [CommandError, ConfigError, EmbeddedServerError, ...expected];
  const isExpected = code !== undefined || kinds.some((kind) => cause instanceof kind);
  return (isExpected ? message : stack) || String(cause);
}

/** Runs a command as the whole process: its output and its exit code are those of the process. */
export function runAsProcess(
  command: (args: readonly string[], env: NodeJS.ProcessEnv, output: CommandOutput) => Promise<number>,
): void {
  const output: CommandOutput = {
    out: (text) => void process.stdout.write(text),
    error: (text) => void process.stderr.write(text),
  };
  void command(process.argv.slice(2), process.env, output).then((code) => (process.exitCode = code));
}
