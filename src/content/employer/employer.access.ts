import { type AccessMap, anyone } from '../../kernel/access/access-map';
import { editors } from '../publishing/publishing.access';

export const employerAccess: AccessMap = {
  Query: { employer: anyone, employers: anyone },
  Mutation: { saveEmployer: editors },
};
