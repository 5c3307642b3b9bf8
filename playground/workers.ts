import type {} from 'monaco-editor';

// The editor does its parsing, validation and completion in web workers. The build gives their files hashed names
// and writes these names to the page, so that this bundle needs no knowledge of them.

const workerNames = ['editor', 'json', 'graphql'] as const;
type WorkerName = (typeof workerNames)[number];

/** Tells the editor how to start its workers. Call it before any editor is created. */
export function setUpWorkers(): void {
  self.MonacoEnvironment = {
    getWorker(_moduleId: string, label: string): Worker {
      const name = workerNames.find((candidate) => candidate === label) ?? 'editor';
      return new Worker(workerAddress(name), { type: 'module', name: `${name} worker` });
    },
  };
}

function workerAddress(name: WorkerName): string {
  const link = document.querySelector<HTMLLinkElement>(`link[data-worker="${name}"]`);
  if (link === null) throw new Error(`The page names no file for the ${name} worker: build the playground again.`);
  return link.href;
}
