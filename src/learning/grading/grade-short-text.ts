import { allOrNothing, type Credit } from './credit';
import type { ItemAnswer, ItemKey } from './grading-types';

/** Characters that nobody sees and nobody means: soft hyphen, zero-width space, word joiner, byte order mark. */
const INVISIBLE = /[\u00AD\u200B\u2060\uFEFF]/gu;
const DASHES = /[\u2010-\u2015\u2212]/gu;
const SINGLE_QUOTES = /[\u2018-\u201B]/gu;
const DOUBLE_QUOTES = /[\u201C-\u201F\u00AB\u00BB]/gu;
const QUOTES = ['"', "'", '`'];
const CLOSING_MARK = /[.!?;,:]$/u;
const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u;

/**
 * A short text as it is compared. Answers and accepted texts go the same way:
 * 1. Unicode NFKC; invisible characters dropped; typographic quotes and dashes become the plain ones of a keyboard.
 * 2. White space at both ends dropped, inside collapsed to one space.
 * 3. One pair of quotes or backticks around the whole dropped, and one closing . ! ? ; , or : where a letter or digit
 *    remains before it. The mark may stand inside the quotes or after them.
 * 4. Unless upper and lower case differ: case folded, by upper and then lower case, so that Straße is STRASSE.
 */
export function normaliseShortText(text: string, caseSensitive: boolean): string {
  const plain = text
    .normalize('NFKC')
    .replace(INVISIBLE, '')
    .replace(DASHES, '-')
    .replace(SINGLE_QUOTES, "'")
    .replace(DOUBLE_QUOTES, '"')
    .replace(/\s+/gu, ' ')
    .trim();
  const ended = withoutClosingMark(plain);
  const bare = withoutQuotes(ended);
  const result = ended === plain ? withoutClosingMark(bare) : bare;
  return caseSensitive ? result : result.toUpperCase().toLowerCase().normalize('NFKC');
}

function withoutClosingMark(text: string): string {
  const rest = text.replace(CLOSING_MARK, '').trimEnd();
  return LETTER_OR_DIGIT.test(rest) ? rest : text;
}

function withoutQuotes(text: string): string {
  const quoted = QUOTES.includes(text[0]!) && text.endsWith(text[0]!);
  // A text of quotes alone is what is meant.
  return (quoted && text.slice(1, -1).trim()) || text;
}

/** SHORT_TEXT: the answer is one of the accepted texts, both normalised. Null when the key accepts none. */
export function gradeShortText(key: ItemKey, answer: ItemAnswer): Credit | null {
  const caseSensitive = key.caseSensitive ?? false;
  const accepted = (key.acceptedTexts ?? []).map((text) => normaliseShortText(text, caseSensitive)).filter(Boolean);
  if (accepted.length === 0) return null;
  return allOrNothing(accepted.includes(normaliseShortText(answer.text ?? '', caseSensitive)));
}
