import { hundredthsOf } from './credit';
import { gradeItem } from './grade-item';
import type { ItemAnswer, ItemKey, PaperItem } from './grading-types';

/** The key of one edition of a question. */
export interface KeyEdition {
  readonly editionId: string;
  /** Undefined for an edition without a key. */
  readonly key: ItemKey | undefined;
}

/** A key that corrects the one of the paper. */
export interface KeyCorrection extends KeyEdition {
  /** Whether it counts also where it gives less. */
  readonly mayLower: boolean;
}

/** What an answer earns by a key, in whole hundredths of a point; null where the key says nothing is right. */
export function hundredthsBy(item: PaperItem, key: ItemKey | undefined, answer: ItemAnswer = {}): number | null {
  const credit = gradeItem(item, key ?? {}, answer);
  return credit && hundredthsOf(credit, item.points);
}

/**
 * The key that an item of a scored paper is graded by. It begins with that of the paper; each correction, in the order in which
 * they were applied, takes its place where the answer earns more by it, and one that may lower also where it earns less. So the
 * same item, keys and answer always lead to the same key, whenever they are graded. Where both give the same, the earlier one
 * stays. An item that the paper's own key does not score stays unscored.
 */
export function chooseKey(
  item: PaperItem,
  own: KeyEdition,
  corrections: readonly KeyCorrection[],
  answer?: ItemAnswer,
): KeyEdition {
  let chosen = own;
  let points = hundredthsBy(item, own.key, answer);
  if (points === null) return own;
  for (const correction of corrections) {
    const other = hundredthsBy(item, correction.key, answer);
    if (other === null || (correction.mayLower ? other === points : other <= points)) continue;
    [chosen, points] = [correction, other];
  }
  return chosen;
}
