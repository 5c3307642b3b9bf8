import { defineFilter, textField } from '../../kernel/graphql/filter';
import { defineOrder } from '../../kernel/graphql/order';
import { everyDocument, referredTo } from '../publishing/completeness';
import { defineKind } from '../publishing/content-kinds';
import { slugField } from '../publishing/relation-filter';
import { IndustryContent } from './industry.content';
import { Industry } from './industry.entity';

export const industryKind = defineKind<Industry, IndustryContent>({
  kind: 'INDUSTRY',
  folder: 'industry',
  description: 'industry',
  node: Industry,
  content: IndustryContent,
  title: (content) => content.name,
  completeness: everyDocument(referredTo('refer to it where it belongs, or remove it')),
  project: (content) => ({
    node: { name: content.name, aliases: content.aliases ?? [], summary: content.summary ?? null },
  }),
  filter: defineFilter('IndustryFilter', 'industry', { slug: slugField(), name: textField('By name.') }),
  order: defineOrder(
    'Industry',
    {
      NAME: { column: 'n.name', type: 'text', description: 'By name, as an English dictionary would.' },
      SLUG: { column: 'd.slug', type: 'text', description: 'By slug.' },
    },
    'NAME',
  ),
});
