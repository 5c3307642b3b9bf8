import fc from 'fast-check';
import { pageByKey } from '../../../src/kernel/graphql/keyed-page';

const listOf = (keys: readonly string[]) => keys.map((key) => ({ key }));
const page = (keys: readonly string[], args: object, descending = false) =>
  pageByKey('things', listOf(keys), ({ key }) => key, { limit: 2, backward: false, ...args }, descending);
const keysOf = ({ edges }: ReturnType<typeof page>) => edges.map(({ node }) => node.key);

test('a cursor of another list, and one that is none, are refused', () => {
  const { edges } = pageByKey('others', listOf(['a']), ({ key }) => key, { limit: 1, backward: false });
  for (const after of [edges[0]!.cursor, 'rubbish']) expect(() => page(['a'], { after })).toThrow('not a cursor');
});

test('a page is in the order of the keys, whatever the order of the list, and counts all of them', async () => {
  const first = page(['c', 'a', 'b'], {});
  expect(keysOf(first)).toEqual(['a', 'b']);
  expect(first.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
  expect(await first.totalCount()).toBe(3);
  expect(keysOf(page(['c', 'a', 'b'], {}, true))).toEqual(['c', 'b']);
  expect(keysOf(page(['c', 'a', 'b'], { backward: true }))).toEqual(['b', 'c']);
  expect(page([], {}).pageInfo).toMatchObject({ startCursor: null, hasNextPage: false });
});

test('entries that come and go between two pages make none of the others repeat or skip', () => {
  const first = page(['a', 'b', 'd'], {});
  expect(keysOf(page(['a', 'c', 'd'], { after: first.pageInfo.endCursor! }))).toEqual(['c', 'd']);
});

test('all pages together are the list, in both directions', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.string()),
      fc.integer({ min: 1, max: 5 }),
      fc.boolean(),
      fc.boolean(),
      (keys, limit, descending, backward) => {
        const storable = keys.filter((key) => key.isWellFormed() && !key.includes('\u0000'));
        const read: string[] = [];
        for (let from: object = {}; ;) {
          const each = page(storable, { limit, backward, ...from }, descending);
          if (backward) read.unshift(...keysOf(each));
          else read.push(...keysOf(each));
          if (!(backward ? each.pageInfo.hasPreviousPage : each.pageInfo.hasNextPage)) break;
          from = backward ? { before: each.pageInfo.startCursor } : { after: each.pageInfo.endCursor };
        }
        const sorted = storable.toSorted((a, b) => (a < b ? -1 : 1));
        expect(read).toEqual(descending ? sorted.toReversed() : sorted);
      },
    ),
  );
});
