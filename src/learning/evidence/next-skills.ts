import { type EvidenceReason, evidenceReasons } from './gap-reasons';
import { type Gap, gap, type MissingSkill } from './gap';
import type { LearnerEvidence } from './learner-evidence';
import type { LadderLevel } from './level-ladder';
import type { SkillRequirement } from './skill-requirement';

/** From this mastery on, at the lowest level, a skill is ground that others can be built on. */
export const PREREQUISITE_MASTERY = 0.5;

export type NextSkillReason =
  /** Having what the level asks for would lift readiness (0 to 100) so far. */
  | { fact: 'LIFTS'; level: string; readiness: number; gain: number }
  /** Missing skills that build on it, in the order of the gap. */
  | { fact: 'OPENS'; skillIds: string[]; inCareer: boolean }
  /** Prerequisites that are there already. */
  | { fact: 'BUILDS_ON'; skillIds: string[] }
  /** Prerequisites that are not there yet, so they stand before it. */
  | { fact: 'COMES_AFTER'; skillIds: string[] }
  | EvidenceReason;

export interface NextSkill {
  skillId: string;
  reasons: NextSkillReason[];
}

export interface CareerLadder {
  requirements: readonly SkillRequirement[];
  /** The levels of the career. */
  levels: readonly LadderLevel[];
  /** The skills to have before a skill, whether or not the career names them. */
  prerequisitesOf(skillId: string): readonly string[];
}

/**
 * The skills to learn next: those that are missing at the lowest level for which the learner is not ready, and what they presuppose.
 * A skill comes after its unmet prerequisites; among those that could be begun, the one comes first that lifts readiness most, together
 * with all that waits for it. Prerequisites that lead in a circle come last, entered where they lift most.
 * @returns none when the learner is ready for every level
 */
export function nextSkills(career: CareerLadder, learner: LearnerEvidence): NextSkill[] {
  const open = career.levels
    .toSorted((a, b) => a.rank - b.rank)
    .map((level) => gap(career.requirements, level, learner))
    .find(({ missing }) => missing.length > 0);
  if (!open) return [];
  const plan = planOf(open, career, learner);
  return inOrder(plan).map((step) => ({ skillId: step.skillId, reasons: reasonsFor(step, open, career, learner) }));
}

/** A skill that should be learned, because it is missing or because missing ones presuppose it. */
interface Step {
  skillId: string;
  missing: MissingSkill | null;
  /** Its prerequisites that are not met: they are steps, too. */
  unmet: readonly string[];
  /** The missing skills that wait for it, directly or through others, in the order of the gap. */
  waiting: MissingSkill[];
}

function planOf(open: Gap, career: CareerLadder, learner: LearnerEvidence): Step[] {
  const missing = new Map(open.missing.map((skill) => [skill.requirement.skillId, skill]));
  const steps = new Map<string, Step>();
  const stepFor = (skillId: string): Step => {
    const known = steps.get(skillId);
    if (known) return known;
    const unmet = career
      .prerequisitesOf(skillId)
      .filter((id) => id !== skillId && learner.masteryOf(id, 1).mastery < PREREQUISITE_MASTERY);
    const step = { skillId, missing: missing.get(skillId) ?? null, unmet: [...new Set(unmet)], waiting: [] };
    steps.set(skillId, step);
    return step;
  };
  for (const skill of open.missing) {
    const before = new Set([skill.requirement.skillId]);
    for (const skillId of before) {
      const step = stepFor(skillId);
      if (step.missing !== skill) step.waiting.push(skill);
      for (const id of step.unmet) before.add(id);
    }
  }
  return [...steps.values()];
}

/** The steps, each after those that it waits for. */
function inOrder(steps: readonly Step[]): Step[] {
  const left = steps.toSorted((a, b) => value(b) - value(a) || b.waiting.length - a.waiting.length);
  const ordered: Step[] = [];
  while (left.length > 0) {
    const ids = new Set(left.map(({ skillId }) => skillId));
    const free = left.findIndex(({ unmet }) => !unmet.some((id) => ids.has(id)));
    const next = free >= 0 ? free : left.findIndex((step) => isInFirstCircle(step, left));
    ordered.push(...left.splice(next, 1));
  }
  return ordered;
}

/** Whether all that a step waits for waits for it, too: then something must come first, and it may be this one. */
function isInFirstCircle(step: Step, left: readonly Step[]): boolean {
  const byId = new Map(left.map((each) => [each.skillId, each]));
  const awaitedBy = (id: string): Set<string> => {
    const awaited = new Set(byId.get(id)?.unmet);
    for (const each of awaited) for (const further of byId.get(each)?.unmet ?? []) awaited.add(further);
    return awaited;
  };
  return [...awaitedBy(step.skillId)].every((id) => !byId.has(id) || awaitedBy(id).has(step.skillId));
}

/** The points of readiness that hang on a step. */
function value({ missing, waiting }: Step): number {
  return waiting.map(({ gain }) => gain).reduce((a, b) => a + b, missing?.gain ?? 0);
}

function reasonsFor(step: Step, open: Gap, career: CareerLadder, learner: LearnerEvidence): NextSkillReason[] {
  const { skillId, missing, waiting, unmet } = step;
  const reasons: NextSkillReason[] = [];
  if (waiting.length > 0) {
    const inCareer = career.requirements.some((requirement) => requirement.skillId === skillId);
    reasons.push({ fact: 'OPENS', skillIds: waiting.map(({ requirement }) => requirement.skillId), inCareer });
  }
  if (missing) reasons.push({ fact: 'LIFTS', level: open.level.name, readiness: open.readiness!, gain: missing.gain });
  const met = career.prerequisitesOf(skillId).filter((id) => id !== skillId && !unmet.includes(id));
  if (unmet.length > 0) reasons.push({ fact: 'COMES_AFTER', skillIds: [...unmet] });
  else if (met.length > 0) reasons.push({ fact: 'BUILDS_ON', skillIds: met });
  return [...reasons, ...evidenceReasons(skillId, learner)];
}
