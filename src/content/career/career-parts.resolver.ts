import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../../kernel/context';
import '../publishing/request-context';
import { Level } from '../level/level.entity';
import { levelKind } from '../level/level.kind';
import { Skill } from '../skill/skill.entity';
import { skillKind } from '../skill/skill.kind';
import { Source } from '../source/source.entity';
import { sourceKind } from '../source/source.kind';
import { CareerSkillEdge, SkillCareerEdge } from './career.edges';
import { CareerLevel, DemandClaim, LearningStep, SalaryClaim } from './career-parts';

/*
 * What the parts of a career refer to. Publishing refuses a reference that leads nowhere, so outside drafts these are
 * there; in a draft whose target is not visible they are null.
 */

@Resolver(() => CareerLevel)
export class CareerLevelResolver {
  @FieldResolver(() => Level, { nullable: true, description: 'The rung of the ladder that this is about.' })
  level(@Root() entry: CareerLevel, @Ctx() { graph }: RequestContext): Promise<Level | null> {
    return graph.byId(levelKind, entry.level);
  }
}

@Resolver(() => SalaryClaim)
export class SalaryClaimResolver {
  @FieldResolver(() => Source, { nullable: true, description: 'The source that says so.' })
  source(@Root() claim: SalaryClaim, @Ctx() { graph }: RequestContext): Promise<Source | null> {
    return graph.byId(sourceKind, claim.source);
  }
}

@Resolver(() => DemandClaim)
export class DemandClaimResolver {
  @FieldResolver(() => Source, { nullable: true, description: 'The source that says so.' })
  source(@Root() claim: DemandClaim, @Ctx() { graph }: RequestContext): Promise<Source | null> {
    return graph.byId(sourceKind, claim.source);
  }
}

@Resolver(() => LearningStep)
export class LearningStepResolver {
  @FieldResolver(() => [Skill], { description: 'The skills that the step teaches (20 at most).' })
  skills(@Root() step: LearningStep, @Ctx() { graph }: RequestContext): Promise<Skill[]> {
    return graph.byIds(skillKind, step.skillIds);
  }
}

@Resolver(() => CareerSkillEdge)
export class CareerSkillEdgeResolver {
  @FieldResolver(() => Level, {
    nullable: true,
    description: 'The level of the career from which on it is expected; null where none is stated.',
  })
  requiredLevel(@Root() edge: CareerSkillEdge, @Ctx() { graph }: RequestContext): Promise<Level | null> | null {
    return edge.requiredLevel ? graph.byId(levelKind, edge.requiredLevel) : null;
  }
}

@Resolver(() => SkillCareerEdge)
export class SkillCareerEdgeResolver {
  @FieldResolver(() => Level, {
    nullable: true,
    description: 'The level of the career from which on it is expected; null where none is stated.',
  })
  requiredLevel(@Root() edge: SkillCareerEdge, @Ctx() { graph }: RequestContext): Promise<Level | null> | null {
    return edge.requiredLevel ? graph.byId(levelKind, edge.requiredLevel) : null;
  }
}
