// Clones this checkout's last commit into a temporary folder, runs `npm start` there as a new user would, asks for
// the page of a career, and stops it again. Ends with exit code 1 when anything is not as it should be.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const checkout = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(path.join(os.tmpdir(), 'careergraph-clone-'));
// When root runs this, the embedded PostgreSQL runs as another user, who must be able to pass.
chmodSync(folder, 0o755);
const clone = path.join(folder, 'careergraph');
execFileSync('git', ['clone', '--quiet', '--no-hardlinks', checkout, clone]);

const env = { ...process.env, PORT: '0' };
for (const name of ['DATABASE_URL', 'DATA_FOLDER', 'CONTENT_FOLDER', 'LOAD_CONTENT', 'HOST']) delete env[name];
const app = spawn('npm', ['start'], { cwd: clone, env, stdio: ['ignore', 'pipe', 'inherit'] });
const ended = once(app, 'exit');
try {
  const url = await untilReady(10 * 60_000);
  const query = readFileSync(path.join(clone, 'schema', 'operations', 'LearnPage.graphql'), 'utf8');
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, operationName: 'LearnPage', variables: { slug: 'backend-engineer' } }),
  });
  const { data, errors } = await response.json();
  assert.equal(errors, undefined, `LearnPage answered with errors: ${JSON.stringify(errors)}`);
  assert.ok(data.career.title, 'LearnPage answered without a title');
  console.log(`LearnPage answers: ${data.career.title}`);

  app.kill('SIGTERM');
  const [code, signal] = await ended;
  assert.equal(signal ?? code, 0, 'npm start did not end cleanly after SIGTERM');
  console.log('Stopped cleanly.');
} catch (error) {
  console.error(error instanceof assert.AssertionError ? error.message : error);
  process.exitCode = 1;
} finally {
  if (app.exitCode === null && app.signalCode === null) {
    app.kill('SIGTERM');
    await ended;
  }
  rmSync(folder, { recursive: true, force: true });
}

/** Passes the output on and waits for the line with the address. Returns the address of the GraphQL endpoint. */
function untilReady(milliseconds) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('npm start was not ready in time')), milliseconds);
    let output = '';
    app.stdout.on('data', (chunk) => {
      process.stdout.write(chunk);
      output += chunk;
      const url = /^GraphQL: (\S+)$/m.exec(output)?.[1];
      if (url === undefined || !output.includes('Stop with')) return;
      clearTimeout(timer);
      resolve(url);
    });
    app.once('exit', (code) => reject(new Error(`npm start ended with exit code ${code}`)));
  });
}
