import { type AccessMap, anyone } from '../../kernel/access/access-map';
import { editors } from '../publishing/publishing.access';

export const careerAccess: AccessMap = {
  Query: { career: anyone, careers: anyone },
  Mutation: { saveCareer: editors },
};
