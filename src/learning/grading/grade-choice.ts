import { allOrNothing, type Credit, NONE } from './credit';
import type { ItemAnswer, ItemKey, PaperItem } from './grading-types';

/** The options chosen, each once; null when none is or when one is not of the question. */
function chosenOptions({ optionIds }: PaperItem, answer: ItemAnswer): ReadonlySet<string> | null {
  const chosen = new Set(answer.optionIds);
  return chosen.size > 0 && [...chosen].every((id) => optionIds.includes(id)) ? chosen : null;
}

/** The right options that are on the paper; null when there is none, so nothing can be right. */
function rightOptions({ optionIds }: PaperItem, key: ItemKey): ReadonlySet<string> | null {
  const right = new Set(key.correctOptions?.filter((id) => optionIds.includes(id)));
  return right.size > 0 ? right : null;
}

/** SINGLE_CHOICE: one option is chosen and it is right. Null when the key names no right option. */
export function gradeSingleChoice(item: PaperItem, key: ItemKey, answer: ItemAnswer): Credit | null {
  const right = rightOptions(item, key);
  if (!right) return null;
  const chosen = chosenOptions(item, answer);
  return allOrNothing(chosen?.size === 1 && right.has([...chosen][0]!));
}

/**
 * MULTIPLE_CHOICE, by the scoring rule of the item. Null when the key names no right option.
 * Whatever the rule, a choice without any right option earns nothing: so leaving all open never pays, and a right option
 * more never lowers the credit, nor does a wrong one more ever raise it.
 */
export function gradeMultipleChoice(item: PaperItem, key: ItemKey, answer: ItemAnswer): Credit | null {
  const right = rightOptions(item, key);
  if (!right) return null;
  const chosen = chosenOptions(item, answer);
  const rightChosen = [...right].filter((id) => chosen?.has(id)).length;
  if (!chosen || rightChosen === 0) return NONE;
  const wrongChosen = chosen.size - rightChosen;
  if (item.scoring === 'RIGHT_MINUS_WRONG') return { gained: Math.max(0, rightChosen - wrongChosen), of: right.size };
  if (item.scoring === 'EACH_OPTION') {
    const rightlyLeft = item.optionIds.length - right.size - wrongChosen;
    return { gained: rightChosen + rightlyLeft, of: item.optionIds.length };
  }
  return allOrNothing(rightChosen === right.size && wrongChosen === 0);
}
