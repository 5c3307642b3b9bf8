import type { FeatureModule } from '../../kernel/module';
import { AnonymousLearnerResolver } from './anonymous-learner.resolver';
import { learnerAccess } from './learner.access';
import { Learner } from './learner.entity';
import { addNewLearners } from './new-learners';

/** Who learns, with an account or without. */
export const learnerModule: FeatureModule = {
  folder: 'learning/learner',
  entities: [Learner],
  resolvers: [AnonymousLearnerResolver],
  access: learnerAccess,
  extendServices: addNewLearners,
};
