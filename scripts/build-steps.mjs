import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runChild, StepFailed } from './run-child.mjs';

/**
 * Compiles the TypeScript sources into dist/ when one of them changed since the last time.
 * @param {string} root the checkout
 * @returns {Promise<'done' | 'up to date'>}
 */
export function buildApplication(root) {
  const inputs = ['src', 'migrations', 'scripts', 'ormconfig.ts', 'tsconfig.json', 'package-lock.json'];
  const output = path.join(root, 'dist', 'src', 'main.js');
  return buildWhenChanged(root, { name: 'application', inputs, output }, async () => {
    // Without its output, the compiler's memory of the last time would make it write nothing.
    if (!existsSync(output)) rmSync(path.join(root, 'dist', 'tsconfig.tsbuildinfo'), { force: true });
    removeOrphans(root);
    return run(root, [path.join('node_modules', 'typescript', 'bin', 'tsc'), '-p', 'tsconfig.json']);
  });
}

/**
 * Bundles the playground's page into dist/playground when its sources changed since the last time.
 * @param {string} root the checkout
 * @returns {Promise<'done' | 'up to date'>}
 */
export function buildPlayground(root) {
  const script = path.join('scripts', 'build-playground.mjs');
  const inputs = ['playground', script, 'package-lock.json'];
  const output = path.join(root, 'dist', 'playground');
  return buildWhenChanged(root, { name: 'playground', inputs, output }, () => run(root, [script]));
}

async function buildWhenChanged(root, { name, inputs, output }, build) {
  const stamp = path.join(root, 'dist', `${name}.stamp`);
  const now = fingerprint(root, inputs);
  if (existsSync(output) && existsSync(stamp) && readFileSync(stamp, 'utf8') === now) return 'up to date';
  rmSync(stamp, { force: true });
  const code = await build();
  if (code !== 0) throw new StepFailed(`Building the ${name} failed; what is printed above says why.`, code);
  mkdirSync(path.dirname(stamp), { recursive: true });
  writeFileSync(stamp, now);
  return 'done';
}

function run(root, settings) {
  return runChild(process.execPath, settings, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Changes when a file comes, goes or changes. Only sizes and times are read, so that it costs next to nothing. */
function fingerprint(root, inputs) {
  const hash = createHash('sha256').update(process.versions.node);
  for (const input of inputs) {
    for (const file of listFiles(path.join(root, input))) {
      const { size, mtimeMs } = statSync(file);
      hash.update(`${path.relative(root, file)}\0${size}\0${mtimeMs}\n`);
    }
  }
  return hash.digest('hex');
}

/** The file itself, or all files below the folder, sorted; none if there is no such thing. */
function listFiles(start) {
  const found = statSync(start, { throwIfNoEntry: false });
  if (found === undefined) return [];
  if (!found.isDirectory()) return [start];
  return readdirSync(start, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .toSorted();
}

/** Removes compiled files whose source is gone: a deleted migration must not run, a deleted module not be found. */
function removeOrphans(root) {
  for (const folder of ['src', 'migrations', 'scripts']) {
    for (const file of listFiles(path.join(root, 'dist', folder))) {
      const source = path.relative(path.join(root, 'dist'), file).replace(/\.js(\.map)?$/, '.ts');
      if (!existsSync(path.join(root, source))) rmSync(file);
    }
  }
}
