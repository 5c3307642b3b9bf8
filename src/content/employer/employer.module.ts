import type { FeatureModule } from '../../kernel/module';
import { employerAccess } from './employer.access';
import { Employer } from './employer.entity';
import { EmployerResolver } from './employer.resolver';
import { employerKind } from './employer.kind';
import { saveMutation } from '../publishing/save-mutation';

export const employerModule: FeatureModule = {
  folder: 'content/employer',
  entities: [Employer],
  resolvers: [EmployerResolver, saveMutation(employerKind)],
  access: employerAccess,
  publicQueries: ['employer', 'employers'],
};
