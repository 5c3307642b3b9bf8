// Pieces of evidence: what a learner did, as the mastery model sees it. docs/mastery.md describes the model.
import type { AssessmentKind } from '../../content/assessment/assessment-kind';
import type { CriterionKind } from '../../content/project/criterion-kind';
import type { Difficulty } from '../../content/question/question-kind';

export type EvidenceKind = 'ANSWER' | 'TOPIC' | 'CRITERION' | 'SUBMISSION';

/** One thing that a learner did, and what it says about one or more skills. */
export interface Evidence {
  kind: EvidenceKind;
  /** What was done, such as a question: of all pieces of a kind about the same thing only the latest counts. */
  source: string;
  skillIds: readonly string[];
  /** From 0 (failed) to 1 (succeeded). */
  outcome: number;
  /** How hard it was: 1 (easy, as for juniors) to 3 (hard, as for seniors). */
  rank: number;
  /** How much it tells; a right answer in an exam is 1. */
  weight: number;
  at: Date;
}

export const EASIEST_RANK = 1;
export const HARDEST_RANK = 3;

/** A difficulty is meant for the level at the same place of the ladder: junior, mid, senior. */
const RANK_OF_DIFFICULTY: Record<`${Difficulty}`, number> = { EASY: 1, MEDIUM: 2, HARD: 3 };

/** A question without a difficulty is taken as one for people who use the skill. */
const RANK_WITHOUT_DIFFICULTY = RANK_OF_DIFFICULTY.MEDIUM;

/** An answer in an exam is the measure of all weights: one try, under a time limit, about one thing. */
export const EXAM_ANSWER_WEIGHT = 1;

/** A quiz can be taken again at once and with notes at hand: it tells somewhat less than an exam. */
export const QUIZ_ANSWER_WEIGHT = 0.7;

/** A ticked topic is the learner's own word. */
export const TOPIC_WEIGHT = 0.2;

/**
 * So many ticks count for a skill, those that weigh most. Together they weigh less than one right answer (0.8), so that a person's own
 * word and one lucky answer stay under a mastery of a half.
 */
export const COUNTING_TOPICS = 4;

/** A criterion shows one side of a skill, among the other skills of the project: half an answer. */
export const CRITERION_WEIGHT = 0.5;

/** All acceptance criteria of a project together: a project that is cut into fifty criteria shows no more than one with four. */
export const ACCEPTANCE_WEIGHT = 2;

/** All stretch criteria of a project together: what counts extra counts less than what decides. */
export const STRETCH_WEIGHT = 1;

/** That it all works together, in the eyes of a reviewer. */
export const SUBMISSION_WEIGHT = 1;

/** Who builds a project alone does the work of somebody who needs no close guidance: mid. */
const PROJECT_RANK = 2;
const STRETCH_RANK = 3;

export interface GradedAnswer {
  questionId: string;
  skillIds: readonly string[];
  assessmentKind: `${AssessmentKind.QUIZ | AssessmentKind.EXAM}`;
  difficulty: `${Difficulty}` | null;
  /** An item that was left open is graded with 0 points, but shows nothing. */
  answered: boolean;
  /** By the latest grade; null when nobody graded it, as in questions of kind OPEN. */
  points: number | null;
  maxPoints: number;
  /** When the attempt was submitted. */
  at: Date;
}

/** @returns no evidence when the answer was not graded, or left open */
export function answerEvidence(answer: GradedAnswer): Evidence[] {
  if (!answer.answered || answer.points === null || answer.maxPoints === 0) return [];
  return [
    {
      kind: 'ANSWER',
      source: answer.questionId,
      skillIds: answer.skillIds,
      outcome: answer.points / answer.maxPoints,
      rank: answer.difficulty ? RANK_OF_DIFFICULTY[answer.difficulty] : RANK_WITHOUT_DIFFICULTY,
      weight: answer.assessmentKind === 'EXAM' ? EXAM_ANSWER_WEIGHT : QUIZ_ANSWER_WEIGHT,
      at: answer.at,
    },
  ];
}

export interface DoneTopic {
  /** The skill that it was recorded for. A skill that replaces this one gets it by lineage: make no second piece for that one. */
  skillId: string;
  /** Its id inside the skill. */
  topicId: string;
  at: Date;
}

export function topicEvidence({ skillId, topicId, at }: DoneTopic): Evidence {
  const source = `${skillId}/${topicId}`;
  return { kind: 'TOPIC', source, skillIds: [skillId], outcome: 1, rank: EASIEST_RANK, weight: TOPIC_WEIGHT, at };
}

export interface ReviewedRound {
  /** The criteria of the edition that the round was handed in for. */
  criteria: readonly { id: string; kind: `${CriterionKind}` }[];
  verdicts: readonly { criterionId: string; met: boolean }[];
  passed: boolean;
  /** When it was reviewed. */
  at: Date;
}

export interface ReviewedProject {
  projectId: string;
  skillIds: readonly string[];
  /** The rounds that have verdicts, in order. Rounds that wait for a reviewer show nothing yet. */
  rounds: readonly ReviewedRound[];
}

/**
 * What the reviews of a project show: the latest verdict on each criterion, and the latest time that it passed.
 * A criterion that was not met counts against the learner only in the latest round: a later one that does not ask for it has settled it.
 * An unmet stretch criterion is no evidence: nobody had to meet it.
 */
export function projectEvidence({ projectId, skillIds, rounds }: ReviewedProject): Evidence[] {
  const latest = rounds.at(-1);
  const verdicts = new Map<string, Evidence>();
  for (const round of rounds) {
    for (const { criterionId, met } of round.verdicts) {
      const kind = round.criteria.find(({ id }) => id === criterionId)?.kind;
      if (!kind) throw new Error(`A verdict on ${criterionId}, which the round does not ask for`);
      const source = `${projectId}/${criterionId}`;
      const before = verdicts.get(source);
      verdicts.delete(source);
      if (met || (round === latest && kind === 'ACCEPTANCE')) {
        const count = round.criteria.filter((criterion) => criterion.kind === kind).length;
        const piece = criterionPiece({ source, skillIds, kind, met, count, at: round.at });
        const shown = met && before?.outcome === 1 ? before.weight : 0;
        verdicts.set(source, { ...piece, weight: Math.max(piece.weight, shown) });
      }
    }
  }
  const pieces = [
    ...together([...verdicts.values()], PROJECT_RANK, ACCEPTANCE_WEIGHT),
    ...together([...verdicts.values()], STRETCH_RANK, STRETCH_WEIGHT),
  ];
  const passed = rounds.findLast((round) => round.passed);
  return passed ? [...pieces, submissionPiece(projectId, skillIds, passed.at)] : pieces;
}

/** The criteria of one kind, which weigh so much together at most, also those of several editions of the project. */
function together(pieces: readonly Evidence[], rank: number, most: number): Evidence[] {
  const own = pieces.filter((piece) => piece.rank === rank);
  const total = own.reduce((sum, { weight }) => sum + weight, 0);
  return total <= most ? own : own.map((piece) => ({ ...piece, weight: (piece.weight * most) / total }));
}

function criterionPiece(criterion: {
  source: string;
  skillIds: readonly string[];
  kind: `${CriterionKind}`;
  met: boolean;
  /** How many criteria of this kind the project has. */
  count: number;
  at: Date;
}): Evidence {
  const { source, skillIds, kind, met, count, at } = criterion;
  const ofAll = kind === 'ACCEPTANCE' ? ACCEPTANCE_WEIGHT : STRETCH_WEIGHT;
  return {
    kind: 'CRITERION',
    source,
    skillIds,
    outcome: met ? 1 : 0,
    rank: kind === 'ACCEPTANCE' ? PROJECT_RANK : STRETCH_RANK,
    weight: Math.min(CRITERION_WEIGHT, ofAll / count),
    at,
  };
}

function submissionPiece(projectId: string, skillIds: readonly string[], at: Date): Evidence {
  return {
    kind: 'SUBMISSION',
    source: projectId,
    skillIds,
    outcome: 1,
    rank: PROJECT_RANK,
    weight: SUBMISSION_WEIGHT,
    at,
  };
}

/**
 * The pieces that count: of all that are about the same thing and the same skills, the latest. It keeps the highest weight at
 * which the thing was ever shown: else a right answer in a quiz would take weight away from a right answer to the same question
 * in an exam. And it keeps the level: editors may find a question easier than they thought, but a right answer then takes
 * nothing from an earlier one, and a wrong answer excuses none.
 */
export function latestOfEach(pieces: readonly Evidence[]): Evidence[] {
  const same = new Map<string, Evidence[]>();
  for (const piece of pieces) {
    const key = `${piece.kind} ${piece.source} ${piece.skillIds.join()}`;
    same.set(key, [...(same.get(key) ?? []), piece]);
  }
  return [...same.values()].map((group) => {
    const latest = group.reduce((a, b) => (isLater(a, b) ? a : b));
    const ranks = group.map(({ rank }) => rank);
    const rank = latest.outcome === 1 ? Math.max(...ranks) : latest.outcome === 0 ? Math.min(...ranks) : latest.rank;
    return { ...latest, rank, weight: Math.max(...group.map(({ weight }) => weight)) };
  });
}

/** At the same moment the better outcome counts, then the harder one, so that the order of the pieces does not matter. */
function isLater(a: Evidence, b: Evidence): boolean {
  const difference = a.at.getTime() - b.at.getTime() || a.outcome - b.outcome || a.rank - b.rank;
  return difference > 0;
}
