import type { PersonalData } from '../../kernel/personal-data';

const responsible = 'Who is responsible for what goes out; the account that it names has nothing personal left.';

/** Who put releases together and scheduled them. A release that waits for its time goes out all the same. */
export const releasesPersonalData: PersonalData = {
  tables: {
    release: {
      exported: { as: 'releases' },
      rows: 'kept',
      columns: {
        created_by_id: { kept: responsible },
        scheduled_by_id: { kept: responsible },
        title: { kept: 'The name of a piece of work that others go on with, and the message of its publication.' },
      },
    },
  },

  async export(manager, userId) {
    const releases = await manager.query<object[]>(
      `SELECT id, title, state, created_at AS "createdAt", publish_at AS "publishAt",
         created_by_id IS NOT DISTINCT FROM $1 AS "createdByYou", scheduled_by_id IS NOT DISTINCT FROM $1 AS "scheduledByYou"
       FROM release WHERE created_by_id = $1 OR scheduled_by_id = $1 ORDER BY created_at, id`,
      [userId],
    );
    return { releases };
  },
};
