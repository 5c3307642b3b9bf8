import { createHash } from 'node:crypto';
import { decodeCursor, encodeCursor } from './cursor';
import { cutPage, type Page } from './page';

/**
 * One page of a list that is held in memory: an owned list of a document, bounded by its content class.
 *
 * A cursor names its entry and, by short marks, all that stand before it. When the entry is gone, its place is behind
 * the nearest of those that is still there. So entries that were added or removed between two pages make none repeat
 * and none skip, as long as what stays keeps its order.
 * @param name what the list is a list of: a cursor of another one is refused
 * @param keyOf what names an entry, unique in the list
 * @returns the page's entries, each with a function that makes its cursor
 */
export function pageOfList<T>(name: string, list: readonly T[], keyOf: (entry: T) => string, page: Page) {
  const order = `list/${name}`;
  const keys = list.map(keyOf);
  const positions = new Map(keys.map((key, position) => [key, position]));

  /** How many entries stand before the cursor's entry, and how many up to its end. */
  const placeOf = (argument: 'after' | 'before'): { start: number; end: number } | undefined => {
    const cursor = page[argument];
    if (cursor === undefined) return undefined;
    const [key, trail] = decodeCursor(cursor, order, 2, argument);
    const known = positions.get(String(key));
    if (known !== undefined) return { start: known, end: known + 1 };
    const marked = new Map(keys.map((each, position) => [markOf(each), position]));
    const marks = String(trail).match(MARKS) ?? [];
    const nearest = marks.findLast((mark) => marked.has(mark));
    const end = nearest === undefined ? 0 : marked.get(nearest)! + 1;
    return { start: end, end };
  };
  const from = placeOf('after')?.end ?? 0;
  const to = placeOf('before')?.start ?? list.length;
  const window = keys.slice(from, to).map((_, index) => from + index);
  const read = page.backward ? window.toReversed() : window;
  const { rows, ...more } = cutPage(read.slice(0, page.limit + 1), page);
  const cursorAt = (position: number): string =>
    encodeCursor(order, [keys[position]!, keys.slice(0, position).map(markOf).join('')]);
  return { entries: rows.map((position) => ({ entry: list[position]!, cursor: () => cursorAt(position) })), ...more };
}

const MARK_LENGTH = 5;
const MARKS = new RegExp(`.{${MARK_LENGTH}}`, 'g');

/** 30 bits that stand for a key: a list of 200 entries stays far below the longest cursor. */
const markOf = (key: string): string => createHash('sha1').update(key).digest('base64url').slice(0, MARK_LENGTH);
