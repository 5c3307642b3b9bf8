import { allOrNothing, type Credit, NONE } from './credit';
import type { ItemAnswer, ItemKey, PaperItem } from './grading-types';

/**
 * How far two numbers may differ, relative to the larger, and still count as the same: 2^-50, four to eight times the error
 * of one binary fraction. 0.1 and 0.2 add up to 0.30000000000000004, which must count as 0.3, and a limit such as
 * 0.3 + 0.1 must include 0.4; yet whole numbers up to 10^15 that differ by one are told apart.
 */
const SAME_NUMBER = 2 ** -50;

/** A unit as it is compared: Unicode NFKC (so that Ω is Ω and m² is m2), no spaces around; upper and lower case differ. */
const unitName = (unit: string): string => unit.normalize('NFKC').trim();

/** What a number in this unit is multiplied by to be in the unit of the question; null when the unit is not known. */
function factorOf({ unit, otherUnits }: PaperItem, answerUnit: string | undefined): number | null {
  const name = unitName(answerUnit ?? '');
  if (name === '' || (unit !== null && name === unitName(unit))) return 1;
  return otherUnits.find((other) => unitName(other.unit) === name)?.factor ?? null;
}

/**
 * NUMERIC: the number, in the unit of the question, lies no further from the key's than the tolerance, limits included.
 * The tolerance is absolute or a percentage of the key's number; without either the numbers must be the same.
 * Null when the key has no number.
 */
export function gradeNumeric(item: PaperItem, key: ItemKey, answer: ItemAnswer): Credit | null {
  const right = key.number;
  if (right === undefined) return null;
  const factor = factorOf(item, answer.unit);
  if (answer.number === undefined || factor === null) return NONE;
  const given = answer.number * factor;
  // Infinite or not a number, given or after the factor: never right, whatever the tolerance.
  if (!Number.isFinite(given)) return NONE;
  const tolerance = Math.max(key.tolerance ?? 0, (Math.abs(right) * (key.tolerancePercent ?? 0)) / 100);
  const error = Math.max(Math.abs(given), Math.abs(right)) * SAME_NUMBER;
  return allOrNothing(Math.abs(given - right) <= tolerance + error);
}
