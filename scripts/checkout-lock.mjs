import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StepFailed } from './run-child.mjs';

/**
 * Lets one process at a time install and build in a checkout; the others wait. The lock of a process that is gone
 * doesn't count.
 * @param {string} root the checkout
 * @param {(text: string) => void} say told once when there is something to wait for
 * @returns {Promise<() => void>} gives the lock back
 */
export async function lockCheckout(root, say) {
  const folder = path.join(root, '.careergraph');
  const file = path.join(folder, 'setup.lock');
  const own = path.join(folder, `setup.lock.${process.pid}`);
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(own, String(process.pid));
  } catch (error) {
    throw new StepFailed(`This checkout can't be written to: ${error.message}\nStart as the user that it belongs to.`);
  }
  try {
    let told = false;
    // A link appears complete or not at all, and never replaces another one's lock.
    while (!link(own, file)) {
      const holder = read(file);
      if (holder === null) continue;
      if (!isAlive(Number(holder))) {
        removeStale(file, holder);
        continue;
      }
      if (!told) say(`process ${holder} installs or builds here at the moment …`);
      told = true;
      await sleep(100);
    }
  } finally {
    rmSync(own, { force: true });
  }
  const unlock = () => {
    process.off('exit', unlock);
    if (read(file) === String(process.pid)) rmSync(file, { force: true });
  };
  process.on('exit', unlock);
  return unlock;
}

function link(from, to) {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Removes the lock that was judged, and no other: one that came between is put back. */
function removeStale(file, judged) {
  const aside = `${file}.stale.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if (error.code === 'ENOENT') return;
    throw error;
  }
  if (read(aside) !== judged) link(aside, file);
  rmSync(aside, { force: true });
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}

/** True while the process runs; an empty or broken lock names none. */
function isAlive(pid) {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
