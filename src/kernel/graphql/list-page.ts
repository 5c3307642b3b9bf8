import { type CursorValues, decodeCursor, encodeCursor } from './cursor';
import { cutPage, type Page } from './page';

/**
 * One page of a list that is held in memory: an owned list of a document, bounded by its content class.
 *
 * A cursor names the entry itself, and its position only as a fall-back: entries that were added or removed between two
 * pages neither repeat nor skip one.
 */
export function pageOfList<T>(list: readonly T[], keyOf: (entry: T) => string, page: Page) {
  const positions = new Map(list.map((entry, position) => [keyOf(entry), position]));
  const place = (argument: 'after' | 'before'): number | undefined => {
    const cursor = page[argument];
    if (cursor === undefined) return undefined;
    const [key, position] = decodeCursor(cursor, LIST_ORDER, 2, argument) as CursorValues;
    const known = positions.get(String(key));
    if (known !== undefined) return known;
    // The entry is gone: what followed it has moved up into its place.
    return argument === 'after' ? Number(position) - 1 : Number(position);
  };
  const from = (place('after') ?? -1) + 1;
  const to = place('before') ?? list.length;
  const window = list.slice(Math.max(0, from), Math.max(0, to));
  const read = page.backward ? window.toReversed() : window;
  const { rows, ...more } = cutPage(read.slice(0, page.limit + 1), page);
  return {
    entries: rows.map((entry) => ({
      entry,
      cursor: encodeCursor(LIST_ORDER, [keyOf(entry), positions.get(keyOf(entry))!]),
    })),
    ...more,
  };
}

const LIST_ORDER = 'list';
