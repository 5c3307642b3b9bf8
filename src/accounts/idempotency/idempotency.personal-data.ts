import type { PersonalData } from '../../kernel/personal-data';
import { CALLER_IS_USER } from './idempotency-claims';

/** What was answered under keys: to the person, and to others about the person. */
export const idempotencyPersonalData: PersonalData = {
  tables: {
    'vault.idempotency_claim': {
      exported: { as: 'idempotencyKeys' },
      rows: 'deleted',
      columns: {
        answer: 'cleared',
        caller: {
          kept: 'What was done without signing in is under the hash of a network, not of a person, until its key runs out.',
        },
      },
    },
  },

  // Without the answers: they may hold the keys of questions, and the person had them when they were given.
  async export(manager, userId) {
    const idempotencyKeys = await manager.query<object[]>(
      `SELECT key, request_id AS "requestId", created_at AS "createdAt" FROM vault.idempotency_claim
       WHERE ${CALLER_IS_USER} ORDER BY created_at, key`,
      [userId],
    );
    return { idempotencyKeys };
  },

  async erase(manager, userId) {
    await manager.query(`DELETE FROM vault.idempotency_claim WHERE ${CALLER_IS_USER}`, [userId]);
    // An answer to somebody else that says the name or the address is lost, as one that could not be kept: a repetition is
    // a CONFLICT and is not done again. So may be one about a namesake.
    await manager.query(
      `UPDATE vault.idempotency_claim c SET answer = NULL FROM user_account u
       WHERE u.id = $1 AND (strpos(c.answer::text, to_json(u.display_name)::text) > 0
         OR strpos(c.answer::text, to_json(u.email)::text) > 0)`,
      [userId],
    );
  },
};
