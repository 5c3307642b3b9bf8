import { AssessmentKind, ReviewPolicy } from '../../src/content/assessment/assessment-kind';
import type { AssessmentContent } from '../../src/content/assessment/assessment.content';
import type { Draft } from '../../src/content/publishing/resolve-references';
import { QuestionKind } from '../../src/content/question/question-kind';
import type { QuestionContent } from '../../src/content/question/question.content';
import { ScoringRule } from '../../src/content/question/scoring-rule';
import { assessmentDraft } from './assessment';
import { questionDraft } from './question';

const options = (...ids: string[]) => ids.map((id) => ({ id, text: `The ${id} one` }));

/** A question of each kind that a quiz can have, each with another number of points and a key that is easy to remember. */
const ofEachKind: Record<string, Partial<QuestionContent>> = {
  single: {
    kind: QuestionKind.SINGLE_CHOICE,
    points: 1,
    options: options('north', 'east', 'south', 'west'),
    key: { correctOptions: ['south'], explanation: 'The sun stands there at noon.' },
  },
  multiple: {
    kind: QuestionKind.MULTIPLE_CHOICE,
    points: 4,
    scoring: ScoringRule.EACH_OPTION,
    options: options('red', 'green', 'blue', 'grey'),
    key: { correctOptions: ['red', 'green'], explanation: 'Those two have a hue.' },
  },
  ordering: {
    kind: QuestionKind.ORDERING,
    points: 3,
    scoring: ScoringRule.PAIRS,
    options: options('march', 'january', 'february'),
    key: { order: ['january', 'february', 'march'], explanation: 'So goes the year.' },
  },
  numeric: {
    kind: QuestionKind.NUMERIC,
    points: 2,
    options: undefined,
    unit: 'ms',
    otherUnits: [{ unit: 's', factor: 1000 }],
    key: { number: 250, tolerance: 5, explanation: 'A quarter of a second.' },
  },
  text: {
    kind: QuestionKind.SHORT_TEXT,
    points: 5,
    options: undefined,
    key: { acceptedTexts: ['Idempotency', 'idempotence'], explanation: 'Twice is once.' },
  },
  yes: {
    kind: QuestionKind.YES_NO,
    points: 6,
    options: undefined,
    key: { yes: true, explanation: 'It is so.' },
  },
  open: {
    kind: QuestionKind.OPEN,
    options: undefined,
    rubric: options('claim', 'reason', 'example'),
    key: { explanation: 'A good answer gives all three.' },
  },
};

/** The questions of a quiz with one of each kind: `<prefix>-single`, `<prefix>-multiple` and so on. */
export function questionsOfEachKind(prefix: string, overrides: Partial<QuestionContent> = {}): Draft[] {
  return Object.entries(ofEachKind).map(([name, content]) =>
    questionDraft(`${prefix}-${name}`, { prompt: `${prefix} ${name}?`, ...content, ...overrides }),
  );
}

/** A quiz over questionsOfEachKind of the same name; it can be published with them. */
export function quizOfEachKind(slug: string, overrides: Partial<AssessmentContent> = {}): Draft[] {
  const questions = questionsOfEachKind(slug);
  return [...questions, quizOver(slug, slug, overrides)];
}

/** Another quiz over the questions that questionsOfEachKind made. */
export function quizOver(slug: string, prefix: string, overrides: Partial<AssessmentContent> = {}): Draft {
  return assessmentDraft(
    slug,
    Object.keys(ofEachKind).map((name) => `${prefix}-${name}`),
    { kind: AssessmentKind.QUIZ, reviewPolicy: ReviewPolicy.AFTER_SUBMISSION, passPercent: 60, ...overrides },
  );
}

/** Single-choice questions that test a skill: `<prefix>-1`, `<prefix>-2` and so on. */
export function bankOf(prefix: string, skill: string, size: number, overrides: Partial<QuestionContent> = {}): Draft[] {
  return Array.from({ length: size }, (_, index) =>
    questionDraft(`${prefix}-${index + 1}`, {
      skill,
      options: options('ash', 'birch', 'cedar', 'elm', 'fir'),
      key: { correctOptions: ['cedar'] },
      ...overrides,
    }),
  );
}
