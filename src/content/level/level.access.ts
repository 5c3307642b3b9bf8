import { type AccessMap, anyone } from '../../kernel/access/access-map';
import { editors } from '../publishing/publishing.access';

export const levelAccess: AccessMap = {
  Query: { level: anyone, levels: anyone },
  Mutation: { saveLevel: editors },
};
