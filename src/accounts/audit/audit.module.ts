import type { FeatureModule } from '../../kernel/module';
import { AuditEntry } from './audit-entry.entity';

/** Who did what. The query stands with the documents that it shows, in content/publishing. */
export const auditModule: FeatureModule = {
  folder: 'accounts/audit',
  entities: [AuditEntry],
  resolvers: [],
  access: {},
};
