import type { PersonalData } from '../../kernel/personal-data';

/** Who learns: the learner of an account, and those without one whose attempts the account has claimed. */
export const learnerPersonalData: PersonalData = {
  ofLearners: true,
  tables: {
    learner: { exported: { as: 'learners' }, rows: 'deleted' },
  },

  async export(manager, userId) {
    const learners = await manager.query<object[]>(
      `SELECT id, created_at AS "createdAt", claimed_at AS "claimedAt" FROM learner
       WHERE id = $1 OR claimed_by_id = $1 ORDER BY created_at, id`,
      [userId],
    );
    return { learners };
  },

  /** All that learners have goes with them, by the foreign keys; so do the learners that this one has claimed. */
  async erase(manager, userId) {
    await manager.query(`DELETE FROM learner WHERE id = $1`, [userId]);
  },
};
