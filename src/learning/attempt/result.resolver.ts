import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Career } from '../../content/career/career.entity';
import { careerKind } from '../../content/career/career.kind';
import { itemGlobalId } from '../../content/publishing/content-node';
import { questionKind } from '../../content/question/question.kind';
import { Skill } from '../../content/skill/skill.entity';
import { skillKind } from '../../content/skill/skill.kind';
import type { RequestContext } from '../../kernel/context';
import { reasonText } from '../grading/reason-text';
import { paperItemGlobalId } from './attempt-ids';
import './attempt-context';
import { AttemptResult, CareerAffinity, CareerReason, ResultSection } from './result.types';

/** What a result shows of content: skills and careers stay named when they are not public any more. */
@Resolver(() => AttemptResult)
export class AttemptResultResolver {
  @FieldResolver(() => [CareerAffinity], {
    description:
      'FIT: how well each career suits the answers, the best first; careers that no question speaks of are left out. Empty otherwise.',
  })
  affinities(@Root() { attempt, grade }: AttemptResult): CareerAffinity[] {
    return grade.affinities.map((affinity) => {
      const { percent, score, lowest, highest } = affinity;
      return { percent, score, lowest, highest, attempt, affinity };
    });
  }
}

@Resolver(() => ResultSection)
export class ResultSectionResolver {
  @FieldResolver(() => Skill, {
    nullable: true,
    description: 'The skill, as it is published now or as it last was; null for the questions that test none.',
  })
  skill(@Root() { skillId }: ResultSection, @Ctx() { editions }: RequestContext): Promise<Skill | null> | null {
    return skillId ? editions.lastPublished(skillKind, skillId) : null;
  }
}

@Resolver(() => CareerAffinity)
export class CareerAffinityResolver {
  @FieldResolver(() => Career, {
    nullable: true,
    description: 'The career, as it is published now or as it last was.',
  })
  career(@Root() { affinity }: CareerAffinity, @Ctx() { editions }: RequestContext): Promise<Career | null> {
    return editions.lastPublished(careerKind, affinity.careerId);
  }

  @FieldResolver(() => [CareerReason], {
    description:
      'Every answer that speaks for the career or against it, the strongest first; together they are the score.',
  })
  async reasons(
    @Root() { attempt, affinity }: CareerAffinity,
    @Ctx() { attempts, editions }: RequestContext,
  ): Promise<CareerReason[]> {
    const paper = await attempts.paper(attempt);
    const reasons = affinity.reasons.map((reason) => ({
      reason,
      item: paper.find(({ position }) => position === reason.position)!,
    }));
    const questions = await Promise.all(
      reasons.map(({ item }) => editions.byEdition(questionKind, item.questionEditionId)),
    );
    return reasons.map(({ reason, item }, index) => {
      const { prompt, options } = questions[index]!;
      const chosen = reason.optionId === null ? null : itemGlobalId(item.questionId, reason.optionId);
      const optionText = options.find(({ id }) => id === chosen)?.text ?? null;
      return {
        text: reasonText(reason, { prompt, optionText }),
        itemId: paperItemGlobalId(attempt.id, reason.position),
        contribution: reason.contribution,
      };
    });
  }
}
