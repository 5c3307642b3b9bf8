import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, delimiter, join } from 'node:path';
import { checkoutFolder } from '../../src/checkout-folder';

/** What a checkout holds beside its sources. */
const notCopied = ['node_modules', 'dist', 'coverage', '.git', '.careergraph'];
/** What this run of the tests told itself, and what a command would take for its own settings. */
const ownSettings = /^(TEST_|DATABASE_|DATA_FOLDER|JEST_|NODE_ENV$|npm_)/;

/** A copy of the checkout in a temporary folder, with the same packages. */
export interface CheckoutCopy {
  readonly root: string;
  /**
   * Runs a script of package.json, as `npm run <script> -- <settings>` would; resolves to what it printed. Throws with that
   * when it fails.
   */
  script(name: string, ...settings: string[]): Promise<string>;
  /** The same for a program of the packages, as npx would. */
  program(command: string): Promise<string>;
  remove(): void;
}

export function copyCheckout(): CheckoutCopy {
  const root = mkdtempSync(join(tmpdir(), 'careergraph-copy-'));
  cpSync(checkoutFolder, root, {
    recursive: true,
    filter: (source) => !notCopied.includes(basename(source)),
  });
  symlinkSync(join(checkoutFolder, 'node_modules'), join(root, 'node_modules'), 'junction');
  const kept = Object.entries(process.env).filter(([name]) => !ownSettings.test(name));
  const env = {
    ...Object.fromEntries(kept),
    PATH: [join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter),
    // An installation would go through the link into the packages of the checkout itself: it ends here instead.
    npm_execpath: join(root, 'no-installation-in-a-copy.js'),
  };
  const program: CheckoutCopy['program'] = (command) =>
    new Promise((resolve, reject) => {
      const child = spawn(command, { cwd: root, env, shell: true, stdio: ['ignore', 'pipe', 'pipe'] });
      let output = '';
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (chunk: Buffer) => (output += String(chunk)));
      child.on('error', reject);
      child.on('close', (code) => {
        if (code === 0) resolve(output);
        else reject(new Error(`${command} ended with ${code}:\n${output}`));
      });
    });
  return {
    root,
    program,
    script: (name, ...settings) => {
      const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
        scripts: Record<string, string>;
      };
      if (!scripts[name]) throw new Error(`There is no npm run ${name}`);
      return program([scripts[name], ...settings].join(' '));
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}
