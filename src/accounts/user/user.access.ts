import { type AccessMap, anyone } from '../../kernel/access/access-map';
import { hasRole, inPersonWithRole } from '../access-rules';
import { Role } from '../role';

export const userAccess: AccessMap = {
  Query: { viewer: anyone, users: hasRole(Role.ADMIN) },
  Mutation: { grantRole: inPersonWithRole(Role.ADMIN), revokeRole: inPersonWithRole(Role.ADMIN) },
};
