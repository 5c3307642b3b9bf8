import type { AssessmentKind } from '../../content/assessment/assessment-kind';
import type { QuestionKind } from '../../content/question/question-kind';
import type { ScoringRule } from '../../content/question/scoring-rule';

/*
 * What the grader reads and what it answers. All of it is plain JSON: papers, answers and grades are stored as they are and
 * are part of signed receipts, so names here stay. Every id is a content id (the UUID of a question, skill or career, the id
 * of an option inside its question), never an opaque id of the API.
 */

/** A unit in which a number may be answered: the number times the factor is in the unit of the question. */
export interface UnitFactor {
  readonly unit: string;
  readonly factor: number;
}

/** One question of a paper, as far as grading needs it. */
export interface PaperItem {
  /** Its place on the paper; no two items of a paper have the same. */
  readonly position: number;
  readonly questionId: string;
  readonly kind: `${QuestionKind}`;
  /** Whole points, 1 to 20, that a right answer gives where the paper is scored. */
  readonly points: number;
  /** How an answer that is right in part earns points. */
  readonly scoring: `${ScoringRule}`;
  /** The options in the order of the content, whatever order was shown; for LIKERT from disagreement to agreement. */
  readonly optionIds: readonly string[];
  /** NUMERIC: the unit of the key's number; null when it has none. */
  readonly unit: string | null;
  /** NUMERIC: other units that are understood. */
  readonly otherUnits: readonly UnitFactor[];
  /** YES_NO in a self-check: what to do next after a no. */
  readonly adviceIfNo: string | null;
  readonly skillId: string | null;
}

/** What an answer says about a career: the chosen option, full agreement (LIKERT) or yes (YES_NO) when `option` is left out. */
export interface ItemAffinity {
  readonly option?: string;
  readonly career: string;
  /** From -2 (speaks against it) to 2 (speaks for it). */
  readonly weight: number;
}

/** The secret half of a question. The key of a question edition's content fits as it is. */
export interface ItemKey {
  readonly correctOptions?: readonly string[];
  readonly order?: readonly string[];
  readonly number?: number;
  readonly tolerance?: number;
  readonly tolerancePercent?: number;
  readonly acceptedTexts?: readonly string[];
  readonly caseSensitive?: boolean;
  readonly yes?: boolean;
  readonly affinities?: readonly ItemAffinity[];
}

/** One answer; no field at all means no answer. ORDERING lists all options, first to last. */
export interface ItemAnswer {
  readonly optionIds?: readonly string[];
  readonly text?: string;
  readonly number?: number;
  /** NUMERIC: the unit of `number`; the unit of the question when left out. */
  readonly unit?: string;
  readonly yes?: boolean;
}

/** Everything that a grade depends on. */
export interface PaperToGrade {
  readonly kind: `${AssessmentKind}`;
  /** The share of points, in whole percent, that passes; null where nobody passes or fails. */
  readonly passPercent: number | null;
  readonly items: readonly PaperItem[];
  /** By question id. An item without a key is not scored. */
  readonly keys: Readonly<Record<string, ItemKey>>;
  /** By position. */
  readonly answers: Readonly<Record<number, ItemAnswer>>;
}

/** What one item gave. Points have at most two decimals. */
export interface GradedItem {
  readonly position: number;
  readonly questionId: string;
  /** Whether the answer is wholly right; null where nothing is right or wrong. */
  readonly correct: boolean | null;
  /** Null where the item is not scored. */
  readonly points: number | null;
  /** 0 where the item is not scored. */
  readonly maxPoints: number;
}

/** The points of one skill; of the items without a skill when `skillId` is null. */
export interface Section {
  readonly skillId: string | null;
  readonly points: number;
  readonly maxPoints: number;
  /** 0 to 100 with at most one decimal. */
  readonly percent: number;
}

/** What one answer adds to the score of a career, in sixtieths of a weight of 1; never 0. */
export interface Contribution {
  readonly position: number;
  readonly questionId: string;
  /** The option chosen; null for YES_NO. */
  readonly optionId: string | null;
  /** The answer to a YES_NO question; null for the other kinds. */
  readonly yes: boolean | null;
  readonly contribution: number;
}

/** How well a career suits the answers. Scores are in sixtieths of a weight of 1, so that each step of a scale is whole. */
export interface Affinity {
  readonly careerId: string;
  /** The sum of the contributions, exactly. */
  readonly score: number;
  /** The lowest score that this paper can give; 0 or less. */
  readonly lowest: number;
  /** The highest score that this paper can give; 0 or more. */
  readonly highest: number;
  /** Where the score lies from lowest (0) to highest (100), with at most one decimal. */
  readonly percent: number;
  /** Every answer that speaks for or against the career, the strongest first. */
  readonly reasons: readonly Contribution[];
}

/** What to do next after a no in a self-check. */
export interface Advice {
  readonly position: number;
  readonly questionId: string;
  readonly text: string;
}

/** The result of a whole paper. */
export interface Grade {
  /** At most two decimals; null where nothing on the paper is scored. */
  readonly points: number | null;
  /** 0 where nothing on the paper is scored. */
  readonly maxPoints: number;
  /** 0 to 100 with at most one decimal; null where nothing on the paper is scored. */
  readonly percent: number | null;
  /** Null where nobody passes or fails. */
  readonly passed: boolean | null;
  /** In the order of the paper. */
  readonly items: readonly GradedItem[];
  /** In the order in which the paper meets the skills; scored items only. */
  readonly sections: readonly Section[];
  /** FIT: best first; empty for the other kinds. */
  readonly affinities: readonly Affinity[];
  /** SELF_CHECK: one for each no, in the order of the paper; empty for the other kinds. */
  readonly advice: readonly Advice[];
}
