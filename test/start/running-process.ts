import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';

/** A process under test and what it has printed so far, stdout and stderr together. */
export interface RunningProcess {
  readonly child: ChildProcess;
  readonly output: () => string;
  /** Resolves with the match as soon as the output matches; rejects when the process ends before. */
  until(pattern: RegExp): Promise<RegExpExecArray>;
  /** Resolves with the exit code, or the name of the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
}

export function run(file: string, settings: string[], options: SpawnOptions = {}): RunningProcess {
  const child = spawn(file, settings, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = once(child, 'close').then(([code, signal]) => (signal ?? code) as number | NodeJS.Signals);

  const until = (pattern: RegExp): Promise<RegExpExecArray> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const match = pattern.exec(output);
        if (match === null) return;
        for (const stream of [child.stdout, child.stderr]) stream?.off('data', look);
        child.off('close', giveUp);
        resolve(match);
      };
      const giveUp = (): void => {
        look();
        reject(new Error(`The process ended before it printed ${pattern}:\n${output}`));
      };
      for (const stream of [child.stdout, child.stderr]) stream?.on('data', look);
      child.once('close', giveUp);
      look();
    });
  return { child, output: () => output, until, ended };
}

/** The environment of this process without careergraph's settings, and with those given. */
export function cleanEnvironment(settings: Record<string, string>, names: readonly string[]): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { ...process.env, ...settings };
  for (const name of [...names, 'npm_lifecycle_event']) if (!(name in settings)) delete env[name];
  return env;
}
