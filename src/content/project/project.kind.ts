import { defineFilter, textField } from '../../kernel/graphql/filter';
import { defineOrder } from '../../kernel/graphql/order';
import { defineKind } from '../publishing/content-kinds';
import { edgeRows } from '../publishing/edge-row';
import { relationField, slugField } from '../publishing/relation-filter';
import { skillFilter } from '../skill/skill.kind';
import { projectCompleteness } from './project.completeness';
import { ProjectContent } from './project.content';
import { Project, ProjectSkill } from './project.entity';

export const projectKind = defineKind<Project, ProjectContent>({
  kind: 'PROJECT',
  folder: 'project',
  description: 'project',
  node: Project,
  content: ProjectContent,
  title: (content) => content.title,
  completeness: projectCompleteness,
  recordable: [{ kind: 'CRITERION', description: 'What a project is judged by.', path: ['criteria'], label: 'text' }],
  project: (content) => {
    const { skills = [] } = content;
    return {
      node: {
        title: content.title,
        summary: content.summary ?? '',
        scope: content.scope ?? '',
        criteria: content.criteria ?? [],
        skillIds: skills,
      },
      edges: [{ entity: ProjectSkill, rows: edgeRows(skills) }],
    };
  },
  filter: defineFilter('ProjectFilter', 'project', {
    slug: slugField(),
    title: textField('By title.'),
    skills: relationField(
      'ProjectSkill',
      { table: 'project_skill', targetColumn: 'skill_id', target: () => skillFilter },
      'By the skills that it trains.',
    ),
  }),
  order: defineOrder(
    'Project',
    {
      TITLE: { column: 'n.title', type: 'text', description: 'By title, as an English dictionary would.' },
      SLUG: { column: 'd.slug', type: 'text', description: 'By slug.' },
    },
    'TITLE',
  ),
});
