import { defineFilter, enumField, textField } from '../../kernel/graphql/filter';
import { defineOrder } from '../../kernel/graphql/order';
import { defineKind } from '../publishing/content-kinds';
import { edgeRows } from '../publishing/edge-row';
import { relationField, slugField } from '../publishing/relation-filter';
import { skillFilter } from '../skill/skill.kind';
import { isGradable } from './gradable-question';
import { Difficulty, QuestionKind } from './question-kind';
import { questionCompleteness } from './question.completeness';
import { QuestionContent } from './question.content';
import { Affinity, Question, QuestionSkill } from './question.entity';
import { questionPlanProblems } from './question.plan';
import { questionProblems } from './question.rules';
import { ScoringRule } from './scoring-rule';

export const questionFilter = defineFilter('QuestionFilter', 'question', {
  slug: slugField(),
  prompt: textField('By prompt.'),
  kind: enumField('QuestionKind', () => QuestionKind, 'By how it is answered.'),
  difficulty: enumField('Difficulty', () => Difficulty, 'By how hard it is meant to be.'),
  skill: relationField(
    'QuestionSkill',
    { table: 'question_skill', targetColumn: 'skill_id', target: () => skillFilter },
    'By the skill that it tests.',
  ),
});

export const questionKind = defineKind<Question, QuestionContent>({
  kind: 'QUESTION',
  folder: 'question',
  description: 'question',
  node: Question,
  content: QuestionContent,
  title: (content) => content.prompt,
  check: questionProblems,
  plan: questionPlanProblems,
  completeness: questionCompleteness,
  project: (content) => ({
    node: {
      kind: content.kind,
      prompt: content.prompt,
      difficulty: content.difficulty ?? null,
      points: content.points ?? 1,
      scoring: content.scoring ?? ScoringRule.ALL_OR_NOTHING,
      options: content.options ?? [],
      unit: content.unit ?? null,
      otherUnits: content.otherUnits ?? [],
      adviceIfNo: content.adviceIfNo ?? null,
      rubric: content.rubric ?? [],
      skillId: content.skill ?? null,
      gradable: isGradable(content),
      hasAffinities: content.key?.affinities !== undefined,
    },
    edges: [
      { entity: QuestionSkill, rows: edgeRows(content.skill ? [content.skill] : []) },
      {
        entity: Affinity,
        rows: (content.key?.affinities ?? []).map(({ option, career, weight }) => ({
          optionId: option ?? null,
          targetId: career,
          weight,
        })),
      },
    ],
  }),
  filter: questionFilter,
  order: defineOrder('Question', { SLUG: { column: 'd.slug', type: 'text', description: 'By slug.' } }, 'SLUG'),
});
