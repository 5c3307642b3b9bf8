import type { FeatureModule } from '../../kernel/module';
import { projectAccess } from './project.access';
import { Project, ProjectSkill } from './project.entity';
import { ProjectResolver, SkillProjectsResolver } from './project.resolver';
import { projectKind } from './project.kind';
import { saveMutation } from '../publishing/save-mutation';

export const projectModule: FeatureModule = {
  folder: 'content/project',
  entities: [Project, ProjectSkill],
  resolvers: [ProjectResolver, SkillProjectsResolver, saveMutation(projectKind)],
  access: projectAccess,
  publicQueries: ['project', 'projects'],
};
