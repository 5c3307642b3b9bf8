import 'reflect-metadata';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { loadConfig } from '../src/config';
import { checkContent, type ContentReport } from '../src/content/transfer/check-content';
import { ContentError, type ContentProblem, counted, describeProblem } from '../src/content/transfer/content-files';
import { loadContent, type LoadResult } from '../src/content/transfer/load-content';
import { CommandError, type CommandOutput, describeFailure, inDatabase, runAsProcess } from './database-command';

const usage = `Usage: npm run content -- check [--strict] [folder]  lists what is wrong and what is thin in the files of a content folder
       npm run content -- load [folder]              loads them into the database of DATABASE_URL and publishes what is new or changed

check needs no database. Mistakes make it fail, thin content only with --strict.
Without a folder it is the one of CONTENT_FOLDER. All settings: npm start -- --help
`;

/**
 * Runs `npm run content -- <args>`.
 * @returns the exit code: 0 when all went well, 1 for mistakes and failures, 2 for wrong arguments
 */
export async function runContentCommand(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  { out, error }: CommandOutput,
): Promise<number> {
  const strict = args[0] === 'check' && args.includes('--strict');
  const [command = '', given, ...more] = strict ? args.filter((argument) => argument !== '--strict') : args;
  if (!['check', 'load'].includes(command) || more.length > 0 || given?.startsWith('-')) {
    error(usage);
    return 2;
  }
  try {
    const config = loadConfig(env);
    // npm runs scripts in the checkout; a relative folder is meant from where the command was typed.
    const here = env.INIT_CWD ?? process.cwd();
    const folder = given === undefined ? config.content.folder : resolve(here, given);
    if (command === 'check') return report(await checkContent(folder), { folder, here, strict }, { out, error });
    out(`${describeResult(await loadInto(config.database, folder))}\n`);
    return 0;
  } catch (cause) {
    error(`${describeFailure(cause, ContentError)}\n`);
    return 1;
  }
}

/** Tells what was found, each place as a path from where the command was typed; resolves to the exit code. */
function report(
  { files, mistakes, thin }: ContentReport,
  { folder, here, strict }: { readonly folder: string; readonly here: string; readonly strict: boolean },
  { out, error }: CommandOutput,
): number {
  const list = (title: string, problems: readonly ContentProblem[]) => {
    const lines = problems.map((problem) =>
      describeProblem({ ...problem, file: pathFrom(here, join(folder, problem.file)) }),
    );
    return `${title}\n${lines.join('\n')}\n`;
  };
  const where = `${counted(files, 'file')} of ${folder}`;
  if (mistakes.length > 0) error(list(`${counted(mistakes.length, 'mistake')} in ${where}:`, mistakes));
  else out(`No mistakes in ${where}\n`);
  if (thin.length > 0) {
    const title = `${counted(thin.length, 'thin place')} in ${counted(new Set(thin.map(({ file }) => file)).size, 'file')}`;
    if (strict) error(list(`${title}:`, thin));
    else out(list(`${title} (warnings; they fail with --strict):`, thin));
  }
  return mistakes.length > 0 || (strict && thin.length > 0) ? 1 : 0;
}

/** The shorter way to say it: from here when it lies below, or else the whole path. */
function pathFrom(here: string, path: string): string {
  const below = relative(here, path);
  return below.startsWith('..') || isAbsolute(below) ? path : below;
}

async function loadInto(database: { url?: string; poolSize: number }, folder: string): Promise<LoadResult> {
  const { url, poolSize } = database;
  if (url === undefined) {
    throw new CommandError(
      'Loading needs DATABASE_URL, such as postgres://user:password@host:5432/database.\n' +
        'The embedded database of npm start loads CONTENT_FOLDER by itself when it is empty.',
    );
  }
  return inDatabase({ url, poolSize }, (store) => loadContent(store, folder, 'Content files'));
}

function describeResult({ publication, documents, changed }: LoadResult): string {
  if (publication === null) return `Nothing to do: all ${documents} documents are published as they are`;
  return `Publication ${publication}: ${documents} documents loaded, ${changed} of them new or changed`;
}

if (require.main === module) runAsProcess(runContentCommand);
