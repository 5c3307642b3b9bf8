import type { FeatureModule } from '../../kernel/module';
import { levelAccess } from './level.access';
import { Level } from './level.entity';
import { LevelResolver } from './level.resolver';
import { levelKind } from './level.kind';
import { saveMutation } from '../publishing/save-mutation';

export const levelModule: FeatureModule = {
  folder: 'content/level',
  entities: [Level],
  resolvers: [LevelResolver, saveMutation(levelKind)],
  access: levelAccess,
  publicQueries: ['level', 'levels'],
};
