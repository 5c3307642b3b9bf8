import { Worker } from 'node:worker_threads';

/** Asks a small query again and again, as another client would: in a thread of its own, which what the test does can't hold up. */
export function startProbe(address: string): { stop(): Promise<{ answered: number; refused: number }> } {
  const worker = new Worker(
    `const { parentPort } = require('node:worker_threads');
     let stopped = false, answered = 0, refused = 0;
     parentPort.once('message', () => (stopped = true));
     (async () => {
       while (!stopped) {
         const response = await fetch(${JSON.stringify(`${address}/graphql`)}, {
           method: 'POST',
           headers: { 'content-type': 'application/json' },
           body: '{"query":"{ levels { slug } }"}',
         });
         const { data } = await response.json();
         if (data && data.levels.length >= 3) answered += 1;
         else refused += 1;
         await new Promise((resolve) => setTimeout(resolve, 100));
       }
       parentPort.postMessage({ answered, refused });
       parentPort.close();
     })();`,
    { eval: true },
  );
  const result = new Promise<{ answered: number; refused: number }>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  return {
    stop: () => {
      worker.postMessage('stop');
      return result;
    },
  };
}
