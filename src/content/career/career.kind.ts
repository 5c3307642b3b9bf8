import { pointerTo, type Problem } from '../../kernel/errors/problem';
import { defineFilter, type FilterDefinition, textField } from '../../kernel/graphql/filter';
import { defineOrder } from '../../kernel/graphql/order';
import { employerKind } from '../employer/employer.kind';
import { industryKind } from '../industry/industry.kind';
import { projectKind } from '../project/project.kind';
import { defineKind } from '../publishing/content-kinds';
import { relationField, slugField } from '../publishing/relation-filter';
import { skillFilter } from '../skill/skill.kind';
import type { SalaryClaimContent } from './career-claims.content';
import { careerCompleteness } from './career.completeness';
import { CareerContent } from './career.content';
import { Career } from './career.entity';
import { careerPlanProblems } from './career.plan';
import { projectCareer } from './career.projection';

/** Rules over several fields: ranges are ranges, and each list names a document once. */
function careerProblems({
  levels = [],
  salaryClaims: overall,
  skills = [],
  transitions = [],
}: CareerContent): Problem[] {
  const problems: Problem[] = [];
  const inOrder = (claims: readonly SalaryClaimContent[] = [], list: string) =>
    claims.forEach(({ min, max }, index) => {
      if (max === undefined || min <= max) return;
      problems.push({
        pointer: `${list}/${index}/max`,
        rule: 'range',
        message: `must be at least min, which is ${min}`,
      });
    });
  levels.forEach(({ salaryClaims }, level) => inOrder(salaryClaims, `/levels/${level}/salaryClaims`));
  inOrder(overall, '/salaryClaims');
  const once = (list: string, field: string, targets: string[]) =>
    targets.forEach((target, index) => {
      if (targets.indexOf(target) === index) return;
      problems.push({
        pointer: pointerTo(`/${list}/${index}`, field),
        rule: 'duplicate',
        message: `names ${target} a second time`,
      });
    });
  once(
    'levels',
    'level',
    levels.map(({ level }) => level),
  );
  once(
    'skills',
    'skill',
    skills.map(({ skill }) => skill),
  );
  once(
    'transitions',
    'career',
    transitions.map(({ career }) => career),
  );
  return problems;
}

const careerFilter: FilterDefinition = defineFilter('CareerFilter', 'career', {
  slug: slugField(),
  title: textField('By title.'),
  skills: relationField(
    'CareerSkill',
    { table: 'career_skill', targetColumn: 'skill_id', target: () => skillFilter },
    'By the skills that it needs.',
  ),
  industries: relationField(
    'CareerIndustry',
    { table: 'career_industry', targetColumn: 'industry_id', target: () => industryKind.filter },
    'By the industries that employ them.',
  ),
  employers: relationField(
    'CareerEmployer',
    { table: 'career_employer', targetColumn: 'employer_id', target: () => employerKind.filter },
    'By the employers that hire them.',
  ),
  projects: relationField(
    'CareerProject',
    { table: 'career_project', targetColumn: 'project_id', target: () => projectKind.filter },
    'By the projects that train it.',
  ),
  transitions: relationField(
    'CareerTransition',
    { table: 'career_transition', targetColumn: 'career_id', target: () => careerFilter },
    'By the careers that it can lead to.',
  ),
});

export const careerKind = defineKind<Career, CareerContent>({
  kind: 'CAREER',
  folder: 'career',
  description: 'career',
  node: Career,
  content: CareerContent,
  title: (content) => content.title,
  check: careerProblems,
  plan: careerPlanProblems,
  completeness: careerCompleteness,
  recordable: [
    { kind: 'LEARNING_STEP', description: 'Steps of the way into a career.', path: ['learningPath'], label: 'title' },
    {
      kind: 'MINI_TASK',
      description: 'Small tasks that end a learning step.',
      path: ['learningPath', 'miniTask'],
      label: 'text',
    },
    {
      kind: 'CHECKLIST_ITEM',
      description: 'What to be able to do before an interview.',
      path: ['interviewChecklist'],
      label: 'text',
    },
    { kind: 'NEXT_STEP', description: 'What to do next in a career.', path: ['nextSteps'], label: 'text' },
  ],
  project: projectCareer,
  filter: careerFilter,
  order: defineOrder(
    'Career',
    {
      TITLE: { column: 'n.title', type: 'text', description: 'By title, as an English dictionary would.' },
      SLUG: { column: 'd.slug', type: 'text', description: 'By slug.' },
    },
    'TITLE',
  ),
});
