import type { FeatureModule } from '../../kernel/module';
import { levelAccess } from './level.access';
import { Level } from './level.entity';
import { LevelResolver } from './level.resolver';

export const levelModule: FeatureModule = {
  folder: 'content/level',
  entities: [Level],
  resolvers: [LevelResolver],
  access: levelAccess,
};
