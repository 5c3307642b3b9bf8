import { accessSync, constants, existsSync, lstatSync, mkdirSync, readFileSync, readlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { runChild, StepFailed } from './run-child.mjs';

/**
 * Runs `npm ci` when node_modules is not what package-lock.json says.
 * @param {string} root the checkout
 * @param {(text: string) => void} say
 * @returns {Promise<'done' | 'up to date'>}
 */
export function installPackages(root, say) {
  return install(root, root, say);
}

/**
 * The same for the GraphQL clients that tests run: they have a package.json and a lock file of their own, so that the product
 * depends on none of them.
 * @param {string} root the checkout
 * @param {(text: string) => void} say
 * @returns {Promise<'done' | 'up to date'>}
 */
export function installClients(root, say) {
  return install(root, path.join(root, 'test', 'clients'), say);
}

async function install(root, folder, say) {
  if (isInstalled(folder)) return 'up to date';
  refuseLink(path.join(folder, 'node_modules'));
  say('npm ci (the first time takes a minute or so) …');
  // The build needs what NODE_ENV=production or npm's `omit` setting would leave out.
  const settings = [
    'ci',
    '--include=dev',
    '--include=optional',
    '--no-audit',
    '--no-fund',
    '--no-update-notifier',
    '--loglevel=error',
  ];
  const npm = process.env.npm_execpath;
  const [file, first] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []];
  const code = await runChild(file, [...first, ...settings], {
    cwd: folder,
    env: { ...process.env, ...ownCacheIfNeeded(root) },
    shell: file === 'npm' && process.platform === 'win32',
  });
  if (code !== 0) {
    throw new StepFailed(
      `The installation in ${folder} failed: npm ci ended with exit code ${code}; what it printed above says why.\n` +
        'It needs the npm registry (npm config get registry) and the right to write to this folder.',
      code,
    );
  }
  return 'done';
}

/**
 * Compares npm's own record of what it installed with package-lock.json. npm writes that record last, so an installation
 * that was cut off has none.
 */
function isInstalled(folder) {
  const record = path.join(folder, 'node_modules', '.package-lock.json');
  if (!existsSync(record)) return false;
  const installed = JSON.parse(readFileSync(record, 'utf8')).packages;
  const wanted = JSON.parse(readFileSync(path.join(folder, 'package-lock.json'), 'utf8')).packages;
  return Object.entries(wanted).every(
    ([name, entry]) =>
      name === '' || installed[name]?.version === entry.version || (!installed[name] && mayBeMissing(entry)),
  );
}

/** npm ci empties the folder first, through a link too: the packages of another checkout would be gone. */
function refuseLink(packages) {
  if (!lstatSync(packages, { throwIfNoEntry: false })?.isSymbolicLink()) return;
  throw new StepFailed(
    `${packages} is a link to ${readlinkSync(packages)}, and what is installed there is not what package-lock.json says here.\n` +
      'Nothing was installed, for that would change the packages of another checkout. Bring both to the same version, or\n' +
      'remove the link.',
  );
}

/** npm leaves out what is for other systems, and what only such packages need. */
function mayBeMissing({ optional, os: systems, cpu, libc }) {
  if (!optional) return false;
  const isForThisSystem =
    (systems || cpu) &&
    (systems ?? [process.platform]).includes(process.platform) &&
    (cpu ?? [process.arch]).includes(process.arch);
  return !isForThisSystem || libc !== undefined;
}

/** A user without a home folder that can be written to (such as `nobody`) gets a cache for npm in the checkout. */
function ownCacheIfNeeded(root) {
  const home = os.homedir();
  try {
    accessSync(home, constants.W_OK);
    return {};
  } catch {
    const cache = path.join(root, '.careergraph', 'npm-cache');
    mkdirSync(cache, { recursive: true });
    return { npm_config_cache: cache };
  }
}
