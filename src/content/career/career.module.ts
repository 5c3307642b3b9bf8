import type { FeatureModule } from '../../kernel/module';
import * as backEdges from './career-back-edges.resolver';
import * as claims from './career-claims.entity';
import * as edges from './career-edges.entity';
import * as parts from './career-parts.resolver';
import { careerAccess } from './career.access';
import { Career } from './career.entity';
import { CareerResolver } from './career.resolver';
import { careerKind } from './career.kind';
import { saveMutation } from '../publishing/save-mutation';

export const careerModule: FeatureModule = {
  folder: 'content/career',
  entities: [Career, ...Object.values(edges), ...Object.values(claims)],
  resolvers: [CareerResolver, ...Object.values(parts), ...Object.values(backEdges), saveMutation(careerKind)],
  access: careerAccess,
  publicQueries: ['career', 'careers'],
};
