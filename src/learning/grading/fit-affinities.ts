import { percentOf } from './credit';
import { isChoice } from './fit-choice';
import { compareStandings, makeFitTable } from './fit-table';
import type { Affinity, Contribution, ItemAnswer, ItemKey, PaperItem } from './grading-types';

/**
 * How well each career suits the answers, best first; of two that suit equally well (before rounding) the one with the lower
 * id. A career that no question speaks of is left out.
 */
export function fitAffinities(
  items: readonly PaperItem[],
  keys: Readonly<Record<string, ItemKey>>,
  answers: Readonly<Record<number, ItemAnswer>>,
): readonly Affinity[] {
  const { careerIds, questions, lowest, highest } = makeFitTable(items, keys);
  const given = questions.map(({ position, choices }) => {
    const answer = answers[position] ?? {};
    return choices.findIndex((choice) => isChoice(choice, answer));
  });
  return careerIds
    .map((careerId, career) => {
      const reasons = questions.flatMap(({ position, questionId, choices, gains }, index): Contribution[] => {
        const choice = choices[given[index]!];
        const contribution = gains[given[index]!]?.[career] ?? 0;
        return choice && contribution !== 0 ? [{ position, questionId, ...choice, contribution }] : [];
      });
      const score = reasons.reduce((sum, { contribution }) => sum + contribution, 0);
      const above = score - lowest[career]!;
      const range = highest[career]! - lowest[career]!;
      return {
        standing: { careerId, above, range },
        affinity: {
          careerId,
          score,
          lowest: lowest[career]!,
          highest: highest[career]!,
          percent: percentOf(above, range),
          reasons: reasons.toSorted(strongestFirst),
        },
      };
    })
    .toSorted((a, b) => compareStandings(a.standing, b.standing))
    .map(({ affinity }) => affinity);
}

/** The strongest first; of two equally strong the one that speaks for the career, then the earlier one. */
function strongestFirst(a: Contribution, b: Contribution): number {
  return (
    Math.abs(b.contribution) - Math.abs(a.contribution) || b.contribution - a.contribution || a.position - b.position
  );
}
