import type { FeatureModule } from '../../kernel/module';
import { Learner } from './learner.entity';

/** Who learns, with an account or without. */
export const learnerModule: FeatureModule = {
  folder: 'learning/learner',
  entities: [Learner],
  resolvers: [],
  access: {},
};
