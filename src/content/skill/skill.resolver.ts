import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../../kernel/context';
import { plainConnection } from '../../kernel/graphql/connection';
import { PageArguments } from '../../kernel/graphql/page';
import { contentQueries } from '../publishing/content-queries';
import type { BackRelation } from '../publishing/graph-reader';
import { ReplacedSkill, Skill } from './skill.entity';
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

const replacedBy: BackRelation<Skill, object> = {
  table: 'skill_replaces',
  targetColumn: 'replaced_id',
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

  @FieldResolver(() => [ReplacedSkill], {
    description:
      'Skills whose place it took (20 at most), those among them that were ever public: what was shown of them counts for this one.',
  })
  async replaces(@Root() skill: Skill, @Ctx() { graph, editions }: RequestContext): Promise<ReplacedSkill[]> {
    const found = await Promise.all(
      skill.replacedIds.map(
        async (id) => (await graph.byId(skillKind, id)) ?? (await editions.lastPublished(skillKind, id)),
      ),
    );
    return found.flatMap((replaced) =>
      replaced ? [{ id: replaced.id, slug: replaced.slug, name: replaced.name }] : [],
    );
  }

  @FieldResolver(() => SkillConnection, {
    description: 'Skills that take the place of this one, by slug: what was shown of this one counts for them too.',
  })
  replacedBy(
    @Root() skill: Skill,
    @Args(() => PageArguments) args: PageArguments,
    @Ctx() { graph }: RequestContext,
  ): Promise<object> {
    return graph.related(replacedBy, skill, args);
  }
}
