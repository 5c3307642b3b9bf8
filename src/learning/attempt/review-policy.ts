import { ReviewPolicy } from '../../content/assessment/assessment-kind';
import { AttemptState } from './attempt-state';
import { ATTEMPT_GRACE_SECONDS } from './attempt-times';
import { type ReviewAvailability, ReviewState } from './result.types';

/** What of an assessment decides whether right answers may be shown. */
export interface ReviewTerms {
  readonly reviewPolicy: ReviewPolicy;
  /** Set where the policy is AFTER_WINDOW. */
  readonly closesAt: Date | null;
}

/**
 * Whether right answers may be shown. The policy is that of the assessment as it is published now, or as it last was: an
 * editor who finds that too much is shown can change it for the attempts that there are.
 * @param terms null for an assessment that is nowhere
 * @param passed whether any attempt of the learner at the assessment is passed; looked at for AFTER_PASSING alone
 * @param now by the clock of the database
 */
export function reviewStateOf(
  { state }: { readonly state: AttemptState },
  terms: ReviewTerms | null,
  passed: boolean,
  now: Date,
): ReviewAvailability {
  const only = (found: ReviewState): ReviewAvailability => ({ state: found, at: null });
  if (state === AttemptState.IN_PROGRESS) return only(ReviewState.NOT_SUBMITTED);
  switch (terms?.reviewPolicy) {
    case ReviewPolicy.AFTER_SUBMISSION:
      return only(ReviewState.AVAILABLE);
    case ReviewPolicy.AFTER_PASSING:
      return only(passed ? ReviewState.AVAILABLE : ReviewState.NOT_PASSED);
    case ReviewPolicy.AFTER_WINDOW: {
      // Answers are taken for the grace after the end: until then the review would help somebody.
      const at = new Date(terms.closesAt!.getTime() + ATTEMPT_GRACE_SECONDS * 1_000);
      return at <= now ? only(ReviewState.AVAILABLE) : { state: ReviewState.WINDOW_OPEN, at };
    }
    case ReviewPolicy.NEVER:
    case undefined:
      return only(ReviewState.NEVER);
  }
}
