import { allOrNothing, type Credit } from './credit';
import type { ItemAnswer, ItemKey } from './grading-types';

/** YES_NO: the answer is the key's. Null when the key has none, so nothing is right or wrong. */
export function gradeYesNo(key: ItemKey, answer: ItemAnswer): Credit | null {
  return key.yes === undefined ? null : allOrNothing(answer.yes === key.yes);
}
