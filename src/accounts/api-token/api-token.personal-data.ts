import type { PersonalData } from '../../kernel/personal-data';

/** Tokens for programs, with the names that their owner gave them. */
export const apiTokenPersonalData: PersonalData = {
  tables: { api_token: { exported: { as: 'apiTokens' }, rows: 'deleted' } },

  async export(manager, userId) {
    const apiTokens = await manager.query<object[]>(
      `SELECT id, name, prefix, roles, kinds, created_at AS "createdAt", expires_at AS "expiresAt",
         revoked_at AS "revokedAt", last_used_at AS "lastUsedAt" FROM api_token WHERE user_id = $1 ORDER BY created_at, id`,
      [userId],
    );
    return { apiTokens };
  },

  async erase(manager, userId) {
    await manager.query(`DELETE FROM api_token WHERE user_id = $1`, [userId]);
  },
};
