import { type AccessMap, anyone } from '../../kernel/access/access-map';

export const skillAccess: AccessMap = {
  Query: { skill: anyone, skills: anyone },
};
