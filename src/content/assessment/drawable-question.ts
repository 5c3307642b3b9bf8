import { isGradable } from '../question/gradable-question';
import type { QuestionContent } from '../question/question.content';
import { AssessmentKind } from './assessment-kind';

/**
 * Whether a blueprint of such an assessment may draw this question: the one rule for the plan and for the paper.
 * What is scored needs a right answer, a fit test needs to know what the answers say, and nobody is drawn to write an essay.
 */
export function isDrawable(kind: AssessmentKind, question: QuestionContent): boolean {
  switch (kind) {
    case AssessmentKind.EXAM:
    case AssessmentKind.QUIZ:
      return isGradable(question);
    case AssessmentKind.FIT:
      return hasAffinities(question);
    case AssessmentKind.SELF_CHECK:
      return question.kind !== 'OPEN';
  }
}

/** Whether the answers say something about careers. */
export function hasAffinities({ key }: QuestionContent): boolean {
  return key?.affinities !== undefined;
}
