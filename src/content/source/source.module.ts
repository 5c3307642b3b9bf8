import type { FeatureModule } from '../../kernel/module';
import { sourceAccess } from './source.access';
import { Source } from './source.entity';
import { SourceResolver } from './source.resolver';

export const sourceModule: FeatureModule = {
  folder: 'content/source',
  entities: [Source],
  resolvers: [SourceResolver],
  access: sourceAccess,
};
