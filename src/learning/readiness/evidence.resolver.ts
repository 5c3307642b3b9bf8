import { Args, type ClassType, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { levelKind } from '../../content/level/level.kind';
import { Skill } from '../../content/skill/skill.entity';
import { skillKind } from '../../content/skill/skill.kind';
import type { RequestContext } from '../../kernel/context';
import { pageByKey } from '../../kernel/graphql/keyed-page';
import { PageArguments, requirePage } from '../../kernel/graphql/page';
import { toAttemptType } from '../attempt/attempt.types';
import { toProgressType } from '../progress/progress.types';
import { toSubmissionType } from '../submission/submission.types';
import {
  EvidencedSkill,
  EvidenceOriginUnion,
  MasteryAtLevel,
  SkillEvidenceConnection,
  SkillEvidenceType,
  SkillMasteryType,
} from './evidence.types';
import { evidenceEntries } from './evidence-entries';
import { CareerSkillProgress, MissingSkill, NextSkill } from './readiness.types';

/** What a piece of evidence is about and where it comes from. */
@Resolver(() => SkillEvidenceType)
export class SkillEvidenceResolver {
  @FieldResolver(() => Skill, {
    nullable: true,
    description:
      'The skill that it is about, as it is published now or as it last was: this one, one that this one replaces, or a neighbour.',
  })
  shownFor(@Root() { skillId }: SkillEvidenceType, @Ctx() { editions }: RequestContext): Promise<Skill | null> {
    return editions.lastPublished(skillKind, skillId);
  }

  @FieldResolver(() => EvidenceOriginUnion, {
    nullable: true,
    description: 'Where it comes from; null when you have taken it away since, in this moment.',
  })
  async from(
    @Root() { origin }: SkillEvidenceType,
    @Ctx() { attempts, progress, submissions }: RequestContext,
  ): Promise<object | null> {
    if (origin.table === 'progress') {
      const row = await progress.one(origin);
      return row && toProgressType(row);
    }
    if (origin.table === 'attempt') {
      const row = await attempts.named(origin);
      return row && toAttemptType(row);
    }
    const row = await submissions.named(origin);
    return row && toSubmissionType(row);
  }
}

@Resolver(() => SkillMasteryType)
class SkillMasteryResolver {
  @FieldResolver(() => [MasteryAtLevel], {
    description: 'The same at each level, the lowest first: harder evidence counts in full further up.',
  })
  async levels(
    @Root() { skillId, history }: SkillMasteryType,
    @Ctx() { readiness }: RequestContext,
  ): Promise<MasteryAtLevel[]> {
    const { ladder } = history.network;
    const levels = await readiness.graph.byIds(
      levelKind,
      ladder.map(({ id }) => id),
    );
    return levels.map((level) => {
      const { rank } = ladder.find(({ id }) => id === level.documentId)!;
      const { mastery, confidence } = history.evidence.masteryOf(skillId, rank);
      return { level, mastery, confidence };
    });
  }
}

/** Adds the pieces of evidence to a type that is about a skill of a learner. */
function evidenceOf(type: ClassType<EvidencedSkill>): Function {
  @Resolver(() => type)
  class EvidenceOfSkillResolver {
    @FieldResolver(() => SkillEvidenceConnection, {
      description: 'What counts for the skill, the latest first: all that mastery is made from.',
    })
    evidence(
      @Root() { skillId, history }: EvidencedSkill,
      @Args(() => PageArguments) args: PageArguments,
      @Ctx() { maxPageSize }: RequestContext,
    ): object {
      const entries = evidenceEntries(history, skillId);
      return pageByKey('evidence', entries, ({ key }) => key, requirePage(args, maxPageSize), true);
    }
  }
  return EvidenceOfSkillResolver;
}

export const evidenceResolvers: readonly Function[] = [
  SkillEvidenceResolver,
  SkillMasteryResolver,
  ...[SkillMasteryType, CareerSkillProgress, MissingSkill, NextSkill].map(evidenceOf),
];
