import type { FeatureModule } from '../../kernel/module';
import { addCallerBudget } from './caller-budget';
import { callerBudgetPersonalData } from './caller-budget.personal-data';
import { addBudgetHeaders, spendOnOperation, spendOnRequest } from './spend-points';

/** What each caller may ask in a minute, by what it costs. */
export const callerBudgetModule: FeatureModule = {
  folder: 'accounts/caller-budget',
  entities: [],
  resolvers: [],
  access: {},
  extendServices: addCallerBudget,
  extendContext: spendOnRequest,
  plugin: spendOnOperation,
  routes: addBudgetHeaders,
  personalData: callerBudgetPersonalData,
};
