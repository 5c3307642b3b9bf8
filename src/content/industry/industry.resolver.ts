import { Resolver } from 'type-graphql';
import { plainConnection } from '../../kernel/graphql/connection';
import { contentQueries } from '../publishing/content-queries';
import { Industry } from './industry.entity';
import { industryKind } from './industry.kind';

export const IndustryConnection = plainConnection(() => Industry, 'Industry', 'industries');

@Resolver(() => Industry)
export class IndustryResolver extends contentQueries(
  industryKind,
  { one: 'industry', many: 'industries' },
  IndustryConnection,
) {}
