import fc from 'fast-check';
import { type CursorValues, decodeCursor, encodeCursor } from '../../../src/kernel/graphql/cursor';

const storable = fc
  .string({ unit: 'grapheme', maxLength: 200 })
  .filter((text) => !text.includes('\u0000') && text.isWellFormed());
const values: fc.Arbitrary<CursorValues> = fc.array(fc.oneof(storable, fc.integer(), fc.constant(null)), {
  minLength: 1,
  maxLength: 3,
});

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value), 'utf8').toString('base64url');
const refusal = { extensions: { code: 'BAD_USER_INPUT', problems: [{ pointer: '/after', rule: 'cursor' }] } };

function refused(cursor: string, order = 'careers', length = 2): unknown {
  try {
    return decodeCursor(cursor, order, length, 'after');
  } catch (error) {
    return error;
  }
}

test.each([
  ['an empty text', ''],
  ['no base64', '%%%'],
  ['no JSON', Buffer.from('{').toString('base64url')],
  ['an object', encode({ 0: 'careers', length: 3 })],
  ['a number', encode(3)],
  ['null', encode(null)],
  ['another order', encodeCursor('skills', ['a', 1])],
  ['too few values', encodeCursor('careers', ['a'])],
  ['too many values', encodeCursor('careers', ['a', 1, 2])],
  ['a nested value', encode(['careers', 'a', ['b']])],
  ['a truth value', encode(['careers', 'a', true])],
  ['a NUL', encode(['careers', 'a\u0000', 1])],
  ['half of a surrogate pair', encode(['careers', 'a\ud800', 1])],
  ['more than 4,000 characters', encodeCursor('careers', ['a'.repeat(4_000), 1])],
])('a cursor that is %s is refused at its argument', (_what, cursor) => {
  expect(refused(cursor)).toMatchObject(refusal);
});

test('a cursor gives back the values that it was made of, for its own order only', () => {
  fc.assert(
    fc.property(values, (given) => {
      expect(decodeCursor(encodeCursor('careers', given), 'careers', given.length, 'before')).toEqual(given);
      expect(refused(encodeCursor('careers/DESC', given), 'careers/ASC', given.length)).toMatchObject(refusal);
    }),
  );
});

test('no text at all makes the reading of a cursor fail in another way than by a refusal', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(refused(text)).toMatchObject(refusal);
    }),
  );
});
