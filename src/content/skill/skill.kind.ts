import { defineFilter, type FilterDefinition, enumField, textField } from '../../kernel/graphql/filter';
import { defineOrder } from '../../kernel/graphql/order';
import { defineKind } from '../publishing/content-kinds';
import { edgeRows } from '../publishing/edge-row';
import { relationField, slugField } from '../publishing/relation-filter';
import { SkillBroader, SkillPrerequisite, SkillReplaces } from './skill-edges.entity';
import { SkillKind } from './skill-kind';
import { skillCompleteness } from './skill.completeness';
import { SkillContent } from './skill.content';
import { Skill } from './skill.entity';
import { skillPlanProblems } from './skill.plan';

export const skillFilter: FilterDefinition = defineFilter('SkillFilter', 'skill', {
  slug: slugField(),
  name: textField('By name.'),
  kind: enumField('SkillKind', () => SkillKind, 'By kind.'),
  broader: relationField(
    'SkillBroader',
    { table: 'skill_broader', targetColumn: 'skill_id', target: () => skillFilter },
    'By the wider skills that contain it.',
  ),
  prerequisites: relationField(
    'SkillPrerequisite',
    { table: 'skill_prerequisite', targetColumn: 'skill_id', target: () => skillFilter },
    'By the skills to have first.',
  ),
});

export const skillKind = defineKind<Skill, SkillContent>({
  kind: 'SKILL',
  folder: 'skill',
  description: 'skill',
  node: Skill,
  content: SkillContent,
  title: (content) => content.name,
  plan: skillPlanProblems,
  completeness: skillCompleteness,
  recordable: [{ kind: 'TOPIC', description: 'What belongs to a skill.', path: ['topics'], label: 'name' }],
  project: (content) => {
    const { broader = [], prerequisites = [], replaces = [] } = content;
    return {
      node: {
        name: content.name,
        kind: content.kind,
        summary: content.summary ?? '',
        aliases: content.aliases ?? [],
        topics: content.topics ?? [],
        broaderIds: broader,
        prerequisiteIds: prerequisites,
        replacedIds: replaces,
      },
      edges: [
        { entity: SkillBroader, rows: edgeRows(broader) },
        { entity: SkillPrerequisite, rows: edgeRows(prerequisites) },
        { entity: SkillReplaces, rows: edgeRows(replaces) },
      ],
    };
  },
  filter: skillFilter,
  order: defineOrder(
    'Skill',
    {
      NAME: { column: 'n.name', type: 'text', description: 'By name, as an English dictionary would.' },
      SLUG: { column: 'd.slug', type: 'text', description: 'By slug.' },
    },
    'NAME',
  ),
});
