import type { FeatureModule } from '../../kernel/module';
import { apiTokenAccess } from './api-token.access';
import { ApiToken } from './api-token.entity';
import { apiTokenPersonalData } from './api-token.personal-data';
import { ApiTokenResolver, ViewerApiTokensResolver } from './api-token.resolver';

/** Tokens for programs. */
export const apiTokenModule: FeatureModule = {
  folder: 'accounts/api-token',
  entities: [ApiToken],
  resolvers: [ApiTokenResolver, ViewerApiTokensResolver],
  access: apiTokenAccess,
  personalData: apiTokenPersonalData,
};
