// Stops the embedded PostgreSQL when the process that started it is gone, even by kill -9.
// Usage: node embedded-watchdog.mjs <cluster folder>; ids of server processes arrive on stdin, one a line. The end of
// stdin means that the other process has ended.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const postmasterFile = path.join(process.argv[2], 'postmaster.pid');

// A signal meant for the other process (to a whole terminal, or at the end of a session) must not end the watch.
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => undefined);

let received = '';
for await (const chunk of process.stdin) received += chunk;
const watched = received.trim().split('\n').pop();

/** The server still runs: PostgreSQL's own record names the process that was watched. A later start has another one. */
function isRunning() {
  try {
    if (readFileSync(postmasterFile, 'utf8').split('\n')[0] !== watched) return false;
    process.kill(Number(watched), 0);
    return true;
  } catch {
    return false;
  }
}

/** Sends a signal and waits up to 30 seconds for the server to go. */
async function stop(signal) {
  if (!isRunning()) return;
  process.kill(Number(watched), signal);
  for (let tries = 0; tries < 600 && isRunning(); tries++) await sleep(50);
}

await stop('SIGINT');
await stop('SIGQUIT');
