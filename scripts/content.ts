import 'reflect-metadata';
import { resolve } from 'node:path';
import { loadConfig } from '../src/config';
import { checkContent } from '../src/content/transfer/check-content';
import { ContentError } from '../src/content/transfer/content-files';
import { loadContent, type LoadResult } from '../src/content/transfer/load-content';
import { CommandError, type CommandOutput, describeFailure, inDatabase, runAsProcess } from './database-command';

const usage = `Usage: npm run content -- check [folder]  checks the files of a content folder and lists every mistake; needs no database
       npm run content -- load [folder]   loads them into the database of DATABASE_URL and publishes what is new or changed

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
  const [command = '', given, ...more] = args;
  if (!['check', 'load'].includes(command) || more.length > 0 || given?.startsWith('-')) {
    error(usage);
    return 2;
  }
  try {
    const config = loadConfig(env);
    // npm runs scripts in the checkout; a relative folder is meant from where the command was typed.
    const folder = given === undefined ? config.content.folder : resolve(env.INIT_CWD ?? process.cwd(), given);
    if (command === 'check') {
      const files = await checkContent(folder);
      out(`No mistakes in ${files.length} files of ${folder}\n`);
    } else {
      const result = await loadInto(config.database, folder);
      out(`${describeResult(result)}\n`);
    }
    return 0;
  } catch (cause) {
    error(`${describeFailure(cause, ContentError)}\n`);
    return 1;
  }
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
