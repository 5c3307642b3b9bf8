// Mastery and confidence: the beta reputation model with forgetting. docs/mastery.md has its sources, an example and its limits.
import { COUNTING_TOPICS, type Evidence, HARDEST_RANK } from './evidence';

/**
 * The weight of not knowing: a skill of which nothing was shown counts as two answers that were not right. Two is the weight that the
 * model's authors give to an even start; that the start is "not shown yet" instead of "as likely as not" is our choice.
 */
export const UNKNOWN_WEIGHT = 2;

/** After a year without use a piece counts half. */
export const HALF_LIFE_DAYS = 365;

/** A success at one level below what is asked counts half, and so does a failure at one level above. */
const SHARE_A_LEVEL_OFF = 0.5;

/**
 * What is easier than asked counts like so much success at most: alone it makes a mastery of 0.43, less than any career asks for. A hundred
 * easy questions make no senior.
 */
export const EASIER_AT_MOST = 1.5;

const MS_A_DAY = 24 * 60 * 60 * 1000;

/** A piece that counts for a skill. */
export interface SkillEvidence {
  piece: Evidence;
  /** How much of it counts: 1 when it is about this skill, less when it is about a neighbour. */
  share: number;
  /** The skill that it is about. */
  shownFor: string;
}

export interface Mastery {
  /** From 0 (nothing was shown) towards 1, which is never reached. */
  mastery: number;
  /** How much is known, from 0 (nothing) towards 1, be it good or bad. */
  confidence: number;
  /** The weight of what succeeded, of that part of it which was no easier than asked, and of what failed. */
  success: number;
  successAtLevel: number;
  failure: number;
}

/**
 * Mastery of a skill at a place on the ladder of levels.
 * @param rank 1 for the lowest level. Above the third a level asks for no harder evidence: there is none.
 * @param forgetting false counts old evidence like new, to tell what age took away
 */
export function masteryAt(
  evidence: readonly SkillEvidence[],
  rank: number,
  now: Date,
  { forgetting = true }: { forgetting?: boolean } = {},
): Mastery {
  const asked = Math.min(rank, HARDEST_RANK);
  const amounts = evidence.map(({ piece, share }) => {
    const amount = piece.weight * share * (forgetting ? freshness(piece.at, now) : 1);
    return {
      isTopic: piece.kind === 'TOPIC',
      isEasier: piece.rank < asked,
      success: amount * piece.outcome * SHARE_A_LEVEL_OFF ** Math.max(0, asked - piece.rank),
      failure: amount * (1 - piece.outcome) * SHARE_A_LEVEL_OFF ** Math.max(0, piece.rank - asked),
    };
  });
  const ticks = amounts.filter(({ isTopic }) => isTopic).toSorted((a, b) => b.success - a.success);
  const counting = [...amounts.filter(({ isTopic }) => !isTopic), ...ticks.slice(0, COUNTING_TOPICS)];
  const success = sum(counting.map((amount) => amount.success));
  const successAtLevel = sum(counting.map((amount) => (amount.isEasier ? 0 : amount.success)));
  const failure = sum(counting.map((amount) => amount.failure));
  // Two limits instead of cutting off the success itself: cut off, it would stand still while failures fade, and time would raise mastery.
  const successAtMost = successAtLevel + EASIER_AT_MOST;
  return {
    mastery: Math.min(known(success, failure), known(successAtMost, 0)),
    confidence: Math.min(known(success + failure, 0), known(successAtMost + failure, 0)),
    success,
    successAtLevel,
    failure,
  };
}

/** The part of an amount in all that there is, what is not known included. */
function known(amount: number, other: number): number {
  return amount / (amount + other + UNKNOWN_WEIGHT);
}

/** 1 for what was done now (or later, by a clock that is ahead), a half after HALF_LIFE_DAYS, a quarter after twice that. */
function freshness(at: Date, now: Date): number {
  return 0.5 ** (ageInDays(at, now) / HALF_LIFE_DAYS);
}

export function ageInDays(at: Date, now: Date): number {
  return Math.max(0, now.getTime() - at.getTime()) / MS_A_DAY;
}

/** Adds in the order of size: the same pieces in another order give the same number to the last bit. */
function sum(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b).reduce((total, number) => total + number, 0);
}
