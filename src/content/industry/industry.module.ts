import type { FeatureModule } from '../../kernel/module';
import { industryAccess } from './industry.access';
import { Industry } from './industry.entity';
import { IndustryResolver } from './industry.resolver';
import { industryKind } from './industry.kind';
import { saveMutation } from '../publishing/save-mutation';

export const industryModule: FeatureModule = {
  folder: 'content/industry',
  entities: [Industry],
  resolvers: [IndustryResolver, saveMutation(industryKind)],
  access: industryAccess,
  publicQueries: ['industry', 'industries'],
};
