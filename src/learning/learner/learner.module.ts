import type { FeatureModule } from '../../kernel/module';
import { AnonymousDataResolver } from './anonymous-data.resolver';
import { AnonymousLearnerResolver } from './anonymous-learner.resolver';
import { learnerAccess } from './learner.access';
import { Learner } from './learner.entity';
import { learnerPersonalData } from './learner.personal-data';
import { addNewLearners } from './new-learners';

/** Who learns, with an account or without. */
export const learnerModule: FeatureModule = {
  folder: 'learning/learner',
  entities: [Learner],
  resolvers: [AnonymousDataResolver, AnonymousLearnerResolver],
  access: learnerAccess,
  personalData: learnerPersonalData,
  extendServices: addNewLearners,
};
