import type { FeatureModule } from '../../kernel/module';
import { skillAccess } from './skill.access';
import { SkillBroader, SkillPrerequisite } from './skill-edges.entity';
import { Skill } from './skill.entity';
import { SkillResolver } from './skill.resolver';

export const skillModule: FeatureModule = {
  folder: 'content/skill',
  entities: [Skill, SkillBroader, SkillPrerequisite],
  resolvers: [SkillResolver],
  access: skillAccess,
};
