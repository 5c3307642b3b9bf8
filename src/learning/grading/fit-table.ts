import { type FitChoice, fitChoices, fitContribution } from './fit-choice';
import type { ItemKey, PaperItem } from './grading-types';

/** A question of a fit test: what each way to answer it adds to the score of each career. */
export interface FitQuestion {
  readonly position: number;
  readonly questionId: string;
  readonly choices: readonly FitChoice[];
  /** By choice, then by career in the order of the table. */
  readonly gains: readonly (readonly number[])[];
}

/** A fit test as numbers. Lists of careers run in the order of `careerIds`. */
export interface FitTable {
  readonly careerIds: readonly string[];
  /** In the order of the items. */
  readonly questions: readonly FitQuestion[];
  readonly lowest: readonly number[];
  readonly highest: readonly number[];
}

/**
 * The table of a fit test: the careers that some answer speaks for or against, by id, with the lowest and highest score that
 * the questions can give. Leaving a question out adds 0, so 0 is always between the two.
 */
export function makeFitTable(items: readonly PaperItem[], keys: Readonly<Record<string, ItemKey>>): FitTable {
  const named = new Set(items.flatMap(({ questionId }) => (keys[questionId]?.affinities ?? []).map((a) => a.career)));
  const careers = [...named].toSorted();
  const questions = items.map((item) => questionOf(item, keys[item.questionId] ?? {}, careers));
  const extreme = (pick: typeof Math.min) =>
    careers.map((_, career) =>
      questions.reduce((sum, { gains }) => sum + pick(0, ...gains.map((gain) => gain[career]!)), 0),
    );
  const table = { careerIds: careers, questions, lowest: extreme(Math.min), highest: extreme(Math.max) };
  return withoutSilentCareers(table);
}

function questionOf(item: PaperItem, key: ItemKey, careers: readonly string[]): FitQuestion {
  const choices = fitChoices(item);
  return {
    position: item.position,
    questionId: item.questionId,
    choices,
    gains: choices.map((choice) => careers.map((career) => fitContribution(item, key, choice, career))),
  };
}

/** A career whose score can only be 0 is one that no question speaks of. */
function withoutSilentCareers({ careerIds, questions, lowest, highest }: FitTable): FitTable {
  const speaks = careerIds.map((_, career) => lowest[career]! < highest[career]!);
  const keep = <Value>(values: readonly Value[]) => values.filter((_, career) => speaks[career]);
  return {
    careerIds: keep(careerIds),
    questions: questions.map((question) => ({ ...question, gains: question.gains.map(keep) })),
    lowest: keep(lowest),
    highest: keep(highest),
  };
}

/** How a career stands: its place between its lowest and highest score, as a fraction of whole numbers. */
export interface FitStanding {
  readonly careerId: string;
  readonly above: number;
  readonly range: number;
}

/** Sorts careers best first: by the exact share of their range, then by id. */
export function compareStandings(a: FitStanding, b: FitStanding): number {
  return b.above * a.range - a.above * b.range || (a.careerId < b.careerId ? -1 : Number(a.careerId > b.careerId));
}
