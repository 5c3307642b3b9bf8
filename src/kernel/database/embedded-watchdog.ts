import { spawn } from 'node:child_process';
import path from 'node:path';
import type { Writable } from 'node:stream';
import { checkoutFolder } from '../../checkout-folder';

export interface Watchdog {
  /** Tells it which server to stop when this process is gone. */
  readonly watch: (pid: number) => void;
  /** Ends the watch; the server must be stopped by then. */
  readonly dismiss: () => void;
}

/**
 * Starts a small process that holds a pipe to this one. When this one ends in whatever way (kill -9 too), the pipe closes,
 * and the watchdog stops PostgreSQL.
 * @param data the cluster (PGDATA) of the server to watch
 */
export function startWatchdog(data: string): Watchdog {
  const script = path.join(checkoutFolder, 'scripts', 'embedded-watchdog.mjs');
  const child = spawn(process.execPath, [script, data], {
    cwd: path.parse(script).root,
    env: {},
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
    windowsHide: true,
  });
  const pipe: Writable = child.stdin;
  // Without a watchdog everything works but the clean-up after a kill, which the next start does too.
  child.on('error', () => undefined);
  pipe.on('error', () => undefined);
  child.unref();
  (pipe as Writable & { unref?: () => void }).unref?.();
  return {
    watch: (pid) => void pipe.write(`${pid}\n`),
    dismiss: () => void pipe.end(),
  };
}
