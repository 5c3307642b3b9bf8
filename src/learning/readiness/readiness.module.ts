import type { FeatureModule } from '../../kernel/module';
import { evidenceResolvers } from './evidence.resolver';
import { learnerReadinessResolvers } from './learner-readiness.resolver';
import { readinessAccess } from './readiness.access';
import { addReadinessReader, addSkillNetworks } from './readiness-context';

/** What learners have shown, and how far they are from what careers ask for. */
export const readinessModule: FeatureModule = {
  folder: 'learning/readiness',
  entities: [],
  resolvers: [...evidenceResolvers, ...learnerReadinessResolvers],
  access: readinessAccess,
  extendServices: addSkillNetworks,
  extendContext: addReadinessReader,
};
