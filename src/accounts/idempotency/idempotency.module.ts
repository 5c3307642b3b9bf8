import type { FeatureModule } from '../../kernel/module';
import { IdempotencyClaim } from './idempotency-claim.entity';
import { idempotencyPersonalData } from './idempotency.personal-data';
import { idempotentMutations } from './idempotent-mutations';

/** Mutations that a client may send twice and that are done once. */
export const idempotencyModule: FeatureModule = {
  folder: 'accounts/idempotency',
  entities: [IdempotencyClaim],
  resolvers: [],
  access: {},
  plugin: idempotentMutations,
  personalData: idempotencyPersonalData,
};
