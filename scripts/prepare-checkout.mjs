// Brings the checkout to the state that running and testing need: packages installed, everything built.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildApplication, buildPlayground } from './build-steps.mjs';
import { installClients, installPackages } from './install-packages.mjs';
import { lockCheckout } from './checkout-lock.mjs';
import { StepFailed } from './run-child.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Installs and builds, each only when needed. Ends the process with a message when that is not possible.
 * @param {object} [options]
 * @param {boolean} [options.alsoClients] installs the GraphQL clients too that only tests use
 * @param {boolean} [options.playground] builds the playground too; so it does when this is left out
 * @returns {Promise<string>} the path of the built main program
 */
export async function prepareCheckout({ alsoClients = false, playground = true } = {}) {
  requireNode(20, 19);
  try {
    const unlock = await lockCheckout(root, (text) => sayStep('waiting', text));
    try {
      await step('install', () => installPackages(root, (text) => sayStep('install', text)));
      if (alsoClients) await step('clients', () => installClients(root, (text) => sayStep('clients', text)));
      await step('build', () => buildAll([buildApplication, ...(playground ? [buildPlayground] : [])]));
    } finally {
      unlock();
    }
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error;
    process.stderr.write(`\n${error.message}\n`);
    process.exit(error.exitCode);
  }
  return path.join(root, 'dist', 'src', 'main.js');
}

async function buildAll(builds) {
  const results = await Promise.allSettled(builds.map((build) => build(root)));
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
  return results.some((result) => result.value === 'done') ? 'done' : 'up to date';
}

/** Runs a step and says what it came to and, when there was work, how long it took. */
async function step(name, work) {
  const since = performance.now();
  const result = await work();
  sayStep(name, result === 'done' ? `done, ${((performance.now() - since) / 1000).toFixed(1)} s` : result);
}

function sayStep(name, text) {
  process.stdout.write(`  ${name.padEnd(11)} ${text}\n`);
}

function requireNode(major, minor) {
  const [ownMajor, ownMinor] = process.versions.node.split('.').map(Number);
  if (ownMajor > major || (ownMajor === major && ownMinor >= minor)) return;
  process.stderr.write(
    `careergraph needs Node.js ${major}.${minor} or newer; this is ${process.versions.node} (${process.execPath}).\n` +
      'Install a newer one from https://nodejs.org and start again.\n',
  );
  process.exit(1);
}
