import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build, type Plugin } from 'esbuild';
import { checkoutFolder } from '../../src/checkout-folder';

const clients = path.join(checkoutFolder, 'test', 'clients');

/** What a program that ran to its end left behind. */
export interface Ended {
  readonly code: number;
  /** Standard output and error, in this order. */
  readonly output: string;
}

/**
 * A frontend's project in a temporary folder: the files of a folder of test/clients/frontends, the schema with the example
 * operations, and the clients as npm installed them. Whatever tools generate stays there.
 */
export interface Frontend {
  readonly folder: string;
  read(file: string): string;
  write(file: string, text: string): void;
  /** Runs a command that a package of the clients brings, such as ['relay-compiler/cli.js']. */
  command(script: string, ...settings: string[]): Promise<Ended>;
  /** Checks all TypeScript of the project, strictly. */
  compile(): Promise<Ended>;
  /**
   * Bundles a program as for a browser and runs it in a process of its own. Resolves to what its run() returned; what it
   * says on the console is a failure, because clients warn there.
   */
  run<Result = any>(program: string, given: object): Promise<Result>;
  remove(): void;
}

/** @param name a folder of test/clients/frontends */
export function makeFrontend(name: string): Frontend {
  const folder = mkdtempSync(path.join(tmpdir(), 'careergraph-frontend-'));
  const at = (file: string): string => path.join(folder, file);
  cpSync(path.join(clients, 'frontends', name), folder, { recursive: true });
  for (const file of ['tsconfig.json', 'run.mjs']) cpSync(path.join(clients, 'frontends', file), at(file));
  for (const file of ['schema.graphql', 'operations'])
    cpSync(path.join(checkoutFolder, 'schema', file), at(file), { recursive: true });
  symlinkSync(path.join(clients, 'node_modules'), at('node_modules'), 'junction');

  const command: Frontend['command'] = (script, ...settings) =>
    ended(folder, [path.join(clients, 'node_modules', script), ...settings]);
  return {
    folder,
    command,
    read: (file) => readFileSync(at(file), 'utf8'),
    write: (file, text) => writeFileSync(at(file), text),
    compile: () => command('typescript/bin/tsc', '-p', '.'),
    run: async (program, given) => {
      const bundle = at(`${program.replaceAll('/', '-')}.bundle.mjs`);
      await build({
        entryPoints: [at(program)],
        outfile: bundle,
        bundle: true,
        format: 'esm',
        platform: 'browser',
        define: { 'process.env.NODE_ENV': '"development"' },
        plugins: [relayTags],
        logLevel: 'error',
      });
      const { code, output } = await ended(folder, ['run.mjs', bundle, JSON.stringify(given)]);
      const lines = output.trimEnd().split('\n');
      if (code !== 0 || lines.length !== 1) throw new Error(`${program} failed or said something:\n${output}`);
      return JSON.parse(output);
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** As Relay's plugins for bundlers do: a graphql tag stands for the artifact that relay-compiler wrote. */
const relayTags: Plugin = {
  name: 'relay-tags',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]src[\\/][^\\/]+\.ts$/ }, ({ path: file }) => {
      const source = readFileSync(file, 'utf8');
      const artifact = (_tag: string, name: string): string => `require('./__generated__/${name}.graphql').default`;
      return {
        contents: source.replace(/\bgraphql`\s*(?:query|fragment|mutation) (\w+)[^`]*`/g, artifact),
        loader: 'ts',
      };
    });
  },
};

function ended(folder: string, settings: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    // Tools are silent where NODE_ENV says that they are tested.
    const env = { ...process.env, NODE_ENV: undefined };
    execFile(process.execPath, settings, { cwd: folder, env, maxBuffer: 64_000_000 }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code ?? 1) : 0, output: stdout + stderr });
    });
  });
}
