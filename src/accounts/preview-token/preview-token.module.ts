import type { FeatureModule } from '../../kernel/module';
import { PreviewToken } from './preview-token.entity';
import { previewTokenPersonalData } from './preview-token.personal-data';

/** Tokens that open one perspective for reading. What makes them knows what a perspective is: content/releases. */
export const previewTokenModule: FeatureModule = {
  folder: 'accounts/preview-token',
  entities: [PreviewToken],
  resolvers: [],
  access: {},
  personalData: previewTokenPersonalData,
};
