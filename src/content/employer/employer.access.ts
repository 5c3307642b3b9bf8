import { type AccessMap, anyone } from '../../kernel/access/access-map';

export const employerAccess: AccessMap = {
  Query: { employer: anyone, employers: anyone },
};
