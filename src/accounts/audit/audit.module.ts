import type { FeatureModule } from '../../kernel/module';
import { AuditEntry } from './audit-entry.entity';
import { auditPersonalData } from './audit.personal-data';

/** Who did what. The query stands with the documents that it shows, in content/publishing. */
export const auditModule: FeatureModule = {
  folder: 'accounts/audit',
  entities: [AuditEntry],
  resolvers: [],
  access: {},
  personalData: auditPersonalData,
};
