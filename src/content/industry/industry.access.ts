import { type AccessMap, anyone } from '../../kernel/access/access-map';
import { editors } from '../publishing/publishing.access';

export const industryAccess: AccessMap = {
  Query: { industry: anyone, industries: anyone },
  Mutation: { saveIndustry: editors },
};
