import {
  answerEvidence,
  type Evidence,
  type GradedAnswer,
  projectEvidence,
  topicEvidence,
} from '../../src/learning/evidence/evidence';
import { LearnerEvidence } from '../../src/learning/evidence/learner-evidence';
import type { LadderLevel } from '../../src/learning/evidence/level-ladder';
import type { SkillRequirement } from '../../src/learning/evidence/skill-requirement';
import { makeSkillGraph, type SkillEdge } from '../../src/learning/evidence/skill-spread';

export const NOW = new Date('2026-06-01T12:00:00Z');

export const JUNIOR: LadderLevel = { name: 'Junior', rank: 1 };
export const MID: LadderLevel = { name: 'Mid-level', rank: 2 };
export const SENIOR: LadderLevel = { name: 'Senior', rank: 3 };

export function daysAgo(days: number): Date {
  return new Date(NOW.getTime() - days * 86_400_000);
}

let questions = 0;

/** A right answer to a medium question of an exam, given now; each call is about another question. */
export function answer(skillId: string, overrides: Partial<GradedAnswer> = {}): Evidence {
  questions += 1;
  const [piece] = answerEvidence({
    questionId: `another-question-${questions}`,
    skillIds: [skillId],
    assessmentKind: 'EXAM',
    difficulty: 'MEDIUM',
    answered: true,
    points: 1,
    maxPoints: 1,
    at: NOW,
    ...overrides,
  });
  return piece!;
}

export function answers(count: number, skillId: string, overrides: Partial<GradedAnswer> = {}): Evidence[] {
  return Array.from({ length: count }, () => answer(skillId, overrides));
}

export function ticks(count: number, skillId: string, at = NOW): Evidence[] {
  return Array.from({ length: count }, (_, index) => topicEvidence({ skillId, topicId: `topic-${index}`, at }));
}

/** A project with six acceptance criteria and two stretch criteria that passed in its first round; no stretch criterion was met. */
export function passedProject(projectId: string, skillIds: readonly string[], at = NOW): Evidence[] {
  const acceptance = Array.from({ length: 6 }, (_, index) => ({ id: `must-${index}`, kind: 'ACCEPTANCE' as const }));
  const stretch = Array.from({ length: 2 }, (_, index) => ({ id: `extra-${index}`, kind: 'STRETCH' as const }));
  const verdicts = acceptance.map(({ id }) => ({ criterionId: id, met: true }));
  const round = { criteria: [...acceptance, ...stretch], verdicts, passed: true, at };
  return projectEvidence({ projectId, skillIds, rounds: [round] });
}

/** A learner in a graph of skills without edges, unless some are given. */
export function learnerWith(
  pieces: readonly Evidence[],
  { broader = [], replaces = [], now = NOW }: { broader?: SkillEdge[]; replaces?: SkillEdge[]; now?: Date } = {},
): LearnerEvidence {
  return new LearnerEvidence(pieces, makeSkillGraph({ broader, replaces }), now);
}

export function requirement(skillId: string, overrides: Partial<SkillRequirement> = {}): SkillRequirement {
  return { skillId, importance: 'IMPORTANT', from: JUNIOR, ...overrides };
}
