import { type FitSheet, randomSheet } from './fit-sheet';
import type { FitTable } from './fit-table';
import type { SeededRandom } from './seeded-random';

/** An answer sheet with which a career comes first, ahead of every other one; or that there is none; or neither found. */
export type WinSearch =
  | { readonly outcome: 'WINS'; readonly sheet: FitSheet; /** In points of percent. */ readonly margin: number }
  | { readonly outcome: 'NEVER_WINS' }
  | { readonly outcome: 'NOT_FOUND' };

export interface WinSearchLimits {
  /** How many random sheets the local search starts from, after the greedy one. */
  readonly restarts: number;
  /** How many steps the exhaustive search may take. */
  readonly steps: number;
}

/**
 * A career against its rivals. A lead is whole: the career's share of its range minus the rival's, times both ranges; the
 * career is ahead where it is above 0.
 */
interface Race {
  /** What each rival's lead is divided by to be in points of percent. */
  readonly scale: readonly number[];
  /** The leads before any answer, by rival. */
  readonly start: readonly number[];
  /** By question, choice, rival: what the choice adds to the lead. */
  readonly steps: readonly (readonly (readonly number[])[])[];
}

/**
 * Looks for an answer sheet with which a career wins. First a greedy sheet and seeded random ones, each improved answer by
 * answer, until one wins. When none does, all sheets are gone through but those that can't win any more whatever comes: a
 * proof when that ends within its limit of steps.
 */
export function findWin(table: FitTable, career: number, random: SeededRandom, limits: WinSearchLimits): WinSearch {
  const race = makeRace(table, career);
  for (let start = 0; start <= limits.restarts; start++) {
    const found = climb(race, start === 0 ? greedySheet(race) : randomSheet(table, random));
    if (isAhead(leadsOf(race, found.sheet))) return { outcome: 'WINS', ...found };
  }
  return searchAll(race, limits.steps);
}

function makeRace({ careerIds, questions, lowest, highest }: FitTable, career: number): Race {
  const range = careerIds.map((_, index) => highest[index]! - lowest[index]!);
  const rivals = careerIds.map((_, index) => index).filter((index) => index !== career);
  const lead = (own: number, others: number, rival: number) => own * range[rival]! - others * range[career]!;
  return {
    scale: rivals.map((rival) => (range[career]! * range[rival]!) / 100),
    start: rivals.map((rival) => lead(-lowest[career]!, -lowest[rival]!, rival)),
    steps: questions.map(({ gains }) =>
      gains.map((gain) => rivals.map((rival) => lead(gain[career]!, gain[rival]!, rival))),
    ),
  };
}

const isAhead = (leads: readonly number[]): boolean => leads.every((lead) => lead > 0);

function leadsOf({ start, steps }: Race, sheet: FitSheet): number[] {
  return start.map((lead, rival) =>
    steps.reduce((sum, choices, question) => sum + (choices[sheet[question]!]?.[rival] ?? 0), lead),
  );
}

/** The lead over the rival that comes closest, in points of percent; 100 without rivals. */
function marginOf({ scale }: Race, leads: readonly number[]): number {
  return leads.reduce((least, lead, rival) => Math.min(least, lead / scale[rival]!), 100);
}

/** For each question the choice that helps most against all rivals together. */
function greedySheet({ scale, steps }: Race): number[] {
  return steps.map((choices) => {
    const help = choices.map((choice) => choice.reduce((sum, lead, rival) => sum + lead / scale[rival]!, 0));
    return help.indexOf(Math.max(...help));
  });
}

/** Changes one answer after the other to the one with the greatest margin until none makes it greater. */
function climb(race: Race, from: FitSheet): { sheet: FitSheet; margin: number } {
  const sheet = [...from];
  let leads = leadsOf(race, sheet);
  let margin = marginOf(race, leads);
  for (let improved = true; improved;) {
    improved = false;
    race.steps.forEach((choices, question) => {
      const current = choices[sheet[question]!];
      choices.forEach((choice, number) => {
        const changed = leadsOfChange(leads, current, choice);
        const found = marginOf(race, changed);
        if (found > margin) [sheet[question], margin, improved] = [number, found, true];
      });
      if (choices[sheet[question]!] !== current) leads = leadsOfChange(leads, current, choices[sheet[question]!]!);
    });
  }
  return { sheet, margin };
}

function leadsOfChange(leads: readonly number[], from: readonly number[] | undefined, to: readonly number[]): number[] {
  return leads.map((lead, rival) => lead - (from?.[rival] ?? 0) + to[rival]!);
}

/** Goes through all sheets, depth first; a branch ends where the best of all that may follow leaves a rival unbeaten. */
function searchAll(race: Race, limit: number): WinSearch {
  const { steps, start } = race;
  /** By question: what the questions from there on can add to each lead at best. */
  const hope = [start.map(() => 0)];
  for (const choices of steps.toReversed()) {
    const later = hope[0]!;
    hope.unshift(
      later.map((sum, rival) =>
        choices.length > 0 ? sum + Math.max(...choices.map((choice) => choice[rival]!)) : sum,
      ),
    );
  }
  const sheet: number[] = steps.map(() => -1);
  let left = limit;
  const visit = (question: number, leads: readonly number[]): boolean => {
    if (left-- <= 0 || leads.some((lead, rival) => lead + hope[question]![rival]! <= 0)) return false;
    const choices = steps[question];
    if (!choices) return true;
    if (choices.length === 0) return visit(question + 1, leads);
    return choices.some((choice, number) => {
      sheet[question] = number;
      return visit(question + 1, leadsOfChange(leads, undefined, choice));
    });
  };
  if (visit(0, start)) return { outcome: 'WINS', sheet, margin: marginOf(race, leadsOf(race, sheet)) };
  return { outcome: left < 0 ? 'NOT_FOUND' : 'NEVER_WINS' };
}
