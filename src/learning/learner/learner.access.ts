import { type AccessMap, anyone } from '../../kernel/access/access-map';

/** Who holds a token proves by it who they are. */
export const learnerAccess: AccessMap = {
  Query: { anonymousLearner: anyone },
};
