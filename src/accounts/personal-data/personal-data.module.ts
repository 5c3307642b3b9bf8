import type { FeatureModule } from '../../kernel/module';
import { personalDataAccess } from './personal-data.access';
import { PersonalDataResolver } from './personal-data.resolver';

/** A copy of all that is kept about a person, and its erasure. What is kept is known to the modules: see personalData. */
export const personalDataModule: FeatureModule = {
  folder: 'accounts/personal-data',
  entities: [],
  resolvers: [PersonalDataResolver],
  access: personalDataAccess,
};
