import { type GapReason, gapReasons } from './gap-reasons';
import type { LearnerEvidence } from './learner-evidence';
import type { LadderLevel } from './level-ladder';
import { IMPORTANCE_WEIGHTS, isAskedAt, neededMastery, requiredRank, type SkillRequirement } from './skill-requirement';

export interface MissingSkill {
  requirement: SkillRequirement;
  /** The mastery that the learner has, at the level from which on the career needs the skill; from 0 to 1. */
  have: number;
  /** The mastery that is asked for; from 0 to 1. */
  need: number;
  weight: number;
  confidence: number;
  /** By how many points of readiness (0 to 100) it would lift the learner to have what is asked. */
  gain: number;
  reasons: GapReason[];
}

export interface Gap {
  level: LadderLevel;
  /** From 0 to 100, to a tenth; 100 only when nothing is missing; null when the level asks for no skill. */
  readiness: number | null;
  /** What is missing, what would lift readiness most first, then in the career's own order. */
  missing: MissingSkill[];
}

/** How far a learner is from what a career asks for at a level. */
export function gap(requirements: readonly SkillRequirement[], level: LadderLevel, learner: LearnerEvidence): Gap {
  const asked = requirements.filter((requirement) => isAskedAt(requirement, level));
  if (asked.length === 0) return { level, readiness: null, missing: [] };
  const totalWeight = asked.map(({ importance }) => IMPORTANCE_WEIGHTS[importance]).reduce((a, b) => a + b);
  const missing = asked
    .map((requirement) => lackOf(requirement, level, totalWeight, learner))
    .filter((skill) => skill !== null)
    .toSorted((a, b) => b.gain - a.gain);
  const lacking = missing.map(({ gain }) => gain).reduce((a, b) => a + b, 0);
  return { level, readiness: roundReadiness(100 - lacking, missing.length > 0), missing };
}

function lackOf(
  requirement: SkillRequirement,
  level: LadderLevel,
  totalWeight: number,
  learner: LearnerEvidence,
): MissingSkill | null {
  const mastery = learner.masteryOf(requirement.skillId, requiredRank(requirement));
  const have = mastery.mastery;
  const need = neededMastery(requirement, level);
  if (have >= need) return null;
  const weight = IMPORTANCE_WEIGHTS[requirement.importance];
  return {
    requirement,
    have,
    need,
    weight,
    confidence: mastery.confidence,
    gain: (100 * weight * (1 - have / need)) / totalWeight,
    reasons: gapReasons({ requirement, level, mastery, need }, learner),
  };
}

/** Half up to a tenth; nobody reads "100 % ready" above a list of what is missing. */
function roundReadiness(readiness: number, somethingIsMissing: boolean): number {
  const rounded = Math.round(readiness * 10) / 10;
  return Math.max(0, somethingIsMissing ? Math.min(99.9, rounded) : rounded);
}
