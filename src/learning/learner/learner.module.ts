import type { FeatureModule } from '../../kernel/module';
import { Learner } from './learner.entity';
import { learnerPersonalData } from './learner.personal-data';

/** Who learns, with an account or without. */
export const learnerModule: FeatureModule = {
  folder: 'learning/learner',
  entities: [Learner],
  resolvers: [],
  access: {},
  personalData: learnerPersonalData,
};
