/** A level as the model needs it. */
export interface LadderLevel {
  name: string;
  /** Its place on the ladder, from 1 without gaps: see ladderRanks. */
  rank: number;
}

/**
 * The places of levels on the ladder: 1, 2, 3 …, whatever numbers the editors gave them (10, 20, 30 are a ladder, too).
 * Levels of the same rank share a place.
 */
export function ladderRanks(levels: readonly { id: string; rank: number }[]): Map<string, number> {
  const ranks = [...new Set(levels.map(({ rank }) => rank))].toSorted((a, b) => a - b);
  return new Map(levels.map(({ id, rank }) => [id, ranks.indexOf(rank) + 1]));
}
