import { type AccessMap, anyone } from '../../kernel/access/access-map';
import { editors } from '../publishing/publishing.access';

export const sourceAccess: AccessMap = {
  Query: { source: anyone, sources: anyone },
  Mutation: { saveSource: editors },
};
