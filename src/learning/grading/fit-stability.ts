import { randomSheet, scoresOf, winnerOf } from './fit-sheet';
import type { FitTable } from './fit-table';
import type { SeededRandom } from './seeded-random';

/** What a sample of random answer sheets shows. */
export interface FitSample {
  /** By career: how many of the sheets it wins. */
  readonly wins: readonly number[];
  /** By question: of all pairs of a sheet and another answer to this question, how many there are and keep the winner. */
  readonly pairs: readonly { readonly kept: number; readonly of: number }[];
}

/** Draws whole answer sheets and changes each answer of each sheet to every other choice of its question. */
export function sampleFit(table: FitTable, random: SeededRandom, sheets: number): FitSample {
  const wins = table.careerIds.map(() => 0);
  const pairs = table.questions.map(() => ({ kept: 0, of: 0 }));
  for (let drawn = 0; drawn < sheets; drawn++) {
    const sheet = randomSheet(table, random);
    const scores = scoresOf(table, sheet);
    const winner = winnerOf(table, scores);
    if (winner >= 0) wins[winner]!++;
    table.questions.forEach(({ gains }, question) => {
      const chosen = gains[sheet[question]!];
      gains.forEach((other) => {
        if (!chosen || other === chosen) return;
        const changed = scores.map((score, career) => score - chosen[career]! + other[career]!);
        pairs[question]!.of++;
        if (winnerOf(table, changed) === winner) pairs[question]!.kept++;
      });
    });
  }
  return { wins, pairs };
}
