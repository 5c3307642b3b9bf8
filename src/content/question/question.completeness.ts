import { type CompletenessRule, everyDocument } from '../publishing/completeness';
import { isGradable } from './gradable-question';
import { QuestionKind } from './question-kind';
import type { QuestionContent } from './question.content';

/** How many points the rubric of an open question should have. */
const RUBRIC = 3;

const gradedQuestion: CompletenessRule<QuestionContent> = ({ content }) => {
  if (!isGradable(content)) return [];
  const missing = [
    !content.skill && { pointer: '/skill', way: 'name the skill that it tests, or it counts for none' },
    !content.difficulty && { pointer: '/difficulty', way: 'say how hard it is, so that a blueprint can choose it' },
    !content.key?.explanation && { pointer: '/key/explanation', way: 'say why the key is right, for the review' },
  ].filter((each) => each !== false);
  return missing.map(({ pointer, way }) => ({
    pointer,
    rule: `no-${pointer.split('/').at(-1)}`,
    message: `is missing: ${way}`,
  }));
};

const openQuestion: CompletenessRule<QuestionContent> = ({ content: { kind, skill, rubric = [] } }) => {
  if (kind !== QuestionKind.OPEN) return [];
  const few = `has ${rubric.length} of at least ${RUBRIC} points: say what a good answer covers`;
  return [
    ...(skill ? [] : [{ pointer: '/skill', rule: 'no-skill', message: 'is missing: name the skill that it trains' }]),
    ...(rubric.length >= RUBRIC ? [] : [{ pointer: '/rubric', rule: 'few-rubric', message: few }]),
  ];
};

const adviceIfNo: CompletenessRule<QuestionContent> = ({ content }) => {
  const asksForMore = content.kind === QuestionKind.YES_NO && !isGradable(content) && !content.key?.affinities;
  if (!asksForMore || content.adviceIfNo) return [];
  return [{ pointer: '/adviceIfNo', rule: 'no-adviceIfNo', message: 'is missing: say what to do next after a no' }];
};

/** A question is fixed in an assessment or offered by a career, or it has a skill by which a blueprint draws it. */
const reachable: CompletenessRule<QuestionContent> = ({ content: { skill, key }, referredBy }) => {
  if (referredBy.length > 0 || (skill && key)) return [];
  const message = 'nobody is ever asked it: name it in an assessment, or in the practicePrompts of a career';
  return [{ pointer: '', rule: 'stands-alone', message }];
};

/** What a question has that people learn from. */
export const questionCompleteness = everyDocument<QuestionContent>(gradedQuestion, openQuestion, adviceIfNo, reachable);
