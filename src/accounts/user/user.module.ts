import type { FeatureModule } from '../../kernel/module';
import { RoleGrant } from './role-grant.entity';
import { UserAccount } from './user-account.entity';
import { userAccess } from './user.access';
import { userPersonalData } from './user.personal-data';
import { UserResolver } from './user.resolver';

/** People and their roles. */
export const userModule: FeatureModule = {
  folder: 'accounts/user',
  entities: [UserAccount, RoleGrant],
  resolvers: [UserResolver],
  access: userAccess,
  personalData: userPersonalData,
};
