import { type AccessMap, anyone } from '../../kernel/access/access-map';

export const industryAccess: AccessMap = {
  Query: { industry: anyone, industries: anyone },
};
