import { assessmentKind } from '../../content/assessment/assessment.kind';
import { ReviewPolicy } from '../../content/assessment/assessment-kind';
import { itemGlobalId } from '../../content/publishing/content-node';
import type { Question } from '../../content/question/question.entity';
import type { RequestContext } from '../../kernel/context';
import { paperItemGlobalId } from './attempt-ids';
import './attempt-context';
import type { AttemptRow, KeyRow, PaperRow, SelfReviewRow } from './attempt-reader';
import { AttemptState } from './attempt-state';
import type { RubricItem } from './paper.types';
import { reviewStateOf } from './review-policy';
import { type ReviewAvailability, type ReviewItem, ReviewState } from './result.types';

/** Whether right answers may be shown: see reviewStateOf. */
export async function reviewAvailability(
  row: AttemptRow,
  { attempts, editions }: RequestContext,
): Promise<ReviewAvailability> {
  const closed = row.state !== AttemptState.IN_PROGRESS;
  const assessment = closed ? await editions.lastPublished(assessmentKind, row.assessmentId) : null;
  const passed = assessment?.reviewPolicy === ReviewPolicy.AFTER_PASSING && (await attempts.hasPassed(row));
  return reviewStateOf(row, assessment, passed, row.serverTime);
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
  const [graded, keys, reviews, inUse] = await Promise.all([
    attempts.grade(row),
    attempts.keys(row),
    attempts.selfReviews(row),
    attempts.questionsInUse(row.learnerId),
  ]);
  return asked.map(({ item: { position, questionId }, question }): ReviewItem => {
    const { correct, points, maxPoints } = graded!.result.items.find((each) => each.position === position)!;
    const isHere = (each: { readonly position: number }) => each.position === position;
    const withheld = inUse.has(questionId);
    return {
      itemId: paperItemGlobalId(row.id, position),
      withheld,
      correct: withheld ? null : correct,
      points: withheld ? null : points,
      maxPoints,
      ...whatIsRight(questionId, withheld ? {} : (keys.find(isHere)?.key ?? {})),
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
