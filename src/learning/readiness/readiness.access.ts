import { learning } from '../../accounts/access-rules';
import type { AccessMap } from '../../kernel/access/access-map';

/** All of it is found on Viewer and on AnonymousLearner, which only its holder can reach. */
export const readinessAccess: AccessMap = {
  Viewer: { careerProgress: learning, gap: learning, nextSkills: learning, skills: learning },
};
