import type { PersonalData } from '../../kernel/personal-data';

/** How somebody is called whose account was erased. */
export const ERASED_NAME = 'Erased account';

/** The account itself and its roles. */
export const userPersonalData: PersonalData = {
  tables: {
    user_account: {
      exported: { as: 'account' },
      rows: 'kept',
      columns: {
        id: { kept: 'Editions, publications and audit entries name it; by itself it tells nothing about the person.' },
        email: 'cleared',
        display_name: 'cleared',
        password_hash: 'cleared',
      },
    },
    role_grant: {
      exported: { as: 'roles' },
      rows: 'deleted',
      columns: {
        granted_by_id: { kept: 'Other people have these roles by the grant of an account that stays named.' },
      },
    },
  },

  async export(manager, userId) {
    const [account] = await manager.query<object[]>(
      `SELECT id, email, display_name AS "displayName", password_hash IS NOT NULL AS "hasPassword",
         created_at AS "createdAt", disabled_at AS "disabledAt" FROM user_account WHERE id = $1`,
      [userId],
    );
    const roles = await manager.query<object[]>(
      `SELECT role, granted_at AS "grantedAt", granted_by_id AS "grantedById" FROM role_grant WHERE user_id = $1
       ORDER BY role`,
      [userId],
    );
    const rolesGranted = await manager.query<object[]>(
      `SELECT role, user_id AS "userId", granted_at AS "grantedAt" FROM role_grant WHERE granted_by_id = $1
       ORDER BY granted_at, user_id, role`,
      [userId],
    );
    return { account, roles, rolesGranted };
  },

  async erase(manager, userId) {
    await manager.query(`DELETE FROM role_grant WHERE user_id = $1`, [userId]);
    await manager.query(
      `UPDATE user_account SET email = NULL, display_name = $2, password_hash = NULL, erased_at = now(),
         disabled_at = coalesce(disabled_at, now()) WHERE id = $1`,
      [userId, ERASED_NAME],
    );
  },
};
