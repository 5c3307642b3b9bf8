import fc from 'fast-check';
import { normaliseShortText } from '../../../src/learning/grading/grade-short-text';
import { creditOf, paperItem } from './papers';

const item = paperItem({ kind: 'SHORT_TEXT' });
const isRight = (accepted: string, text: string, caseSensitive?: boolean) =>
  creditOf(item, { acceptedTexts: [accepted], caseSensitive }, { text }) === 1;

test.each(['', ' ', '\u200B', '.', '""', '""""'])('the empty answer %j is wrong, whatever is accepted', (text) => {
  expect(isRight('word', text)).toBe(false);
  expect(creditOf(item, { acceptedTexts: [' ', '\u200B'] }, { text })).toBeNull();
});

test('no answer and a key without texts: wrong, and not scored', () => {
  expect(creditOf(item, { acceptedTexts: ['word'] }, {})).toBe(0);
  expect(creditOf(item, {}, { text: 'word' })).toBeNull();
});

test.each([
  ['another word', 'cache', 'cash'],
  ['a part of it', 'write-ahead log', 'log'],
  ['more than it', 'log', 'write-ahead log'],
  ['spaces that divide it', 'database', 'data base'],
  ['a mark that closes it twice', 'cache', 'cache..'],
  ['a mark before it', 'cache', '.cache'],
  ['a quote on one side', 'cache', '"cache'],
  ['quotes of two kinds', 'cache', '"cache\''],
  ['an operator without one of its marks', '?.', '?'],
  ['an operator for another', '!', '.'],
  ['one of the marks of an operator', '?', '?.'],
])('%s is wrong', (_what, accepted, text) => {
  expect(isRight(accepted, text)).toBe(false);
});

test.each([
  ['full-width letters', 'GET 200', 'ＧＥＴ ２００'],
  ['ligatures', 'affinity', 'aﬃnity'],
  ['decomposed accents', 'résumé', 'résumé'],
  ['a no-break space and a tab', 'two phase commit', ' two\u00A0phase\tcommit\n'],
  ['a soft hyphen', 'idempotent', 'idem\u00ADpotent'],
  ['guillemets', 'cache', '«cache»'],
  ['quotes of German', 'cache', '„cache“'],
  ['backticks', 'git rebase', '`git rebase`'],
  ['a mark inside the quotes', 'cache', '“cache!”'],
  ['a mark after the quotes', 'cache', '‘cache’;'],
  ['a minus sign', '-1', '−1'],
  ['a final sigma', 'ΟΔΟΣ', 'οδος'],
  ['an accepted text with a closing mark', 'Yes!', 'yes'],
  ['an operator as it is', '...', '...'],
  ['a quoted operator', '+', '`+`'],
  ['a quote', '"', '"'],
  ['two quotes', '""', '""'],
  ['a mark that is the whole answer', '!', '!'],
  ['a full-width closing mark', 'cache', 'cache！'],
  ['a letter whose capital is written apart', 'ΐ', 'ΐ'.toUpperCase()],
])('%s: right', (_what, accepted, text) => {
  expect(isRight(accepted, text)).toBe(true);
});

test('letters that fold to the same differ where the key is case-sensitive', () => {
  expect(isRight('HashMap', 'hashmap', true)).toBe(false);
  expect(isRight('HashMap', '“HashMap”.', true)).toBe(true);
  expect(isRight('HashMap', 'hashmap', false)).toBe(true);
});

test('any accepted text is right as it is written, in other case, and between spaces', () => {
  const texts = fc.string({ unit: 'grapheme', minLength: 1 });
  fc.assert(
    fc.property(texts, texts, fc.boolean(), (accepted, other, caseSensitive) => {
      const key = { acceptedTexts: [other, accepted], caseSensitive };
      if (normaliseShortText(accepted, caseSensitive) === '') return;
      expect(creditOf(item, key, { text: accepted })).toBe(1);
      expect(creditOf(item, key, { text: `  ${accepted}\n` })).toBe(1);
      expect(creditOf(item, { ...key, caseSensitive: false }, { text: accepted.toUpperCase() })).toBe(1);
    }),
  );
});

test('a word is right in quotes and with a closing mark, and only words that are normalised the same are', () => {
  const words = fc.stringMatching(/^[a-z0-9][a-z0-9 ]{0,8}[a-z0-9]$/);
  const quotes = fc.constantFrom(['"', '"'], ["'", "'"], ['`', '`'], ['“', '”'], ['‘', '’'], ['«', '»'], ['', '']);
  fc.assert(
    fc.property(words, words, quotes, fc.constantFrom('.', '!', '?', ';', ',', ':', ''), (word, other, quote, mark) => {
      expect(isRight(word, `${quote[0]}${word}${mark}${quote[1]}`)).toBe(true);
      expect(isRight(word, `${quote[0]}${word}${quote[1]}${mark}`)).toBe(true);
      expect(isRight(word, other)).toBe(word.replace(/ +/g, ' ') === other.replace(/ +/g, ' '));
    }),
  );
});

test('an answer of the greatest length is read at once', () => {
  for (const text of [' '.repeat(10_000), '.'.repeat(10_000), '"'.repeat(10_000), ' .'.repeat(5000)]) {
    expect(isRight('word', text)).toBe(false);
  }
});
