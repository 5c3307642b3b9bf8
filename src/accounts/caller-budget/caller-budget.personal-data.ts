import type { PersonalData } from '../../kernel/personal-data';
import { budgetKey } from './caller-budget';

/** The count of what a user spends lies under a hash in `rate_limit`, which the session's data declares, and runs out in a minute. */
export const callerBudgetPersonalData: PersonalData = {
  tables: {},

  async erase(manager, userId) {
    const key = budgetKey({ name: 'known', caller: `user:${userId}` });
    await manager.query(`DELETE FROM rate_limit WHERE key = $1`, [key]);
  },
};
