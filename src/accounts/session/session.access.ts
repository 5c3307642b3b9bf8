import { type AccessMap, anyone } from '../../kernel/access/access-map';
import { inPersonWithRole, inSession } from '../access-rules';
import { Role } from '../role';

export const sessionAccess: AccessMap = {
  Mutation: {
    register: anyone,
    signIn: anyone,
    // Whoever has the refresh token: the access token may have run out.
    refreshSession: anyone,
    signOut: anyone,
    changePassword: inSession,
    rotateSigningKey: inPersonWithRole(Role.ADMIN),
  },
};
