import type { AnswerKeyContent, QuestionContent } from './question.content';
import { QuestionKind } from './question-kind';

/** The field of the key that says what is right; a kind without one has no right answer. */
const rightAnswer: Partial<Record<QuestionKind, keyof AnswerKeyContent>> = {
  SINGLE_CHOICE: 'correctOptions',
  MULTIPLE_CHOICE: 'correctOptions',
  ORDERING: 'order',
  NUMERIC: 'number',
  SHORT_TEXT: 'acceptedTexts',
  YES_NO: 'yes',
};

/** Whether the key says what is right, so that answers earn points: never of LIKERT and OPEN. */
export function isGradable({ kind, key }: QuestionContent): boolean {
  const field = rightAnswer[kind];
  return field !== undefined && key?.[field] !== undefined;
}
