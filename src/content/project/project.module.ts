import type { FeatureModule } from '../../kernel/module';
import { projectAccess } from './project.access';
import { Project, ProjectSkill } from './project.entity';
import { ProjectResolver, SkillProjectsResolver } from './project.resolver';

export const projectModule: FeatureModule = {
  folder: 'content/project',
  entities: [Project, ProjectSkill],
  resolvers: [ProjectResolver, SkillProjectsResolver],
  access: projectAccess,
};
