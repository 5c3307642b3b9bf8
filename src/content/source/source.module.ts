import type { FeatureModule } from '../../kernel/module';
import { sourceAccess } from './source.access';
import { Source } from './source.entity';
import { SourceResolver } from './source.resolver';
import { sourceKind } from './source.kind';
import { saveMutation } from '../publishing/save-mutation';

export const sourceModule: FeatureModule = {
  folder: 'content/source',
  entities: [Source],
  resolvers: [SourceResolver, saveMutation(sourceKind)],
  access: sourceAccess,
  publicQueries: ['source', 'sources'],
};
