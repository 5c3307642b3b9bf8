import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { itemGlobalId } from '../../content/publishing/content-node';
import { toDocumentType } from '../../content/publishing/document-mapping';
import { DocumentType } from '../../content/publishing/document.types';
import { requireDocumentId } from '../../content/publishing/lock-document';
import '../../content/publishing/request-context';
import type { RequestContext } from '../../kernel/context';
import { checkFitTest, readFitTest } from './fit-report';
import { FitCareerReport, FitQuestionReport, FitReport, FitWitnessAnswer } from './fit-report.types';

async function documentOf(id: string, { documents }: RequestContext): Promise<DocumentType> {
  return toDocumentType((await documents.byId(id))!);
}

/** The editors' check of a fit test. */
@Resolver(() => FitReport)
export class FitReportResolver {
  @Query(() => FitReport, {
    description:
      'Checks a fit test: whether each career can come first, whether each question does something, and how stable the winner is when one answer changes. NOT_FOUND when there is no such assessment; BAD_USER_INPUT when it is of another kind, and when ways to answer times careers are more than 50,000.',
  })
  async fitReport(
    @Arg('assessmentId', () => ID, { description: 'The assessment, of the kind FIT.' }) assessmentId: string,
    @Ctx() { dataSource }: RequestContext,
  ): Promise<FitReport> {
    const manager = { query: dataSource.query.bind(dataSource) };
    const test = await readFitTest(manager, requireDocumentId(assessmentId, '/assessmentId'));
    const check = await checkFitTest(test);
    return {
      questions: check.questions.map(({ dead, neverDecides, stablePercent }, index) => ({
        dead,
        neverDecides,
        stablePercent,
        check: check.questions[index]!,
      })),
      careers: check.careers
        .map(({ canWin, margin, winPercent }, index) => ({
          canWin,
          marginPercent: margin,
          winPercent,
          test,
          check: check.careers[index]!,
        }))
        .toSorted((a, b) => a.winPercent - b.winPercent),
      stablePercent: check.stablePercent,
      sheets: check.sheets,
      drawnQuestions: test.drawn,
      test,
      check,
    };
  }

  @FieldResolver(() => DocumentType, { description: 'The assessment.' })
  document(@Root() { test }: FitReport, @Ctx() context: RequestContext): Promise<DocumentType> {
    return documentOf(test.assessmentId, context);
  }

  @FieldResolver(() => [DocumentType], {
    description: 'Careers that no question speaks of, archived ones left out: they are in no result.',
  })
  silentCareers(@Root() { check }: FitReport, @Ctx() context: RequestContext): Promise<DocumentType[]> {
    return Promise.all(check.silentCareerIds.map((id) => documentOf(id, context)));
  }
}

@Resolver(() => FitCareerReport)
export class FitCareerReportResolver {
  @FieldResolver(() => DocumentType, { description: 'The career.' })
  document(@Root() { check }: FitCareerReport, @Ctx() context: RequestContext): Promise<DocumentType> {
    return documentOf(check.careerId, context);
  }

  @FieldResolver(() => [FitWitnessAnswer], {
    nullable: true,
    description: 'Answers with which it comes first, in the order of the questions; null when none were found.',
  })
  witness(@Root() { test, check }: FitCareerReport): FitWitnessAnswer[] | null {
    const { witness } = check;
    if (!witness) return null;
    return test.items.flatMap(({ position, questionId }): FitWitnessAnswer[] => {
      const answer = witness[position];
      if (!answer) return [];
      const [optionId] = answer.optionIds ?? [];
      if (optionId === undefined) return [{ questionId, optionId: null, text: answer.yes ? 'Yes' : 'No' }];
      const text = test.optionTexts.get(questionId)!.get(optionId)!;
      return [{ questionId, optionId: itemGlobalId(questionId, optionId), text }];
    });
  }
}

@Resolver(() => FitWitnessAnswer)
export class FitWitnessAnswerResolver {
  @FieldResolver(() => DocumentType, { description: 'The question that it answers.' })
  document(@Root() { questionId }: FitWitnessAnswer, @Ctx() context: RequestContext): Promise<DocumentType> {
    return documentOf(questionId, context);
  }
}

@Resolver(() => FitQuestionReport)
export class FitQuestionReportResolver {
  @FieldResolver(() => DocumentType, { description: 'The question.' })
  document(@Root() { check }: FitQuestionReport, @Ctx() context: RequestContext): Promise<DocumentType> {
    return documentOf(check.questionId, context);
  }
}
