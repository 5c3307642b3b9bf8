import { sortedByChance } from './option-order';

/** A question that may be drawn. */
export interface Candidate {
  readonly id: string;
  readonly skillId: string;
  readonly difficulty: string | null;
  /** How often this learner had it on a paper. */
  readonly seen: number;
  /** How often it was drawn for anybody. */
  readonly exposure: number;
}

/** So many questions of one skill, of one difficulty or of any. */
export interface DrawnEntry {
  readonly skill: string;
  readonly difficulty?: string | null;
  readonly count: number;
}

/**
 * Draws the questions of a paper. Fixed ones come first, in their order, then those of each entry of the blueprint.
 *
 * An entry takes, of the questions that fit and are not on the paper yet, those that the learner has seen least often, of
 * these those drawn least often for anybody, of these the first by the SHA-256 of `<seed>/<question id>`; and it asks them in
 * the order of that hash. Entries that name a difficulty choose before those that take any, which have more to choose from.
 * @returns the ids of the questions in the order of the paper; null when an entry can't be filled
 */
export function drawPaper(
  seed: string,
  fixed: readonly string[],
  blueprint: readonly DrawnEntry[],
  candidates: readonly Candidate[],
): { readonly questionIds: string[]; readonly drawnIds: string[] } | null {
  const taken = new Set(fixed);
  const byChance = sortedByChance(candidates, ({ id }) => `${seed}/${id}`);
  const drawn = new Map<DrawnEntry, string[]>();
  for (const entry of blueprint.toSorted((a, b) => Number(a.difficulty == null) - Number(b.difficulty == null))) {
    const fitting = byChance.filter(
      ({ id, skillId, difficulty }) =>
        skillId === entry.skill && (entry.difficulty == null || difficulty === entry.difficulty) && !taken.has(id),
    );
    if (fitting.length < entry.count) return null;
    // A stable sort: among equals the order of chance stays.
    const chosen = new Set(
      fitting
        .toSorted((a, b) => a.seen - b.seen || a.exposure - b.exposure)
        .slice(0, entry.count)
        .map(({ id }) => id),
    );
    chosen.forEach((id) => taken.add(id));
    drawn.set(
      entry,
      fitting.filter(({ id }) => chosen.has(id)).map(({ id }) => id),
    );
  }
  const drawnIds = blueprint.flatMap((entry) => drawn.get(entry)!);
  return { questionIds: [...fixed, ...drawnIds], drawnIds };
}
