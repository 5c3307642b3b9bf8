import { Worker } from 'node:worker_threads';

/** Asks a small query again and again, as another client would: in a thread of its own, which what the test does can't hold up. */
export function startProbe(address: string): { stop(): Promise<{ answers: number; slowest: number }> } {
  const worker = new Worker(
    `const { parentPort } = require('node:worker_threads');
     let stopped = false, answers = 0, slowest = 0;
     parentPort.once('message', () => (stopped = true));
     (async () => {
       while (!stopped) {
         const start = performance.now();
         // How late the machine lets this thread be: not the server's doing.
         let late = 0, last = start;
         const watch = setInterval(() => { const now = performance.now(); late += Math.max(0, now - last - 40); last = now; }, 20);
         const response = await fetch(${JSON.stringify(`${address}/graphql`)}, {
           method: 'POST',
           headers: { 'content-type': 'application/json' },
           body: '{"query":"{ levels { slug } }"}',
         });
         const body = await response.json();
         clearInterval(watch);
         if (body.data && body.data.levels) answers += 1;
         slowest = Math.max(slowest, performance.now() - start - late);
         await new Promise((resolve) => setTimeout(resolve, 50));
       }
       parentPort.postMessage({ answers, slowest });
       parentPort.close();
     })();`,
    { eval: true },
  );
  const result = new Promise<{ answers: number; slowest: number }>((resolve, reject) => {
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
