// Why a skill is missing, as facts; reason-sentences.ts says them in English.
import type { Importance } from '../../content/career/career-enums';
import { EXAM_ANSWER_WEIGHT, HARDEST_RANK } from './evidence';
import { type EvidenceSummary, summarise } from './evidence-summary';
import type { LearnerEvidence } from './learner-evidence';
import type { LadderLevel } from './level-ladder';
import { EASIER_AT_MOST, type Mastery, masteryAt, UNKNOWN_WEIGHT } from './mastery';
import { requiredRank, type SkillRequirement } from './skill-requirement';

/** What the career asks for, and what the learner has. */
export interface AskedReason {
  fact: 'ASKED';
  importance: `${Importance}`;
  /** The name of the level from which on the career needs the skill; null for every level. */
  from: string | null;
  level: string;
  have: number;
  need: number;
}

export type EvidenceReason =
  | { fact: 'NOTHING_SHOWN' }
  /** What was shown of the skill itself, or of one that it replaces. */
  | { fact: 'SHOWN'; summary: EvidenceSummary }
  /** What was shown of wider and narrower skills. */
  | { fact: 'SHOWN_NEARBY'; skillIds: string[]; summary: EvidenceSummary };

/** What keeps the evidence from being enough. */
export type LackReason =
  | { fact: 'ONLY_TICKED' }
  | { fact: 'FADED' }
  | { fact: 'TOO_EASY'; level: string }
  | { fact: 'TOO_MUCH_WRONG'; questions: boolean }
  /** So many right answers in an exam, as hard as the rank, would close the gap. */
  | { fact: 'AS_MUCH_AS'; rightAnswers: number; rank: number };

export type GapReason = AskedReason | EvidenceReason | LackReason;

interface Shortfall {
  requirement: SkillRequirement;
  level: LadderLevel;
  mastery: Mastery;
  need: number;
}

export function gapReasons(shortfall: Shortfall, learner: LearnerEvidence): GapReason[] {
  const { requirement, level, mastery, need } = shortfall;
  const { importance, from, skillId } = requirement;
  return [
    { fact: 'ASKED', importance, from: from?.name ?? null, level: level.name, have: mastery.mastery, need },
    ...evidenceReasons(skillId, learner),
    ...lackReasons(shortfall, learner),
  ];
}

/** What there is for a skill: its own evidence apart from that of its neighbours. */
export function evidenceReasons(skillId: string, learner: LearnerEvidence): EvidenceReason[] {
  const evidence = learner.for(skillId);
  const own = summarise(
    evidence.filter(({ share }) => share === 1),
    learner.now,
  );
  const nearby = evidence.filter(({ share }) => share < 1);
  const nearbySummary = summarise(nearby, learner.now);
  const reasons: EvidenceReason[] = own ? [{ fact: 'SHOWN', summary: own }] : [];
  if (nearbySummary) {
    const skillIds = [...new Set(nearby.map(({ shownFor }) => shownFor))];
    reasons.push({ fact: 'SHOWN_NEARBY', skillIds, summary: nearbySummary });
  }
  return reasons.length > 0 ? reasons : [{ fact: 'NOTHING_SHOWN' }];
}

function lackReasons({ requirement, mastery, need }: Shortfall, learner: LearnerEvidence): LackReason[] {
  const evidence = learner.for(requirement.skillId);
  const rank = requiredRank(requirement);
  const { success, failure } = mastery;
  const reasons: LackReason[] = [];
  if (evidence.length > 0) {
    if (evidence.every(({ piece }) => piece.kind === 'TOPIC')) reasons.push({ fact: 'ONLY_TICKED' });
    if (masteryAt(evidence, rank, learner.now, { forgetting: false }).mastery >= need) reasons.push({ fact: 'FADED' });
    if (requirement.from && masteryAt(evidence, 1, learner.now).mastery >= need) {
      reasons.push({ fact: 'TOO_EASY', level: requirement.from.name });
    }
    if (success < need * (success + failure)) {
      const wrong = evidence.filter(({ piece }) => piece.outcome < 1);
      reasons.push({ fact: 'TOO_MUCH_WRONG', questions: wrong.some(({ piece }) => piece.kind === 'ANSWER') });
    }
  }
  return [
    ...reasons,
    { fact: 'AS_MUCH_AS', rightAnswers: rightAnswersFor(need, mastery), rank: Math.min(rank, HARDEST_RANK) },
  ];
}

/** How many further right answers in an exam, each a success of full weight at the asked level, lift mastery to what is needed. */
function rightAnswersFor(need: number, { success, successAtLevel, failure }: Mastery): number {
  const amongFailures = (need * (success + failure + UNKNOWN_WEIGHT) - success) / (1 - need);
  const atLevel = (need * UNKNOWN_WEIGHT) / (1 - need) - EASIER_AT_MOST - successAtLevel;
  // The millionth keeps a rounding error of the division from asking for one answer more.
  return Math.max(1, Math.ceil(Math.max(amongFailures, atLevel) / EXAM_ANSWER_WEIGHT - 1e-6));
}
