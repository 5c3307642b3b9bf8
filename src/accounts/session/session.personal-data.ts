import type { PersonalData } from '../../kernel/personal-data';
import { comparedEmail } from '../user/users';
import { rememberErasedIdentities } from './erased-identities';
import { accountCounts } from './sign-in-throttle';

/** Where somebody signed in from, by which means, and how often it failed. */
export const sessionPersonalData: PersonalData = {
  tables: {
    session: { exported: { as: 'sessions' }, rows: 'deleted' },
    refresh_token: { exported: { as: 'sessions' }, rows: 'deleted' },
    external_identity: { exported: { as: 'externalIdentities' }, rows: 'deleted' },
    erased_identity: {
      exported: { not: 'It is made by the erasure; whoever is in it has no account any more.' },
      rows: 'kept',
      columns: {
        identity_hash: {
          kept: 'A hash by which tokens that the provider made before the erasure are refused, for 30 days.',
        },
      },
    },
    rate_limit: {
      exported: {
        not: 'Counts under hashes, which run out within 15 minutes and say nothing that the person did not do.',
      },
      rows: 'deleted',
      columns: {
        key: {
          kept: 'The count of a network stays until it runs out: it is under a hash, and of all who share the network.',
        },
      },
    },
  },

  async export(manager, userId) {
    const sessions = await manager.query<object[]>(
      `SELECT s.id, s.created_at AS "createdAt", s.last_used_at AS "lastUsedAt", s.expires_at AS "expiresAt",
         s.ended_at AS "endedAt", s.address, s.user_agent AS "userAgent",
         ARRAY(SELECT json_build_object('createdAt', t.created_at, 'usedAt', t.used_at) FROM refresh_token t
               WHERE t.user_id = s.user_id AND t.session_id = s.id ORDER BY t.created_at) AS "refreshTokens"
       FROM session s WHERE s.user_id = $1 ORDER BY s.created_at, s.id`,
      [userId],
    );
    const externalIdentities = await manager.query<object[]>(
      `SELECT issuer, subject, created_at AS "createdAt" FROM external_identity WHERE user_id = $1 ORDER BY created_at`,
      [userId],
    );
    return { sessions, externalIdentities };
  },

  async erase(manager, userId) {
    await rememberErasedIdentities(manager, userId);
    await manager.query(`DELETE FROM external_identity WHERE user_id = $1`, [userId]);
    // The refresh tokens go with them, by their foreign key.
    await manager.query(`DELETE FROM session WHERE user_id = $1`, [userId]);
    const [account] = await manager.query<{ email: string | null }[]>(`SELECT email FROM user_account WHERE id = $1`, [
      userId,
    ]);
    const email = account?.email ?? null;
    const names = [userId, ...(email === null ? [] : [await comparedEmail(manager, email)])];
    await manager.query(`DELETE FROM rate_limit WHERE key = ANY($1::text[])`, [accountCounts(names)]);
  },
};
