import fc from 'fast-check';
import { BatchWaves } from '../../src/kernel/loading/batch-waves';
import { countByKey, LoaderSet, manyByKey, oneByKey } from '../../src/kernel/loading/loaders';

const keys = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,4}$/), { minLength: 1, maxLength: 20 });

test('each key gets its own value, however the database orders its rows and whichever keys it does not know', async () => {
  await fc.assert(
    fc.asyncProperty(keys, fc.infiniteStream(fc.nat()), fc.func(fc.boolean()), async (wanted, order, known) => {
      const shuffled = (list: readonly string[]) =>
        list
          .filter((key) => known(key))
          .map((key) => [order.next().value as number, key] as const)
          .toSorted(([a], [b]) => a - b)
          .map(([, key]) => key);
      const waves = new BatchWaves();
      const one = oneByKey(waves, async (list) => new Map(shuffled(list).map((key) => [key, `value of ${key}`])));
      const many = manyByKey(waves, async (list) =>
        [...shuffled(list), ...shuffled(list)].map((key) => [key, `value of ${key}`] as const),
      );
      const count = countByKey(waves, async (list) => new Map(shuffled(list).map((key) => [key, key.length])));
      // Asked for twice, and in two orders.
      for (const list of [wanted, wanted.toReversed()]) {
        const expected = list.map((key) => (known(key) ? `value of ${key}` : null));
        expect(await Promise.all(list.map((key) => one.load(key)))).toEqual(expected);
        expect(await Promise.all(list.map((key) => many.load(key)))).toEqual(
          expected.map((value) => (value ? [value, value] : [])),
        );
        expect(await Promise.all(list.map((key) => count.load(key)))).toEqual(
          list.map((key) => (known(key) ? key.length : 0)),
        );
      }
    }),
    { numRuns: 30 },
  );
});

test('a read that fails fails for its own keys only, and later keys are read again', async () => {
  const waves = new BatchWaves();
  let broken = true;
  const loader = oneByKey(waves, (list) =>
    waves.run(async () => {
      if (broken) throw new Error('The database is gone');
      return new Map(list.map((key) => [key, key]));
    }),
  );
  const other = oneByKey(waves, async (list) => new Map(list.map((key) => [key, key])));
  const [failed, fine] = await Promise.allSettled([loader.load('a'), other.load('b')]);
  expect([failed?.status, fine]).toEqual(['rejected', { status: 'fulfilled', value: 'b' }]);
  broken = false;
  await expect(loader.load('c')).resolves.toBe('c');
});

test('what is asked for while statements are under way goes out together, whichever of them answers first', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.integer({ min: 1, max: 5 }), async (scheduler, parents) => {
      const waves = new BatchWaves();
      const batches: (readonly string[])[] = [];
      const children = oneByKey(waves, async (list) => {
        batches.push(list);
        return new Map(list.map((key) => [key, key]));
      });
      const parent = (name: string) =>
        waves.run(() => scheduler.schedule(Promise.resolve(name))).then((found) => children.load(`child of ${found}`));
      const all = Promise.all(Array.from({ length: parents }, (_, index) => parent(`parent ${index}`)));
      // One statement answers at a time, with a turn of the event loop in between, as from a database.
      while (scheduler.count() > 0) {
        await scheduler.waitOne();
        await new Promise((resolve) => setImmediate(resolve));
      }
      await all;
      expect(batches.map((batch) => batch.toSorted())).toEqual([
        Array.from({ length: parents }, (_, index) => `child of parent ${index}`),
      ]);
    }),
  );
});

test('a loader is made once for each name', () => {
  const set = new LoaderSet();
  const first = set.get('a', () => ({ name: 'a' }));
  expect(set.get('a', () => ({ name: 'another' }))).toBe(first);
  expect(set.get('b', () => ({ name: 'b' }))).toEqual({ name: 'b' });
});
