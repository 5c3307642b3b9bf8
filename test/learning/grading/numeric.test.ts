import fc from 'fast-check';
import { creditOf, numerics, paperItem } from './papers';

const plain = paperItem({ kind: 'NUMERIC' });
const bytes = paperItem({
  kind: 'NUMERIC',
  unit: 'MB',
  otherUnits: [
    { unit: 'GB', factor: 1000 },
    { unit: 'kB', factor: 0.001 },
    { unit: 'm²', factor: 2 },
  ],
});

test.each([
  ['no number', {}],
  ['not a number', { number: Number.NaN }],
  ['infinity', { number: Number.POSITIVE_INFINITY }],
  ['minus infinity', { number: Number.NEGATIVE_INFINITY }],
  ['a number that becomes infinite in the unit of the question', { number: 1e308, unit: 'GB' }],
])('%s is wrong, however wide the tolerance', (_what, answer) => {
  expect(creditOf(bytes, { number: 0, tolerance: 1e15 }, answer)).toBe(0);
});

test('a unit that the question does not know is wrong, and so is one in other letters', () => {
  expect(creditOf(bytes, { number: 5 }, { number: 5, unit: 'TB' })).toBe(0);
  expect(creditOf(bytes, { number: 5 }, { number: 5, unit: 'mb' })).toBe(0);
  expect(creditOf(plain, { number: 5 }, { number: 5, unit: 'MB' })).toBe(0);
});

test('a question without a number in its key is not scored', () => {
  expect(creditOf(plain, {}, { number: 5 })).toBeNull();
});

test('a unit is understood with spaces around it and in other code points', () => {
  expect(creditOf(bytes, { number: 5 }, { number: 5, unit: ' MB ' })).toBe(1);
  expect(creditOf(bytes, { number: 5 }, { number: 5, unit: '' })).toBe(1);
  expect(creditOf(bytes, { number: 5 }, { number: 5000, unit: 'kB' })).toBe(1);
  expect(creditOf(bytes, { number: 5 }, { number: 2.5, unit: 'm2' })).toBe(1);
});

test('0 is the same with either sign, and a percentage of 0 tolerates nothing', () => {
  expect(creditOf(plain, { number: 0 }, { number: -0 })).toBe(1);
  expect(creditOf(plain, { number: 0, tolerancePercent: 50 }, { number: 1e-9 })).toBe(0);
});

test('a percentage is of the size of a negative number', () => {
  expect(creditOf(plain, { number: -200, tolerancePercent: 5 }, { number: -210 })).toBe(1);
  expect(creditOf(plain, { number: -200, tolerancePercent: 5 }, { number: -210.1 })).toBe(0);
});

test('large whole numbers that differ by one differ', () => {
  expect(creditOf(plain, { number: 1_099_511_627_776 }, { number: 1_099_511_627_775 })).toBe(0);
  fc.assert(
    fc.property(fc.integer({ min: -1e15, max: 1e15 }), fc.constantFrom(-1, 1), (number, step) => {
      expect(creditOf(plain, { number }, { number: number + step })).toBe(0);
      expect(creditOf(plain, { number }, { number })).toBe(1);
    }),
  );
});

/** A decimal of up to six places: as its digits, and as the number that a reader of JSON makes of it. */
const decimals = (digits: number) =>
  fc
    .tuple(fc.integer({ min: -(10 ** digits), max: 10 ** digits }), fc.integer({ min: 0, max: 6 }))
    .map(([value, places]) => ({ exact: BigInt(value) * 10n ** BigInt(6 - places), number: value / 10 ** places }));

test('decimals are right exactly within the limits, as if reckoned with digits', () => {
  fc.assert(
    fc.property(
      decimals(7),
      decimals(4).map(({ exact, number }) => ({ exact: exact < 0n ? -exact : exact, number: Math.abs(number) })),
      fc.constantFrom(-1n, 0n, 1n),
      fc.boolean(),
      (right, tolerance, beyond, above) => {
        // An answer at the limit, or one millionth inside or outside of it.
        const off = tolerance.exact + beyond < 0n ? 0n : tolerance.exact + beyond;
        const given = above ? right.exact + off : right.exact - off;
        const key = { number: right.number, tolerance: tolerance.number };
        expect(creditOf(plain, key, { number: Number(given) / 1e6 })).toBe(off <= tolerance.exact ? 1 : 0);
      },
    ),
    { numRuns: 1000 },
  );
});

test('sums of decimals count as the decimal that they stand for', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10_000 }), fc.integer({ min: 0, max: 10_000 }), (a, b) => {
      expect(creditOf(plain, { number: (a + b) / 100 }, { number: a / 100 + b / 100 })).toBe(1);
    }),
  );
});

test('percentages and units keep their limits', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100_000 }), fc.integer({ min: 1, max: 100 }), (value, percent) => {
      const key = { number: value / 100, tolerancePercent: percent };
      const limit = (value * (100 + percent)) / 10_000;
      expect(creditOf(bytes, key, { number: limit })).toBe(1);
      expect(creditOf(bytes, key, { number: limit / 1000, unit: 'GB' })).toBe(1);
      expect(creditOf(bytes, key, { number: limit * 1000, unit: 'kB' })).toBe(1);
      expect(creditOf(bytes, key, { number: limit + 1e-6 })).toBe(0);
    }),
  );
});

test('the number of the key is right whatever it is, and any other within the tolerance alone', () => {
  fc.assert(
    fc.property(numerics, ({ item, key }) => {
      expect(creditOf(item, key, { number: key.number! })).toBe(1);
      expect(creditOf(item, key, { number: key.number! * 1.001 + 1 })).toBe(key.number! * 0.001 + 1 === 0 ? 1 : 0);
    }),
  );
});
