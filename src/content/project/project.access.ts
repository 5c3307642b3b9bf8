import { type AccessMap, anyone } from '../../kernel/access/access-map';

export const projectAccess: AccessMap = {
  Query: { project: anyone, projects: anyone },
};
