import type { FeatureModule } from '../../kernel/module';
import { employerAccess } from './employer.access';
import { Employer } from './employer.entity';
import { EmployerResolver } from './employer.resolver';

export const employerModule: FeatureModule = {
  folder: 'content/employer',
  entities: [Employer],
  resolvers: [EmployerResolver],
  access: employerAccess,
};
