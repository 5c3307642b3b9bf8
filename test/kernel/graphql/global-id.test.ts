import fc from 'fast-check';
import { parseGlobalId, requireGlobalId, toGlobalId } from '../../../src/kernel/graphql/global-id';

const key = 'a1b2c3d4-0000-5000-8000-000000000000';

test.each([
  ['an empty text', ''],
  ['a slug', 'backend-engineer'],
  ['a database key', key],
  ['an id with a space before it', ` ${toGlobalId('Career', key)}`],
  ['an id with padding', Buffer.from(`Career:${key}`).toString('base64url') + '='],
  ['an id in plain base64', Buffer.from('Career:???>').toString('base64')],
  ['no type', toGlobalId('', key)],
  ['no key', toGlobalId('Career', '')],
  ['no colon', Buffer.from('Career').toString('base64url')],
  ['a key with a space', toGlobalId('Career', 'a b')],
  ['a key with a NUL', toGlobalId('Career', 'a\u0000')],
  ['a type that is no name', toGlobalId('1Career', key)],
  ['more than 400 characters', toGlobalId('Career', 'a'.repeat(400))],
])('%s is no id', (_what, id) => {
  expect(parseGlobalId(id)).toBeUndefined();
  expect(() => requireGlobalId(id, '/ids/3')).toThrow(
    expect.objectContaining({
      extensions: { code: 'BAD_USER_INPUT', problems: [expect.objectContaining({ pointer: '/ids/3', rule: 'id' })] },
    }),
  );
});

test('an id gives back its type and key, and no two names share one', () => {
  const type = fc.stringMatching(/^[A-Za-z][A-Za-z0-9]{0,30}$/);
  const anyKey = fc.stringMatching(/^[\x21-\x7e]{1,100}$/);
  fc.assert(
    fc.property(type, anyKey, type, anyKey, (a, b, c, d) => {
      expect(requireGlobalId(toGlobalId(a, b), '/id')).toEqual({ type: a, key: b });
      expect(toGlobalId(a, b) === toGlobalId(c, d)).toBe(a === c && b === d);
    }),
  );
});

test('whatever is read as an id is written the same way again', () => {
  fc.assert(
    fc.property(fc.oneof(fc.base64String(), fc.string({ unit: 'binary' })), (text) => {
      const parsed = parseGlobalId(text);
      if (parsed) expect(toGlobalId(parsed.type, parsed.key)).toBe(text);
    }),
  );
});

test('an id is safe in a URL', () => {
  expect(toGlobalId('Career', '>>>???~~~')).toMatch(/^[A-Za-z0-9_-]+$/);
});
