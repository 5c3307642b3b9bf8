import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../../kernel/context';
import { plainConnection } from '../../kernel/graphql/connection';
import { PageArguments } from '../../kernel/graphql/page';
import { contentQueries } from '../publishing/content-queries';
import type { BackRelation } from '../publishing/graph-reader';
import { Skill } from '../skill/skill.entity';
import { skillKind } from '../skill/skill.kind';
import { SkillConnection } from '../skill/skill.resolver';
import { Project } from './project.entity';
import { projectKind } from './project.kind';

export const ProjectConnection = plainConnection(() => Project, 'Project', 'projects');

const projectsOfSkill: BackRelation<Project, object> = {
  table: 'project_skill',
  targetColumn: 'skill_id',
  source: projectKind,
  columns: {},
};

@Resolver(() => Project)
export class ProjectResolver extends contentQueries(
  projectKind,
  { one: 'project', many: 'projects' },
  ProjectConnection,
) {
  @FieldResolver(() => SkillConnection, { description: 'The skills that it trains, in order.' })
  skills(
    @Root() project: Project,
    @Args(() => PageArguments) args: PageArguments,
    @Ctx() { graph }: RequestContext,
  ): Promise<object> {
    return graph.ownedIds(skillKind, project.skillIds, args);
  }
}

/** What projects add to skills. */
@Resolver(() => Skill)
export class SkillProjectsResolver {
  @FieldResolver(() => ProjectConnection, { description: 'Projects that train this skill, by slug.' })
  projects(
    @Root() skill: Skill,
    @Args(() => PageArguments) args: PageArguments,
    @Ctx() { graph }: RequestContext,
  ): Promise<object> {
    return graph.related(projectsOfSkill, skill, args);
  }
}
