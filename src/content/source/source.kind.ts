import { defineFilter, textField } from '../../kernel/graphql/filter';
import { defineOrder } from '../../kernel/graphql/order';
import { type CompletenessRule, everyDocument, referredTo } from '../publishing/completeness';
import { defineKind } from '../publishing/content-kinds';
import { slugField } from '../publishing/relation-filter';
import { SourceContent } from './source.content';
import { Source } from './source.entity';

/** Readers can look the source up, or are told why not. */
const toFind: CompletenessRule<SourceContent> = ({ content: { url, note } }) =>
  url || note
    ? []
    : [
        {
          pointer: '/url',
          rule: 'no-url',
          message: 'is missing: say where it can be read, or in a note why it cannot',
        },
      ];

export const sourceKind = defineKind<Source, SourceContent>({
  kind: 'SOURCE',
  folder: 'source',
  description: 'source',
  node: Source,
  content: SourceContent,
  title: (content) => content.name,
  completeness: everyDocument(toFind, referredTo('name it as the source of a claim, or remove it')),
  project: (content) => ({
    node: {
      name: content.name,
      publisher: content.publisher ?? null,
      url: content.url ?? null,
      publishedOn: content.publishedOn ?? null,
      updatedOn: content.updatedOn ?? null,
      note: content.note ?? null,
    },
  }),
  filter: defineFilter('SourceFilter', 'source', { slug: slugField(), name: textField('By name.') }),
  order: defineOrder(
    'Source',
    {
      NAME: { column: 'n.name', type: 'text', description: 'By name, as an English dictionary would.' },
      SLUG: { column: 'd.slug', type: 'text', description: 'By slug.' },
    },
    'NAME',
  ),
});
