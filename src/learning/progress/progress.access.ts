import { type AccessMap, anyone } from '../../kernel/access/access-map';

/** Anybody may record progress: who has no account holds it by a token. */
export const progressAccess: AccessMap = {
  Mutation: { recordProgress: anyone },
};
