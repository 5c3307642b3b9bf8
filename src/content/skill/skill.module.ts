import type { FeatureModule } from '../../kernel/module';
import { skillAccess } from './skill.access';
import { SkillBroader, SkillPrerequisite, SkillReplaces } from './skill-edges.entity';
import { Skill } from './skill.entity';
import { SkillResolver } from './skill.resolver';
import { skillKind } from './skill.kind';
import { saveMutation } from '../publishing/save-mutation';

export const skillModule: FeatureModule = {
  folder: 'content/skill',
  entities: [Skill, SkillBroader, SkillPrerequisite, SkillReplaces],
  resolvers: [SkillResolver, saveMutation(skillKind)],
  access: skillAccess,
  publicQueries: ['skill', 'skills'],
};
