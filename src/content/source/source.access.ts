import { type AccessMap, anyone } from '../../kernel/access/access-map';

export const sourceAccess: AccessMap = {
  Query: { source: anyone, sources: anyone },
};
