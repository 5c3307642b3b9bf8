import { AssessmentKind } from '../../src/content/assessment/assessment-kind';
import type { AssessmentContent } from '../../src/content/assessment/assessment.content';
import { assessmentKind } from '../../src/content/assessment/assessment.kind';
import type { Draft } from '../../src/content/publishing/resolve-references';

/** A quiz of these questions; it can be published with them. */
export function assessmentDraft(slug: string, questions: string[], overrides: Partial<AssessmentContent> = {}): Draft {
  return {
    kind: assessmentKind,
    slug,
    content: {
      title: `Assessment ${slug}`,
      kind: AssessmentKind.QUIZ,
      summary: 'Shows what is known.',
      estimatedMinutes: 5,
      questions,
      ...overrides,
    },
  };
}
