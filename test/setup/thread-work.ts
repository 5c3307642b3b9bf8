import { createHook } from 'node:async_hooks';

/**
 * Counts the pieces of work that native add-ons hand to Node's threads while `work` runs. Ours has one add-on that does
 * so, argon2: each hash and each comparison is one piece. (Node's own work has names, that of add-ons has none.)
 */
export async function addOnWork(work: () => Promise<unknown>): Promise<number> {
  let pieces = 0;
  const hook = createHook({
    init: (_id, type) => {
      if (type === 'undefined') pieces += 1;
    },
  }).enable();
  try {
    await work();
  } finally {
    hook.disable();
  }
  return pieces;
}
