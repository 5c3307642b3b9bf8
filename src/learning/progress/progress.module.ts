import type { FeatureModule } from '../../kernel/module';
import './claim-progress';
import './plan-advice';
import { PlanEffectOnLearnersResolver } from './plan-effect.resolver';
import { addProgressReader } from './progress-context';
import { progressAccess } from './progress.access';
import { Progress, ProgressEvent } from './progress.entity';
import { learnerProgressResolvers, ProgressResolver } from './progress.resolver';

/** What learners say that they have done, and what editors' changes would do to it. */
export const progressModule: FeatureModule = {
  folder: 'learning/progress',
  entities: [Progress, ProgressEvent],
  resolvers: [PlanEffectOnLearnersResolver, ProgressResolver, ...learnerProgressResolvers],
  access: progressAccess,
  extendContext: addProgressReader,
};
