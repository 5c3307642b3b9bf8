import type { Problem } from '../../kernel/errors/problem';
import { defineFilter, enumField, textField } from '../../kernel/graphql/filter';
import { defineOrder } from '../../kernel/graphql/order';
import type { Stage } from '../publishing/content-kind';
import { everyDocument, referredTo } from '../publishing/completeness';
import { defineKind } from '../publishing/content-kinds';
import { edgeRows } from '../publishing/edge-row';
import { relationField, slugField } from '../publishing/relation-filter';
import { questionFilter } from '../question/question.kind';
import { skillFilter } from '../skill/skill.kind';
import { AssessmentKind, ReviewPolicy } from './assessment-kind';
import { AssessmentContent, type BlueprintEntryContent } from './assessment.content';
import { assessmentPlanProblems } from './assessment.plan';
import { Assessment, AssessmentQuestion, AssessmentSkill } from './assessment.entity';

function assessmentProblems(assessment: AssessmentContent, stage: Stage): Problem[] {
  const { kind, questions, blueprint, passPercent, reviewPolicy, opensAt, closesAt } = assessment;
  const problems: Problem[] = [];
  if (stage === 'publishing' && !questions && !blueprint)
    problems.push({ pointer: '/questions', rule: 'required', message: 'an assessment needs questions or a blueprint' });
  if (passPercent !== undefined && (kind === AssessmentKind.SELF_CHECK || kind === AssessmentKind.FIT)) {
    problems.push({ pointer: '/passPercent', rule: 'kind', message: `nobody passes or fails a ${kind}` });
  }
  if (stage === 'publishing' && reviewPolicy === ReviewPolicy.AFTER_WINDOW && closesAt === undefined)
    problems.push({ pointer: '/closesAt', rule: 'required', message: 'a review after the window needs its end' });
  if (stage === 'publishing' && reviewPolicy === ReviewPolicy.AFTER_PASSING && passPercent === undefined)
    problems.push({ pointer: '/passPercent', rule: 'required', message: 'a review after passing needs passPercent' });
  // Both are in UTC, so they sort as texts.
  if (opensAt !== undefined && closesAt !== undefined && opensAt >= closesAt)
    problems.push({ pointer: '/closesAt', rule: 'window', message: `must lie after opensAt, which is ${opensAt}` });
  return problems;
}

/** One edge a skill, however many entries of the blueprint draw for it: the assessment is listed once with the skill. */
function countsBySkill(blueprint: readonly BlueprintEntryContent[]): { targetId: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const { skill, count } of blueprint) counts.set(skill, (counts.get(skill) ?? 0) + count);
  return [...counts].map(([targetId, count]) => ({ targetId, count }));
}

export const assessmentKind = defineKind<Assessment, AssessmentContent>({
  kind: 'ASSESSMENT',
  folder: 'assessment',
  description: 'assessment',
  node: Assessment,
  content: AssessmentContent,
  title: (content) => content.title,
  check: assessmentProblems,
  plan: assessmentPlanProblems,
  completeness: everyDocument(referredTo('name it in the assessments of a career')),
  project: (content) => {
    const { questions = [], blueprint = [] } = content;
    return {
      node: {
        title: content.title,
        kind: content.kind,
        summary: content.summary ?? '',
        estimatedMinutes: content.estimatedMinutes ?? null,
        timeLimitMinutes: content.timeLimitMinutes ?? null,
        passPercent: content.passPercent ?? null,
        reviewPolicy: content.reviewPolicy ?? ReviewPolicy.NEVER,
        retakeWaitHours: content.retakeWaitHours ?? 0,
        maxAttempts: content.maxAttempts ?? null,
        opensAt: content.opensAt ?? null,
        closesAt: content.closesAt ?? null,
        blueprint,
        questionIds: questions,
      },
      edges: [
        { entity: AssessmentQuestion, rows: edgeRows(questions) },
        { entity: AssessmentSkill, rows: countsBySkill(blueprint) },
      ],
    };
  },
  filter: defineFilter('AssessmentFilter', 'assessment', {
    slug: slugField(),
    title: textField('By title.'),
    kind: enumField('AssessmentKind', () => AssessmentKind, 'By what it is for.'),
    questions: relationField(
      'AssessmentQuestion',
      { table: 'assessment_question', targetColumn: 'question_id', target: () => questionFilter },
      'By its fixed questions.',
    ),
    skills: relationField(
      'AssessmentSkill',
      { table: 'assessment_skill', targetColumn: 'skill_id', target: () => skillFilter },
      'By the skills of its blueprint.',
    ),
  }),
  order: defineOrder(
    'Assessment',
    {
      TITLE: { column: 'n.title', type: 'text', description: 'By title, as an English dictionary would.' },
      SLUG: { column: 'd.slug', type: 'text', description: 'By slug.' },
    },
    'TITLE',
  ),
});
