import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, lstatSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { canEnter, type Account } from './embedded-account';
import { EmbeddedServerError } from './embedded-error';

/*
 * A place outside the checkout, for when PostgreSQL's account can't enter the checkout (only root gets here).
 * The data folder remembers it in the file `location`; the place remembers the data folder in `origin`. So a restart finds
 * its data, a moved checkout takes its data along, and neither a new clone at the same path nor a copy of a checkout
 * ever opens a database that is not its own.
 */

/** The place that this data folder uses already, or null. */
export function knownOutsideFolder(folder: string): string | null {
  const location = path.join(folder, 'location');
  if (!existsSync(location)) return null;
  const outside = readFileSync(location, 'utf8').trim();
  const originFile = path.join(outside, 'origin');
  if (!existsSync(originFile)) return null;
  assertOwnFolder(outside);
  const origin = readFileSync(originFile, 'utf8').trim();
  const here = realpathSync(folder);
  if (origin === here) return outside;
  if (existsSync(origin)) return null;
  writeFileSync(originFile, `${here}\n`);
  return outside;
}

/** Makes a place for this data folder's data and remembers it on both sides. */
export function createOutsideFolder(folder: string, account: Account): string {
  const here = realpathSync(folder);
  const hash = createHash('sha256').update(here).digest('hex').slice(0, 12);
  const outside = path.join(outsideParent(account), `${hash}-${randomBytes(3).toString('hex')}`);
  createOwnFolder(outside);
  writeFileSync(path.join(outside, 'origin'), `${here}\n`);
  writeFileSync(path.join(folder, 'location'), `${outside}\n`);
  return outside;
}

/** The folder for everything that all checkouts of this machine keep outside: their data, and shared programs. */
export function outsideParent(account: Account): string {
  for (const base of ['/var/lib', os.tmpdir(), '/tmp']) {
    const parent = path.join(base, 'careergraph');
    try {
      createOwnFolder(parent);
      if (canEnter(account, parent)) return parent;
    } catch (error) {
      if (error instanceof EmbeddedServerError || base === '/tmp') throw error;
      // A read-only or missing folder: the next one may do.
    }
  }
  throw new EmbeddedServerError(
    `${account.name} (PostgreSQL runs as this user) can enter neither the checkout nor /var/lib nor /tmp.\n` +
      'Move the checkout, or use a server of your own: DATABASE_URL=postgres://… npm start',
  );
}

function createOwnFolder(folder: string): void {
  mkdirSync(folder, { recursive: true });
  assertOwnFolder(folder);
  chmodSync(folder, 0o755);
}

/** In a folder that all may write to (/tmp), somebody else may have made ours first: such a folder is not trusted. */
function assertOwnFolder(folder: string): void {
  const found = lstatSync(folder);
  if (!found.isDirectory() || found.uid !== process.getuid?.()) {
    throw new EmbeddedServerError(
      `${folder} should belong to root and does not. Remove it, or move the checkout to a folder that all users may enter.`,
    );
  }
}
