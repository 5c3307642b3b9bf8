import { UUID } from '../../kernel/database/uuid';
import type { AttemptState } from '../attempt/attempt-state';
import type { Affinity, Grade, ItemAnswer, Section } from '../grading/grading-types';

/** The form of the payload, and the rules of drawing and grading that it is replayed by. */
export const RECEIPT_VERSION = 1;

/** What an attempt came to, as a receipt states it: nothing of it tells what one item gave. */
export interface ReceiptScore {
  readonly points: number | null;
  readonly maxPoints: number;
  readonly percent: number | null;
  readonly passed: boolean | null;
  readonly sections: readonly Section[];
  readonly affinities: readonly Omit<Affinity, 'reasons'>[];
}

/** The graded answer of an item, or null. A text that no grader reads (OPEN) is named by its SHA-256 alone. */
export type ReceiptAnswer = ItemAnswer | { readonly textSha256: string } | null;

/** One question of the paper. Ids are those of the content. */
export interface ReceiptItem {
  readonly position: number;
  /** The document of the question. */
  readonly question: string;
  /** The edition that was asked. */
  readonly edition: string;
  /** The edition whose key graded it. */
  readonly keyEdition: string;
  /** In the order that was shown. */
  readonly options: readonly string[];
  readonly answer: ReceiptAnswer;
}

/** What a receipt says. Who the learner is, is no part of it. */
export interface ReceiptPayload {
  readonly version: typeof RECEIPT_VERSION;
  /** The issuer, as in access tokens. */
  readonly iss: string;
  /** When it was signed, in seconds since 1970. */
  readonly iat: number;
  readonly attempt: {
    /** The opaque id of the attempt. */
    readonly id: string;
    readonly state: `${AttemptState.SUBMITTED | AttemptState.EXPIRED}`;
    readonly startedAt: string;
    readonly submittedAt: string;
  };
  readonly assessment: { readonly id: string; readonly slug: string; readonly edition: string };
  /** The publication whose question bank the paper was drawn from. */
  readonly publication: number;
  readonly seed: string;
  readonly items: readonly ReceiptItem[];
  readonly grade: ReceiptScore & { readonly number: number; readonly gradedAt: string };
}

/** The part of a grade that a receipt states. */
export function scoreOf({
  points,
  maxPoints,
  percent,
  passed,
  sections,
  affinities,
}: ReceiptScore | Grade): ReceiptScore {
  return {
    points,
    maxPoints,
    percent,
    passed,
    sections: sections.map((section) => ({
      skillId: section.skillId,
      points: section.points,
      maxPoints: section.maxPoints,
      percent: section.percent,
    })),
    affinities: affinities.map(({ careerId, score, lowest, highest, percent: share }) => ({
      careerId,
      score,
      lowest,
      highest,
      percent: share,
    })),
  };
}

/** Reads a payload that our key has signed; undefined for one of another version, or that no version of ours wrote. */
export function readPayload(text: string): ReceiptPayload | undefined {
  try {
    const payload = JSON.parse(text) as ReceiptPayload;
    return isPayload(payload) ? payload : undefined;
  } catch {
    return undefined;
  }
}

/** Looks at all that a replay goes by: nothing else may reach the database. A part that is missing throws. */
function isPayload({ version, attempt, assessment, publication, seed, items, grade }: ReceiptPayload): boolean {
  const ids = [assessment.id, assessment.edition];
  ids.push(...items.flatMap((item) => [item.question, item.edition, item.keyEdition]));
  return (
    version === RECEIPT_VERSION &&
    ids.every((id) => UUID.test(id)) &&
    isPositive(publication) &&
    isPositive(grade.number) &&
    [attempt.id, seed].every((text) => typeof text === 'string') &&
    [attempt.startedAt, attempt.submittedAt].every((time) => !Number.isNaN(Date.parse(time))) &&
    items.every(({ position, options, answer }) => isPositive(position) && isTexts(options) && isAnswer(answer)) &&
    grade.sections.every(({ skillId }) => skillId === null || UUID.test(skillId)) &&
    grade.affinities.every(({ careerId }) => UUID.test(careerId))
  );
}

const isPositive = (value: unknown): boolean =>
  Number.isInteger(value) && (value as number) >= 1 && (value as number) < 2 ** 31;
const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every((text) => typeof text === 'string');
const isAnswer = (value: unknown): boolean => typeof value === 'object' && !Array.isArray(value);
