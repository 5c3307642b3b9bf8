import type { FitTable } from './fit-table';
import { type SeededRandom, wholeBelow } from './seeded-random';

/** A whole answer sheet: for each question of a table the number of its choice; -1 where a question has none. */
export type FitSheet = readonly number[];

/** A sheet of which every choice is as likely as the others of its question. */
export function randomSheet({ questions }: FitTable, random: SeededRandom): number[] {
  return questions.map(({ choices }) => (choices.length > 0 ? wholeBelow(choices.length, random) : -1));
}

/** The score of each career. */
export function scoresOf({ careerIds, questions }: FitTable, sheet: FitSheet): number[] {
  return careerIds.map((_, career) =>
    questions.reduce((sum, { gains }, question) => sum + (gains[sheet[question]!]?.[career] ?? 0), 0),
  );
}

/** The career that comes first: by the exact share of its range, then by id, as learners get it. -1 when there is none. */
export function winnerOf({ lowest, highest, careerIds }: FitTable, scores: readonly number[]): number {
  let best = careerIds.length > 0 ? 0 : -1;
  // Careers stand in the order of their ids, so of equals the first one wins.
  for (let career = 1; career < careerIds.length; career++) {
    const lead =
      (scores[career]! - lowest[career]!) * (highest[best]! - lowest[best]!) -
      (scores[best]! - lowest[best]!) * (highest[career]! - lowest[career]!);
    if (lead > 0) best = career;
  }
  return best;
}
