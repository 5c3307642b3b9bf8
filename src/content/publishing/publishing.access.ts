import { type AccessMap, anyone } from '../../kernel/access/access-map';

export const publishingAccess: AccessMap = {
  Query: { node: anyone, nodes: anyone, publications: anyone },
};
