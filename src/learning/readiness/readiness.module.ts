import type { FeatureModule } from '../../kernel/module';
import { evidenceResolvers } from './evidence.resolver';
import { learnerReadinessResolvers } from './learner-readiness.resolver';
import { addReadinessReader, addSkillNetworks } from './readiness-context';

/** What learners have shown, and how far they are from what careers ask for. */
export const readinessModule: FeatureModule = {
  folder: 'learning/readiness',
  entities: [],
  resolvers: [...evidenceResolvers, ...learnerReadinessResolvers],
  // All of it is found on Viewer and on AnonymousLearner.
  access: {},
  extendServices: addSkillNetworks,
  extendContext: addReadinessReader,
};
