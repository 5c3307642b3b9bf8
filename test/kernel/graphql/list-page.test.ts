import fc from 'fast-check';
import { encodeCursor } from '../../../src/kernel/graphql/cursor';
import { pageOfList } from '../../../src/kernel/graphql/list-page';

const identity = (entry: string): string => entry;
const names = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,3}$/), { maxLength: 40 });

interface Step {
  readonly list: readonly string[];
  readonly size: number;
}

/** Pages through a list that may be another one at each step, to its end; the last list and size repeat. */
function walk(steps: readonly [Step, ...Step[]], backward: boolean): string[][] {
  const pages: string[][] = [];
  let cursor: string | undefined;
  for (let step = 0; step < 200; step += 1) {
    const { list, size } = steps[Math.min(step, steps.length - 1)]!;
    const place = backward ? { before: cursor } : { after: cursor };
    const { entries, hasNextPage, hasPreviousPage } = pageOfList('letters', list, identity, {
      limit: size,
      backward,
      ...place,
    });
    pages.push(entries.map(({ entry }) => entry));
    const more = backward ? hasPreviousPage : hasNextPage;
    const end = backward ? entries[0] : entries.at(-1);
    if (!more || !end) return pages;
    cursor = end.cursor();
  }
  throw new Error('The walk does not end');
}

test.each([
  ['another list', encodeCursor('list/numbers', ['a', 'b'])],
  ['nothing', 'nonsense'],
])('a cursor of %s is refused', (_what, after) => {
  expect(() => pageOfList('letters', ['a'], identity, { limit: 1, backward: false, after })).toThrow(
    expect.objectContaining({ extensions: expect.objectContaining({ code: 'BAD_USER_INPUT' }) }),
  );
});

test('a walk with any sizes of pages, forward or backward, meets every entry once, in order', () => {
  fc.assert(
    fc.property(
      names,
      fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
      fc.boolean(),
      (list, sizes, backward) => {
        const pages = walk(sizes.map((size) => ({ list, size })) as unknown as [Step], backward);
        expect((backward ? pages.toReversed() : pages).flat()).toEqual(list);
      },
    ),
  );
});

test('what stays in the list is neither repeated nor skipped, whatever is added and removed between two pages', () => {
  // The entries in play, each with whether it is there at each of the steps; what is there always must be met once.
  const presence = fc.uniqueArray(
    fc.tuple(fc.stringMatching(/^[a-z]{1,3}$/), fc.infiniteStream(fc.boolean()), fc.boolean()),
    {
      maxLength: 30,
      selector: ([name]) => name,
    },
  );
  fc.assert(
    fc.property(
      presence,
      fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 30 }),
      fc.boolean(),
      (entries, sizes, backward) => {
        const steps = sizes.map((size) => ({
          size,
          list: entries.filter(([, stream, always]) => always || stream.next().value).map(([name]) => name),
        }));
        const pages = walk(steps as unknown as [Step, ...Step[]], backward);
        const met = (backward ? pages.toReversed() : pages).flat();
        const staying = entries.filter(([, , always]) => always).map(([name]) => name);
        expect(met.filter((name) => staying.includes(name))).toEqual(staying);
        expect(new Set(met).size).toBe(met.length);
      },
    ),
    { numRuns: 300 },
  );
});

test('between two cursors lies what is between them, counted from the asked end', () => {
  const list = ['a', 'b', 'c', 'd', 'e', 'f'];
  const cursors = new Map(
    pageOfList('letters', list, identity, { limit: 6, backward: false }).entries.map(({ entry, cursor }) => [
      entry,
      cursor(),
    ]),
  );
  const between = (limit: number, backward: boolean, after: string, before: string) => {
    const page = pageOfList('letters', list, identity, {
      limit,
      backward,
      after: cursors.get(after),
      before: cursors.get(before),
    });
    return { ...page, entries: page.entries.map(({ entry }) => entry).join('') };
  };
  expect(between(2, false, 'a', 'f')).toEqual({ entries: 'bc', hasNextPage: true, hasPreviousPage: true });
  expect(between(2, true, 'a', 'f')).toEqual({ entries: 'de', hasNextPage: true, hasPreviousPage: true });
  expect(between(9, false, 'd', 'b')).toMatchObject({ entries: '', hasNextPage: false });
});

test('the cursor of an entry in a list of 200 is short enough to be read again', () => {
  const list = Array.from({ length: 200 }, (_, index) => `a1b2c3d4-0000-5000-8000-${String(index).padStart(12, '0')}`);
  const after = pageOfList('letters', list, identity, { limit: 1, backward: true }).entries[0]!.cursor();
  const rest = list.slice(0, 199).concat('new');
  expect(
    pageOfList('letters', rest, identity, { limit: 5, backward: false, after }).entries.map(({ entry }) => entry),
  ).toEqual(['new']);
});
