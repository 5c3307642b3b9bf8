import fc from 'fast-check';
import { creditOf, optionIds, orderings, paperItem } from './papers';

const item = paperItem({ kind: 'ORDERING', optionIds: optionIds(4), scoring: 'PAIRS' });
const key = { order: ['B', 'A', 'D', 'C'] };

test.each([
  ['nothing', []],
  ['some options', ['B', 'A']],
  ['an option twice', ['B', 'A', 'D', 'D']],
  ['all options and one twice', ['B', 'A', 'D', 'C', 'C']],
  ['an option that is not of the question', ['B', 'A', 'D', 'Z']],
])('%s is no order and earns nothing', (_what, order) => {
  expect(creditOf(item, key, { optionIds: order })).toBe(0);
});

test('a question whose key does not order the options of the paper is not scored', () => {
  expect(creditOf(item, {}, { optionIds: key.order })).toBeNull();
  expect(creditOf(item, { order: ['B', 'A', 'D', 'Z'] }, { optionIds: key.order })).toBeNull();
  expect(creditOf({ ...item, optionIds: ['A'] }, { order: ['A'] }, { optionIds: ['A'] })).toBeNull();
});

test('an option of the key that is not on the paper leaves the order of the others', () => {
  expect(creditOf(item, { order: ['B', 'Z', 'A', 'D', 'C'] }, { optionIds: key.order })).toBe(1);
});

test('full credit is for the right order alone, by every rule', () => {
  fc.assert(
    fc.property(orderings, ({ item: question, key: right, answer }) => {
      const exact = answer.optionIds!.join() === right.order!.join();
      expect(creditOf(question, right, answer) === 1).toBe(exact);
      expect(creditOf(question, right, { optionIds: right.order })).toBe(1);
    }),
  );
});

test('PAIRS: the reverse of an order earns what the order does not', () => {
  fc.assert(
    fc.property(orderings, ({ item: question, key: right, answer }) => {
      const pairs = { ...question, scoring: 'PAIRS' as const };
      const reverse = { optionIds: answer.optionIds!.toReversed() };
      expect(creditOf(pairs, right, answer)! + creditOf(pairs, right, reverse)!).toBeCloseTo(1, 12);
    }),
  );
});

test('PAIRS: to swap two neighbours that stand wrongly gives one pair more', () => {
  fc.assert(
    fc.property(orderings, fc.nat(), ({ item: question, key: right, answer }, where) => {
      const pairs = { ...question, scoring: 'PAIRS' as const };
      const order = [...answer.optionIds!];
      const at = where % (order.length - 1);
      const step = right.order!.indexOf(order[at]!) > right.order!.indexOf(order[at + 1]!) ? 1 : -1;
      [order[at], order[at + 1]] = [order[at + 1]!, order[at]!];
      const all = (order.length * (order.length - 1)) / 2;
      const gained = creditOf(pairs, right, { optionIds: order })! - creditOf(pairs, right, answer)!;
      expect(gained * all).toBeCloseTo(step, 9);
    }),
  );
});

test('the order in which the content lists the options plays no part', () => {
  fc.assert(
    fc.property(orderings, ({ item: question, key: right, answer }) => {
      const turned = { ...question, optionIds: question.optionIds.toReversed() };
      expect(creditOf(turned, right, answer)).toBe(creditOf(question, right, answer));
    }),
  );
});
