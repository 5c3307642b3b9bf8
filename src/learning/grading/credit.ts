/** The share of an item's points that an answer earns: `gained` of `of`, both whole, so that nothing is rounded early. */
export interface Credit {
  readonly gained: number;
  readonly of: number;
}

export const FULL: Credit = { gained: 1, of: 1 };
export const NONE: Credit = { gained: 0, of: 1 };

/** Full credit or none. */
export const allOrNothing = (right: boolean): Credit => (right ? FULL : NONE);

/**
 * A quotient of whole numbers, rounded half up to a whole number. Exact as long as 2 * dividend + divisor is a safe integer;
 * neither may be negative.
 */
export function divideHalfUp(dividend: number, divisor: number): number {
  return Math.floor((2 * dividend + divisor) / (2 * divisor));
}

/** The points of an item in whole hundredths: its whole points times the credit, rounded half up. */
export function hundredthsOf(credit: Credit, points: number): number {
  return divideHalfUp(points * 100 * credit.gained, credit.of);
}

/** A share in percent, rounded half up to one decimal. `whole` is more than 0. */
export function percentOf(part: number, whole: number): number {
  return divideHalfUp(part * 1000, whole) / 10;
}
