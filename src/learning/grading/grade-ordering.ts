import { allOrNothing, type Credit, NONE } from './credit';
import type { ItemAnswer, ItemKey, PaperItem } from './grading-types';

const isArrangement = (order: readonly string[], optionIds: readonly string[]): boolean =>
  order.length === optionIds.length && optionIds.every((id) => order.includes(id));

/**
 * ORDERING, by the scoring rule of the item. An answer counts only when it has every option once. Null when the key does not
 * order all options of the paper, or when there is nothing to order.
 */
export function gradeOrdering(item: PaperItem, key: ItemKey, answer: ItemAnswer): Credit | null {
  const { optionIds, scoring } = item;
  const right = (key.order ?? []).filter((id) => optionIds.includes(id));
  if (right.length < 2 || !isArrangement(right, optionIds)) return null;
  const given = answer.optionIds ?? [];
  if (!isArrangement(given, optionIds)) return NONE;
  const places = given.map((id) => right.indexOf(id));
  const inPlace = places.filter((place, index) => place === index).length;
  if (scoring === 'EACH_POSITION') return { gained: inPlace, of: places.length };
  return scoring === 'PAIRS' ? pairsInOrder(places) : allOrNothing(inPlace === places.length);
}

/** How many of all pairs stand in the right order. */
function pairsInOrder(places: readonly number[]): Credit {
  const gained = places.reduce(
    (sum, place, index) => sum + places.slice(index + 1).filter((later) => later > place).length,
    0,
  );
  return { gained, of: (places.length * (places.length - 1)) / 2 };
}
