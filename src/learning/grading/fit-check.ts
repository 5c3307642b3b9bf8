import { percentOf } from './credit';
import { answerOf } from './fit-choice';
import type { FitSheet } from './fit-sheet';
import { type FitSample, sampleFit } from './fit-stability';
import { type FitQuestion, type FitTable, makeFitTable } from './fit-table';
import { findWin, type WinSearchLimits } from './fit-win-search';
import type { ItemAnswer, ItemKey, PaperItem } from './grading-types';
import { seededRandom } from './seeded-random';

/** A fit test to be checked. */
export interface FitCheckInput {
  readonly items: readonly PaperItem[];
  /** By question id. */
  readonly keys: Readonly<Record<string, ItemKey>>;
  /** The careers that the test should tell apart. */
  readonly careerIds: readonly string[];
  /** Another seed draws another sample. */
  readonly seed?: number;
  /** How many random answer sheets are drawn. */
  readonly sheets?: number;
  /** How long a win is looked for, for each career. */
  readonly limits?: WinSearchLimits;
}

export interface CareerCheck {
  readonly careerId: string;
  /** Whether some answer sheet puts it ahead of all others; null when none was found and none is ruled out. */
  readonly canWin: boolean | null;
  /** Such an answer sheet, by position; null when there is none. */
  readonly witness: Readonly<Record<number, ItemAnswer>> | null;
  /** How far ahead of the second the witness puts it, in points of percent with one decimal. */
  readonly margin: number | null;
  /** How many percent of the random answer sheets it wins. */
  readonly winPercent: number;
}

export interface FitQuestionCheck {
  readonly position: number;
  readonly questionId: string;
  /** Whichever answer is given, no career's percent changes. */
  readonly dead: boolean;
  /** In the whole sample another answer never changes who wins. */
  readonly neverDecides: boolean;
  /** How many percent of the changes of this answer keep the winner; null when it can't be changed. */
  readonly stablePercent: number | null;
}

export interface FitCheck {
  /** By id. */
  readonly careers: readonly CareerCheck[];
  /** Careers of the input that no question speaks of: they are in no result. */
  readonly silentCareerIds: readonly string[];
  /** In the order of the paper. */
  readonly questions: readonly FitQuestionCheck[];
  /** How many percent of all changes of one answer keep the winner; null when no answer can be changed. */
  readonly stablePercent: number | null;
}

const SEED = 1;
const SHEETS = 1000;
/** Enough to go through every sheet of ten questions with few careers in reach, and to end within a second or two. */
const LIMITS: WinSearchLimits = { restarts: 30, steps: 300_000 };
/** How many sheets are drawn between two pauses. */
const SHEETS_AT_ONCE = 50;

/** Checks a fit test for editors: who can win, which questions do nothing, how stable the winner is. Deterministic. */
export function checkFit(input: FitCheckInput): FitCheck {
  const steps = checkFitInSteps(input);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** The same check with pauses, so that a server can do something else in between: after some sheets, and after each career. */
export function* checkFitInSteps({
  items,
  keys,
  careerIds,
  seed = SEED,
  sheets = SHEETS,
  limits = LIMITS,
}: FitCheckInput): Generator<void, FitCheck> {
  const table = makeFitTable(
    items.toSorted((a, b) => a.position - b.position),
    keys,
  );
  const random = seededRandom(seed);
  let sample = sampleFit(table, random, 0);
  for (let drawn = 0; drawn < sheets; drawn += SHEETS_AT_ONCE) {
    sample = addSamples(sample, sampleFit(table, random, Math.min(SHEETS_AT_ONCE, sheets - drawn)));
    yield;
  }
  const careers: CareerCheck[] = [];
  for (const [career, wins] of sample.wins.entries()) {
    careers.push(checkCareer(table, career, { seed, limits, winPercent: shareOf({ kept: wins, of: sheets }) ?? 0 }));
    yield;
  }
  return {
    careers,
    silentCareerIds: [...new Set(careerIds)].filter((id) => !table.careerIds.includes(id)).toSorted(),
    questions: table.questions.map((question, index) => checkQuestion(question, sample.pairs[index]!)),
    stablePercent: shareOf(sample.pairs.reduce(addPairs, { kept: 0, of: 0 })),
  };
}

type Pairs = FitSample['pairs'][number];

const addPairs = (a: Pairs, b: Pairs): Pairs => ({ kept: a.kept + b.kept, of: a.of + b.of });

const addSamples = (a: FitSample, b: FitSample): FitSample => ({
  wins: a.wins.map((wins, career) => wins + b.wins[career]!),
  pairs: a.pairs.map((pairs, question) => addPairs(pairs, b.pairs[question]!)),
});

const shareOf = ({ kept, of }: { kept: number; of: number }): number | null => (of > 0 ? percentOf(kept, of) : null);

interface CareerSearch {
  readonly seed: number;
  readonly limits: WinSearchLimits;
  readonly winPercent: number;
}

function checkCareer(table: FitTable, career: number, { seed, limits, winPercent }: CareerSearch): CareerCheck {
  const careerId = table.careerIds[career]!;
  const search = findWin(table, career, seededRandom(seed), limits);
  if (search.outcome !== 'WINS') {
    return {
      careerId,
      canWin: search.outcome === 'NEVER_WINS' ? false : null,
      witness: null,
      margin: null,
      winPercent,
    };
  }
  return {
    careerId,
    canWin: true,
    witness: answersOf(table, search.sheet),
    margin: Math.round(search.margin * 10) / 10,
    winPercent,
  };
}

function answersOf({ questions }: FitTable, sheet: FitSheet): Record<number, ItemAnswer> {
  return Object.fromEntries(
    questions.flatMap(({ position, choices }, question) => {
      const choice = choices[sheet[question]!];
      return choice ? [[position, answerOf(choice)]] : [];
    }),
  );
}

function checkQuestion(question: FitQuestion, pairs: { kept: number; of: number }): FitQuestionCheck {
  const { position, questionId, gains } = question;
  return {
    position,
    questionId,
    dead: gains.every((gain) => gain.every((value, career) => value === gains[0]![career])),
    neverDecides: pairs.kept === pairs.of,
    stablePercent: shareOf(pairs),
  };
}
