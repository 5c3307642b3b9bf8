import { type AccessMap, anyone } from '../../kernel/access/access-map';
import { editors } from '../publishing/publishing.access';

export const projectAccess: AccessMap = {
  Query: { project: anyone, projects: anyone },
  Mutation: { saveProject: editors },
};
