import type { AccessMap } from '../../kernel/access/access-map';
import { inPerson } from '../access-rules';

export const apiTokenAccess: AccessMap = {
  Mutation: { createApiToken: inPerson, revokeApiToken: inPerson },
};
