import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { toDocumentType, toEditionType } from '../../content/publishing/document-mapping';
import { Author, DocumentType, EditionType } from '../../content/publishing/document.types';
import { requireDocumentId } from '../../content/publishing/lock-document';
import type { RequestContext } from '../../kernel/context';
import { PageArguments, requirePage } from '../../kernel/graphql/page';
import { attemptGlobalId } from '../attempt/attempt-ids';
import { readCorrectionCase } from './correction-case';
import './correction-context';
import { CorrectionEffects } from './correction-effects';
import { correctionGlobalId } from './correction-ids';
import type { AppliedCorrectionRow } from './correction-reader';
import {
  AppliedCorrection,
  AppliedCorrectionConnection,
  CorrectionAttempt,
  CorrectionAttemptConnection,
  CorrectionPaper,
  CorrectionPlan,
  CorrectionState,
  CorrectionTotals,
} from './correction.types';

/** Looks at a correction before it is applied, and at what became of those that were. */
@Resolver(() => CorrectionPlan)
export class CorrectionResolver {
  @Query(() => CorrectionPlan, {
    description:
      'What it would do to graded attempts if earlier editions of a question were graded by its latest one, published or not. Changes nothing. NOT_FOUND when there is no such question.',
  })
  async gradingCorrection(
    @Arg('questionId', () => ID, { description: 'The question.' }) questionId: string,
    @Arg('allowLowering', () => Boolean, {
      defaultValue: false,
      description: 'Whether points may fall as well as rise; false when left out.',
    })
    allowLowering: boolean,
    @Ctx() { dataSource }: RequestContext,
  ): Promise<CorrectionPlan> {
    const wanted = await readCorrectionCase(dataSource, requireDocumentId(questionId, '/questionId'));
    return {
      published: wanted.published,
      problems: [...wanted.problems],
      wanted,
      effects: new CorrectionEffects(dataSource, wanted, allowLowering),
    };
  }

  @Query(() => AppliedCorrectionConnection, {
    description: 'Corrections that were applied, with their progress, the latest first.',
  })
  async appliedCorrections(
    @Arg('questionId', () => ID, { nullable: true, description: 'Only those of this question.' })
    questionId: string | null | undefined,
    @Args(() => PageArguments) args: PageArguments,
    @Ctx() { corrections, maxPageSize }: RequestContext,
  ): Promise<object> {
    const of = questionId == null ? null : requireDocumentId(questionId, '/questionId');
    const page = await corrections.list(of, requirePage(args, maxPageSize));
    return { ...page, edges: page.edges.map(({ cursor, node }) => ({ cursor, node: toAppliedCorrection(node) })) };
  }

  @FieldResolver(() => DocumentType, {
    description: 'The question; pass its version to applyGradingCorrection as expectedVersion.',
  })
  async document(@Root() { wanted }: CorrectionPlan, @Ctx() { documents }: RequestContext): Promise<DocumentType> {
    return toDocumentType((await documents.byId(wanted.questionId))!);
  }

  @FieldResolver(() => EditionType, { description: 'The latest edition, by which the earlier ones would be graded.' })
  edition(@Root() { wanted }: CorrectionPlan, @Ctx() context: RequestContext): Promise<EditionType> {
    return editionOf(wanted.editionId, context);
  }

  @FieldResolver(() => [CorrectionPaper], {
    description: 'The earlier editions that were public once, the latest first.',
  })
  papers(@Root() { wanted }: CorrectionPlan): CorrectionPaper[] {
    return wanted.papers.map((paper) => {
      const { reworded, gradedAttempts, runningAttempts } = paper;
      return { problems: [...paper.problems], reworded, gradedAttempts, runningAttempts, paper };
    });
  }

  @FieldResolver(() => CorrectionTotals, { description: 'What it would do, over all graded attempts.' })
  totals(@Root() { effects }: CorrectionPlan): Promise<CorrectionTotals> {
    return effects.totals();
  }

  @FieldResolver(() => CorrectionAttemptConnection, {
    description: 'The attempts whose points would change, in no order that means anything.',
  })
  async attempts(
    @Root() { effects }: CorrectionPlan,
    @Args(() => PageArguments) args: PageArguments,
    @Ctx() { maxPageSize }: RequestContext,
  ): Promise<object> {
    const page = await effects.attempts(requirePage(args, maxPageSize));
    return {
      ...page,
      edges: page.edges.map(({ cursor, node: { id, ...node } }) => ({
        cursor,
        node: { ...node, attemptId: attemptGlobalId(id) },
      })),
    };
  }
}

@Resolver(() => CorrectionPaper)
export class CorrectionPaperResolver {
  @FieldResolver(() => EditionType, { description: 'The edition that is on the papers.' })
  edition(@Root() { paper }: CorrectionPaper, @Ctx() context: RequestContext): Promise<EditionType> {
    return editionOf(paper.id, context);
  }
}

@Resolver(() => CorrectionAttempt)
export class CorrectionAttemptResolver {
  @FieldResolver(() => EditionType, { description: 'The edition of the question on its paper.' })
  edition(@Root() { editionId }: CorrectionAttempt, @Ctx() context: RequestContext): Promise<EditionType> {
    return editionOf(editionId, context);
  }
}

@Resolver(() => AppliedCorrection)
export class AppliedCorrectionResolver {
  @FieldResolver(() => DocumentType, { description: 'The question.' })
  async document(@Root() { row }: AppliedCorrection, @Ctx() { documents }: RequestContext): Promise<DocumentType> {
    return toDocumentType((await documents.byId(row.questionId))!);
  }

  @FieldResolver(() => EditionType, { description: 'The edition by which the earlier ones are graded.' })
  edition(@Root() { row }: AppliedCorrection, @Ctx() context: RequestContext): Promise<EditionType> {
    return editionOf(row.keyEditionId, context);
  }

  @FieldResolver(() => Author, { nullable: true, description: 'Who applied it; null when the account is gone.' })
  actor(@Root() { row }: AppliedCorrection, @Ctx() { authors }: RequestContext): Promise<Author | null> {
    return authors.byId(row.actorId);
  }
}

async function editionOf(id: string, { documents }: RequestContext): Promise<EditionType> {
  return toEditionType((await documents.edition(id))!);
}

/** The GraphQL object of a correction's row. */
export function toAppliedCorrection(row: AppliedCorrectionRow): AppliedCorrection {
  const { number, reason, mayLower, appliedAt, finishedAt, attempts, checked, ...counts } = row;
  return {
    id: correctionGlobalId(number),
    state: finishedAt === null ? CorrectionState.RUNNING : CorrectionState.DONE,
    reason,
    allowLowering: mayLower,
    appliedAt,
    finishedAt,
    attempts,
    checked,
    raised: counts.raised,
    lowered: counts.lowered,
    newlyPassed: counts.newlyPassed,
    newlyFailed: counts.newlyFailed,
    row,
  };
}
