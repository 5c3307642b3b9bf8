import type { Draft } from '../../src/content/publishing/resolve-references';
import { QuestionKind } from '../../src/content/question/question-kind';
import type { QuestionContent } from '../../src/content/question/question.content';
import { questionKind } from '../../src/content/question/question.kind';

/** A single-choice question with a key; it can be published as it is. */
export function questionDraft(slug: string, overrides: Partial<QuestionContent> = {}): Draft {
  return {
    kind: questionKind,
    slug,
    content: {
      kind: QuestionKind.SINGLE_CHOICE,
      prompt: `Which one (${slug})?`,
      options: [
        { id: 'this', text: 'This one' },
        { id: 'that', text: 'That one' },
      ],
      key: { correctOptions: ['this'], explanation: 'Because it is.' },
      ...overrides,
    },
  };
}
