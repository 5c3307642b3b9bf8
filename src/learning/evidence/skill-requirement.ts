import type { Importance } from '../../content/career/career-enums';
import type { LadderLevel } from './level-ladder';

/** A career needs a skill. */
export interface SkillRequirement {
  skillId: string;
  importance: `${Importance}`;
  /** The level from which on it is needed; null when it is needed at every level. */
  from: LadderLevel | null;
}

/** How much a skill counts in the readiness for a career: one that hardly anybody can do without as much as three that only help. */
export const IMPORTANCE_WEIGHTS: Record<`${Importance}`, number> = { ESSENTIAL: 3, IMPORTANT: 2, OPTIONAL: 1 };

/** The mastery that is asked for at the level where a skill is first needed: 5, 3 or 2 right answers in an exam without a wrong one. */
const NEEDED_MASTERY: Record<`${Importance}`, number> = { ESSENTIAL: 0.7, IMPORTANT: 0.6, OPTIONAL: 0.5 };

/** Who goes further up is expected to be surer of what the levels below asked for already. */
const NEEDED_MORE_A_LEVEL = 0.05;

/** However high the ladder: what about twenty right answers without a wrong one show is enough for anything. */
const NEEDED_AT_MOST = 0.9;

/** The place on the ladder at which a skill is asked for. */
export function requiredRank(requirement: SkillRequirement): number {
  return requirement.from?.rank ?? 1;
}

/** Whether somebody at a level needs the skill already. */
export function isAskedAt(requirement: SkillRequirement, level: LadderLevel): boolean {
  return requirement.from === null || requirement.from.rank <= level.rank;
}

/** The mastery that a level asks for, in whole hundredths. */
export function neededMastery(requirement: SkillRequirement, level: LadderLevel): number {
  const levelsAbove = Math.max(0, level.rank - requiredRank(requirement));
  const needed = NEEDED_MASTERY[requirement.importance] + NEEDED_MORE_A_LEVEL * levelsAbove;
  return Math.round(Math.min(NEEDED_AT_MOST, needed) * 100) / 100;
}
