import type { PersonalData } from '../../kernel/personal-data';

/** What an entry says instead of an address and a request, once the account is erased. The database takes nothing else. */
const ERASED = 'erased';

/** Entries stay: who is responsible for what is public must be answerable. Where somebody was at the time goes. */
export const auditPersonalData: PersonalData = {
  tables: {
    audit_entry: {
      exported: { as: 'auditEntries' },
      rows: 'kept',
      columns: {
        actor_id: {
          kept: 'Entries of one actor belong together; the account that it names has nothing personal left.',
        },
        subject_id: { kept: 'The id of what it was done to, such as the account that a role was granted to.' },
        address: 'cleared',
        request_id: 'cleared',
      },
    },
  },

  async export(manager, userId) {
    const auditEntries = await manager.query<object[]>(
      `SELECT at, action, document_id AS "documentId", edition_id AS "editionId", subject_id AS "subjectId", detail,
         address, request_id AS "requestId" FROM audit_entry WHERE actor_id = $1 ORDER BY id`,
      [userId],
    );
    return { auditEntries };
  },

  async erase(manager, userId) {
    await manager.query(`UPDATE audit_entry SET address = $2, request_id = $2 WHERE actor_id = $1`, [userId, ERASED]);
  },
};
