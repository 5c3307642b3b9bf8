import type { Problem } from '../../kernel/errors/problem';

/** Most characters of what is said of one criterion. */
export const MAX_EVIDENCE_LENGTH = 10_000;
/** Most characters of what a reviewer says. */
export const MAX_COMMENT_LENGTH = 2_000;
const MAX_URL_LENGTH = 2_000;

/** Whether a text has more characters than it may. UTF-16 has at most two units a character, so most texts need not be counted. */
const isLonger = (text: string, max: number): boolean =>
  text.length > 2 * max || (text.length > max && [...text].length > max);

/**
 * Reads a text of a person: null for one that says nothing.
 * @param max characters
 * @param problems gets what is wrong with it
 */
export function readText(
  text: string | null | undefined,
  max: number,
  pointer: string,
  problems: Problem[],
): string | null {
  if (text == null) return null;
  if (isLonger(text, max)) {
    const message = `${max.toLocaleString('en')} characters at most: shorten it.`;
    problems.push({ pointer, rule: 'length', message });
    return null;
  }
  if (text.includes('\u0000') || !text.isWellFormed()) {
    const message = 'This text holds a NUL or half of a surrogate pair: remove it.';
    problems.push({ pointer, rule: 'text', message });
    return null;
  }
  return text.trim() === '' ? null : text;
}

/** What no address holds that a person copied from a browser, and what browsers read in different ways. */
const NOT_IN_A_URL = /[\s\\\p{Cc}\p{Cs}]/u;

/** Checks the address of a repository: one that a reviewer's browser opens, and that gives no password away. */
export function checkRepositoryUrl(url: string, pointer: string, problems: Problem[]): void {
  const add = (rule: string, message: string) => problems.push({ pointer, rule, message });
  if (isLonger(url, MAX_URL_LENGTH)) {
    add('length', `An address has ${MAX_URL_LENGTH.toLocaleString('en')} characters at most.`);
  } else if (!/^https?:\/\/[^/]/i.test(url) || NOT_IN_A_URL.test(url) || !URL.canParse(url)) {
    add('url', 'This is not a web address: pass one that begins with https:// or http://.');
  } else if (/^[^/]*\/\/[^/?#]*@/.test(url)) {
    add('credentials', 'The address holds a name or password before the @: reviewers read it, so leave them out.');
  }
}
