import { Resolver } from 'type-graphql';
import { plainConnection } from '../../kernel/graphql/connection';
import { contentQueries } from '../publishing/content-queries';
import { Source } from './source.entity';
import { sourceKind } from './source.kind';

export const SourceConnection = plainConnection(() => Source, 'Source', 'sources');

@Resolver(() => Source)
export class SourceResolver extends contentQueries(sourceKind, { one: 'source', many: 'sources' }, SourceConnection) {}
