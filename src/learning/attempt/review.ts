import { assessmentKind } from '../../content/assessment/assessment.kind';
import { ReviewPolicy } from '../../content/assessment/assessment-kind';
import { itemGlobalId } from '../../content/publishing/content-node';
import type { Question } from '../../content/question/question.entity';
import type { RequestContext } from '../../kernel/context';
import { paperItemGlobalId } from './attempt-ids';
import './attempt-context';
import type { AttemptRow, KeyRow, PaperRow, SelfReviewRow } from './attempt-reader';
import { AttemptState } from './attempt-state';
import { ATTEMPT_GRACE_SECONDS } from './attempt-times';
import type { RubricItem } from './paper.types';
import { type ReviewAvailability, type ReviewItem, ReviewState } from './result.types';

/**
 * Whether right answers may be shown. The policy is that of the assessment as it is published now, or as it last was: an
 * editor who finds that too much is shown can change it for the attempts that there are.
 */
export async function reviewAvailability(
  row: AttemptRow,
  { attempts, editions }: RequestContext,
): Promise<ReviewAvailability> {
  const only = (state: ReviewState): ReviewAvailability => ({ state, at: null });
  if (row.state === AttemptState.IN_PROGRESS) return only(ReviewState.NOT_SUBMITTED);
  const assessment = await editions.lastPublished(assessmentKind, row.assessmentId);
  switch (assessment?.reviewPolicy) {
    case ReviewPolicy.AFTER_SUBMISSION:
      return only(ReviewState.AVAILABLE);
    case ReviewPolicy.AFTER_PASSING:
      return only((await attempts.hasPassed(row)) ? ReviewState.AVAILABLE : ReviewState.NOT_PASSED);
    case ReviewPolicy.AFTER_WINDOW: {
      // Answers are taken for the grace after the end: until then the review would help somebody.
      const at = new Date(assessment.closesAt!.getTime() + ATTEMPT_GRACE_SECONDS * 1_000);
      return at <= row.serverTime ? only(ReviewState.AVAILABLE) : { state: ReviewState.WINDOW_OPEN, at };
    }
    case ReviewPolicy.NEVER:
    case undefined:
      return only(ReviewState.NEVER);
  }
}

/** What was right about each question; null where it may not be shown, and then no key is read. */
export async function readReview(
  row: AttemptRow,
  asked: readonly { readonly item: PaperRow; readonly question: Question }[],
  context: RequestContext,
): Promise<ReviewItem[] | null> {
  const { attempts } = context;
  const { state } = await reviewAvailability(row, context);
  if (state !== ReviewState.AVAILABLE) return null;
  const [graded, keys, reviews] = await Promise.all([
    attempts.grade(row),
    attempts.keys(row),
    attempts.selfReviews(row),
  ]);
  return asked.map(({ item: { position, questionId }, question }): ReviewItem => {
    const { correct, points, maxPoints } = graded!.result.items.find((each) => each.position === position)!;
    const isHere = (each: { readonly position: number }) => each.position === position;
    return {
      itemId: paperItemGlobalId(row.id, position),
      correct,
      points,
      maxPoints,
      ...whatIsRight(questionId, keys.find(isHere)?.key ?? {}),
      rubric: toRubric(question, reviews.find(isHere)),
    };
  });
}

function whatIsRight(questionId: string, key: KeyRow['key']) {
  const toGlobal = (ids: readonly string[] | undefined) => ids?.map((id) => itemGlobalId(questionId, id)) ?? null;
  return {
    explanation: key.explanation ?? null,
    correctOptionIds: toGlobal(key.correctOptions),
    correctOrder: toGlobal(key.order),
    correctNumber: key.number ?? null,
    tolerance: key.tolerance ?? null,
    tolerancePercent: key.tolerancePercent ?? null,
    acceptedTexts: key.acceptedTexts ? [...key.acceptedTexts] : null,
    correctYes: key.yes ?? null,
  };
}

/** The rubric of a question, and what the learner found of the own answer. */
export function toRubric({ rubric, documentId }: Question, found: SelfReviewRow | undefined): RubricItem[] {
  const met = found && new Set(found.metItemIds.map((id) => itemGlobalId(documentId, id)));
  return rubric.map(({ id, text }) => ({ id, text, met: met?.has(id) ?? null }));
}
