import type { FeatureModule } from '../../kernel/module';
import { industryAccess } from './industry.access';
import { Industry } from './industry.entity';
import { IndustryResolver } from './industry.resolver';

export const industryModule: FeatureModule = {
  folder: 'content/industry',
  entities: [Industry],
  resolvers: [IndustryResolver],
  access: industryAccess,
};
