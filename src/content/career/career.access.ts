import { type AccessMap, anyone } from '../../kernel/access/access-map';

export const careerAccess: AccessMap = {
  Query: { career: anyone, careers: anyone },
};
