import { isGradable } from '../question/gradable-question';
import type { QuestionContent } from '../question/question.content';
import type { AssessmentKind } from './assessment-kind';

/** What of a question decides whether it may be drawn. */
export interface QuestionFacts {
  readonly kind: `${QuestionContent['kind']}`;
  /** Whether the key says what is right. */
  readonly gradable: boolean;
  /** Whether the key says something about careers. */
  readonly hasAffinities: boolean;
}

/**
 * Whether a blueprint of such an assessment may draw this question: the one rule for the plan and for the paper.
 * What is scored needs a right answer, a fit test needs to know what the answers say, and nobody is drawn to write an essay.
 */
export function isDrawable(kind: `${AssessmentKind}`, question: QuestionFacts): boolean {
  switch (kind) {
    case 'EXAM':
    case 'QUIZ':
      return question.gradable;
    case 'FIT':
      return question.hasAffinities;
    case 'SELF_CHECK':
      return question.kind !== 'OPEN';
  }
}

/** The facts of a question whose key is at hand. */
export function factsOf(content: QuestionContent): QuestionFacts {
  return { kind: content.kind, gradable: isGradable(content), hasAffinities: hasAffinities(content) };
}

/** Whether the answers say something about careers. */
export function hasAffinities({ key }: Pick<QuestionContent, 'key'>): boolean {
  return key?.affinities !== undefined;
}
