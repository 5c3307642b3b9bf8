import DataLoader from 'dataloader';
import type { BatchWaves } from './batch-waves';

/**
 * The loader makers. Each takes one function that answers many keys with one statement; results are re-keyed by the key
 * that they name, never by their position.
 */

/** PostgreSQL is asked for at most this many keys in one statement: more than the widest page leads to. */
const MAX_KEYS = 10_000;

/** One value a key, null where there is none. */
export function oneByKey<Value>(
  waves: BatchWaves,
  read: (keys: readonly string[]) => Promise<ReadonlyMap<string, Value>>,
): DataLoader<string, Value | null> {
  return new DataLoader(
    async (keys) => {
      const found = await read(keys);
      return keys.map((key) => found.get(key) ?? null);
    },
    { maxBatchSize: MAX_KEYS, batchScheduleFn: waves.schedule },
  );
}

/** Many values a key, in the order that they were read. */
export function manyByKey<Value>(
  waves: BatchWaves,
  read: (keys: readonly string[]) => Promise<readonly (readonly [string, Value])[]>,
): DataLoader<string, Value[]> {
  return new DataLoader(
    async (keys) => {
      const found = new Map<string, Value[]>(keys.map((key) => [key, []]));
      for (const [key, value] of await read(keys)) found.get(key)?.push(value);
      return keys.map((key) => found.get(key)!);
    },
    { maxBatchSize: MAX_KEYS, batchScheduleFn: waves.schedule },
  );
}

/** How many there are for each key, 0 where there is none. */
export function countByKey(
  waves: BatchWaves,
  read: (keys: readonly string[]) => Promise<ReadonlyMap<string, number>>,
): DataLoader<string, number> {
  return new DataLoader(
    async (keys) => {
      const found = await read(keys);
      return keys.map((key) => found.get(key) ?? 0);
    },
    { maxBatchSize: MAX_KEYS, batchScheduleFn: waves.schedule },
  );
}

/** Loaders that are made when first asked for, one for each name. */
export class LoaderSet {
  private readonly loaders = new Map<string, unknown>();

  get<Loader>(name: string, make: () => Loader): Loader {
    let loader = this.loaders.get(name) as Loader | undefined;
    if (loader === undefined) this.loaders.set(name, (loader = make()));
    return loader;
  }
}
