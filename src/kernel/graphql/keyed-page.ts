import { type Connection, connectionWith } from './connection';
import { decodeCursor, encodeCursor } from './cursor';
import { cutPage, type Page } from './page';

/**
 * One page of a list that is held in memory and ordered by a text key which stays with its entry. A cursor is that key, however
 * long the list is; entries that come or go between two pages make none of the others repeat or skip.
 * @param name what the list is a list of: a cursor of another one is refused
 * @param keyOf the key of an entry, unique in the list
 * @param descending whether the highest key comes first
 */
export function pageByKey<T extends object>(
  name: string,
  list: readonly T[],
  keyOf: (entry: T) => string,
  page: Page,
  descending = false,
): Connection<{ cursor: string; node: T }> {
  const placeOf = (argument: 'after' | 'before'): string | undefined => {
    const cursor = page[argument];
    return cursor === undefined ? undefined : String(decodeCursor(cursor, name, 1, argument)[0]);
  };
  const [after, before] = [placeOf('after'), placeOf('before')];
  const isBefore = (key: string, other: string): boolean => (descending ? key > other : key < other);
  const between = list
    .map((node) => ({ node, key: keyOf(node) }))
    .filter(
      ({ key }) => (after === undefined || isBefore(after, key)) && (before === undefined || isBefore(key, before)),
    )
    .toSorted((a, b) => (isBefore(a.key, b.key) ? -1 : 1));
  const read = page.backward ? between.toReversed() : between;
  const { rows, ...more } = cutPage(read.slice(0, page.limit + 1), page);
  const edges = rows.map(({ node, key }) => ({ node, cursor: encodeCursor(name, [key]) }));
  return connectionWith(edges, more, async () => list.length);
}
