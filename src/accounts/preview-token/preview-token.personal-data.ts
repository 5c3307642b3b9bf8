import type { PersonalData } from '../../kernel/personal-data';

/** Tokens that open one perspective as long as their maker may read it. */
export const previewTokenPersonalData: PersonalData = {
  tables: { preview_token: { exported: { as: 'previewTokens' }, rows: 'deleted' } },

  async export(manager, userId) {
    const previewTokens = await manager.query<object[]>(
      `SELECT id, perspective, created_at AS "createdAt", expires_at AS "expiresAt", revoked_at AS "revokedAt"
       FROM preview_token WHERE created_by_id = $1 ORDER BY created_at, id`,
      [userId],
    );
    return { previewTokens };
  },

  async erase(manager, userId) {
    await manager.query(`DELETE FROM preview_token WHERE created_by_id = $1`, [userId]);
  },
};
