import { type AccessMap, anyone } from '../../kernel/access/access-map';

export const levelAccess: AccessMap = {
  Query: { level: anyone, levels: anyone },
};
