import { defineFilter, integerField, textField } from '../../kernel/graphql/filter';
import { defineOrder } from '../../kernel/graphql/order';
import { everyDocument, referredTo } from '../publishing/completeness';
import { defineKind } from '../publishing/content-kinds';
import { slugField } from '../publishing/relation-filter';
import { LevelContent } from './level.content';
import { Level } from './level.entity';

export const levelKind = defineKind<Level, LevelContent>({
  kind: 'LEVEL',
  folder: 'level',
  description: 'level',
  node: Level,
  content: LevelContent,
  title: (content) => content.name,
  completeness: everyDocument(referredTo('refer to it where it belongs, or remove it')),
  project: (content) => ({
    node: { name: content.name, aliases: content.aliases ?? [], rank: content.rank, summary: content.summary ?? '' },
  }),
  filter: defineFilter('LevelFilter', 'level', {
    slug: slugField(),
    name: textField('By name.'),
    rank: integerField('By place on the ladder.'),
  }),
  order: defineOrder(
    'Level',
    {
      RANK: { column: 'n.rank', type: 'int', description: 'By place on the ladder.' },
      NAME: { column: 'n.name', type: 'text', description: 'By name, as an English dictionary would.' },
      SLUG: { column: 'd.slug', type: 'text', description: 'By slug.' },
    },
    'RANK',
  ),
});
