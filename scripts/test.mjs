// npm test: installs and builds what is missing or out of date, then runs Jest with the arguments given
// (npm test -- test/content). The last line is a plain count: "N passed, N failed, N skipped".
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { prepareCheckout } from './prepare-checkout.mjs';
import { runChild } from './run-child.mjs';

await prepareCheckout({ alsoClients: true });

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(path.join(os.tmpdir(), 'careergraph-test-'));
const results = path.join(folder, 'results.json');
const jest = path.join(root, 'node_modules', 'jest', 'bin', 'jest.js');
const settings = [jest, '--json', `--outputFile=${results}`, ...process.argv.slice(2)];
try {
  process.exitCode = await runChild(process.execPath, settings, { cwd: root });
  if (existsSync(results)) process.stdout.write(`${summary(JSON.parse(readFileSync(results, 'utf8')))}\n`);
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = error.exitCode ?? 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** The count in one line (a test file that could not even be loaded counts as one failed test), or the list of --listTests. */
function summary(result) {
  if (Array.isArray(result)) return result.join('\n');
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, numRuntimeErrorTestSuites } = result;
  const failed = numFailedTests + numRuntimeErrorTestSuites;
  return `${numPassedTests} passed, ${failed} failed, ${numPendingTests + numTodoTests} skipped`;
}
