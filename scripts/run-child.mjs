import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/** A step of the preparation failed; the message says what to do, the exit code is for this process. */
export class StepFailed extends Error {
  constructor(message, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/**
 * Runs a program to its end. A signal that arrives meanwhile ends the program too.
 * @param {string} file
 * @param {string[]} settings
 * @param {import('node:child_process').SpawnOptions} options where output goes to a pipe, it is shown on failure only
 * @returns {Promise<number>} its exit code, 128 + the signal's number when a signal ended it
 * @throws {StepFailed} when this process was asked to stop meanwhile
 */
export function runChild(file, settings, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, settings, { stdio: 'inherit', windowsHide: true, ...options });
    const output = [];
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => output.push(chunk));
    let stoppedBy = null;
    const stop = (signal) => {
      stoppedBy = signal;
      child.kill(signal);
    };
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, stop);
    const settle = (end) => {
      for (const signal of signals) process.off(signal, stop);
      end();
    };
    child.on('error', (error) => settle(() => reject(new StepFailed(`${file} could not be run: ${error.message}`))));
    child.on('close', (code, signal) =>
      settle(() => {
        if (stoppedBy !== null) return reject(new StepFailed('Stopped.', 128 + constants.signals[stoppedBy]));
        if (code !== 0) process.stderr.write(Buffer.concat(output));
        resolve(code ?? 128 + constants.signals[signal]);
      }),
    );
  });
}
