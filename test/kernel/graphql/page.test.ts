import fc from 'fast-check';
import { cutPage, DEFAULT_PAGE_SIZE, requirePage } from '../../../src/kernel/graphql/page';

const refusal = (pointer: string, rule: string) =>
  expect.objectContaining({
    extensions: { code: 'BAD_USER_INPUT', problems: [expect.objectContaining({ pointer, rule })] },
  });

test.each([
  [{ first: -1 }, '/first', 'range'],
  [{ last: -1 }, '/last', 'range'],
  [{ first: 101 }, '/first', 'range'],
  [{ last: 101 }, '/last', 'range'],
  [{ first: 2_147_483_647 }, '/first', 'range'],
  [{ first: 1, last: 1 }, '/last', 'exclusive'],
  [{ first: 0, last: 0 }, '/last', 'exclusive'],
])('%j is refused at %s', (args, pointer, rule) => {
  expect(() => requirePage(args, 100)).toThrow(refusal(pointer, rule));
});

test.each([
  [{}, { limit: DEFAULT_PAGE_SIZE, backward: false }],
  [
    { first: null, last: null, after: null, before: null },
    { limit: DEFAULT_PAGE_SIZE, backward: false },
  ],
  [{ first: 0 }, { limit: 0, backward: false }],
  [{ last: 0 }, { limit: 0, backward: true }],
  [{ first: 100 }, { limit: 100, backward: false }],
  [
    { first: 3, last: null, after: 'a', before: 'b' },
    { limit: 3, backward: false, after: 'a', before: 'b' },
  ],
  [
    { last: 3, before: 'b' },
    { limit: 3, backward: true, before: 'b' },
  ],
])('%j asks for the page %j', (args, page) => {
  expect(requirePage(args, 100)).toEqual(page);
});

test('without first and last, a server with a small limit gives a page of that size', () => {
  expect(requirePage({}, 5).limit).toBe(5);
});

test('the row read beyond the limit only tells that there is more', () => {
  fc.assert(
    fc.property(fc.nat(20), fc.nat(10), fc.boolean(), (length, limit, backward) => {
      const list = Array.from({ length }, (_, index) => index);
      const read = (backward ? list.toReversed() : list).slice(0, limit + 1);
      const { rows, hasNextPage, hasPreviousPage } = cutPage(read, { limit, backward });
      expect(rows).toEqual(backward ? list.slice(Math.max(0, length - limit)) : list.slice(0, limit));
      expect({ hasNextPage, hasPreviousPage }).toEqual({
        hasNextPage: !backward && length > limit,
        hasPreviousPage: backward && length > limit,
      });
    }),
  );
});
