import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../../kernel/context';
import { plainConnection } from '../../kernel/graphql/connection';
import { PageArguments } from '../../kernel/graphql/page';
import { contentQueries } from '../publishing/content-queries';
import type { BackRelation } from '../publishing/graph-reader';
import { Skill } from './skill.entity';
import { skillKind } from './skill.kind';

export const SkillConnection = plainConnection(() => Skill, 'Skill', 'skills');

const narrower: BackRelation<Skill, object> = {
  table: 'skill_broader',
  targetColumn: 'skill_id',
  source: skillKind,
  columns: {},
};
const prerequisiteFor: BackRelation<Skill, object> = {
  table: 'skill_prerequisite',
  targetColumn: 'skill_id',
  source: skillKind,
  columns: {},
};

@Resolver(() => Skill)
export class SkillResolver extends contentQueries(skillKind, { one: 'skill', many: 'skills' }, SkillConnection) {
  @FieldResolver(() => [Skill], { description: 'Wider skills that contain this one (20 at most).' })
  broader(@Root() skill: Skill, @Ctx() { graph }: RequestContext): Promise<Skill[]> {
    return graph.byIds(skillKind, skill.broaderIds);
  }

  @FieldResolver(() => SkillConnection, { description: 'Skills that this one contains, by slug.' })
  narrower(
    @Root() skill: Skill,
    @Args(() => PageArguments) args: PageArguments,
    @Ctx() { graph }: RequestContext,
  ): Promise<object> {
    return graph.related(narrower, skill, args);
  }

  @FieldResolver(() => SkillConnection, { description: 'Skills to have first, in the order of learning.' })
  prerequisites(
    @Root() skill: Skill,
    @Args(() => PageArguments) args: PageArguments,
    @Ctx() { graph }: RequestContext,
  ): Promise<object> {
    return graph.ownedIds(skillKind, skill.prerequisiteIds, args);
  }

  @FieldResolver(() => SkillConnection, { description: 'Skills that presuppose this one, by slug.' })
  prerequisiteFor(
    @Root() skill: Skill,
    @Args(() => PageArguments) args: PageArguments,
    @Ctx() { graph }: RequestContext,
  ): Promise<object> {
    return graph.related(prerequisiteFor, skill, args);
  }
}
