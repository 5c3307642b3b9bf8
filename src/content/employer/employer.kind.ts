import { defineFilter, textField } from '../../kernel/graphql/filter';
import { defineOrder } from '../../kernel/graphql/order';
import { everyDocument, referredTo } from '../publishing/completeness';
import { defineKind } from '../publishing/content-kinds';
import { slugField } from '../publishing/relation-filter';
import { EmployerContent } from './employer.content';
import { Employer } from './employer.entity';

export const employerKind = defineKind<Employer, EmployerContent>({
  kind: 'EMPLOYER',
  folder: 'employer',
  description: 'employer',
  node: Employer,
  content: EmployerContent,
  title: (content) => content.name,
  completeness: everyDocument(referredTo('refer to it where it belongs, or remove it')),
  project: (content) => ({
    node: { name: content.name, aliases: content.aliases ?? [], summary: content.summary ?? null },
  }),
  filter: defineFilter('EmployerFilter', 'employer', { slug: slugField(), name: textField('By name.') }),
  order: defineOrder(
    'Employer',
    {
      NAME: { column: 'n.name', type: 'text', description: 'By name, as an English dictionary would.' },
      SLUG: { column: 'd.slug', type: 'text', description: 'By slug.' },
    },
    'NAME',
  ),
});
