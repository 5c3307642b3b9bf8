import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { itemGlobalId } from '../../content/publishing/content-node';
import { toDocumentType, toEditionType } from '../../content/publishing/document-mapping';
import { DocumentType, EditionType } from '../../content/publishing/document.types';
import { requireDocumentId } from '../../content/publishing/lock-document';
import type { RequestContext } from '../../kernel/context';
import { notFound } from '../../kernel/errors/errors';
import { PageArguments, requirePage } from '../../kernel/graphql/page';
import type { QuestionRow } from './question-statistics';
import './statistics-context';
import { QuestionStatistics, QuestionStatisticsConnection, toQuestionStatistics } from './statistics.types';

/** What graded attempts say of questions. */
@Resolver(() => QuestionStatistics)
export class StatisticsResolver {
  @Query(() => QuestionStatistics, {
    description: 'What graded attempts at all assessments say of a question. NOT_FOUND when there is no such question.',
  })
  async questionStatistics(
    @Arg('questionId', () => ID, { description: 'The question.' }) questionId: string,
    @Ctx() context: RequestContext,
  ): Promise<QuestionStatistics> {
    const row = await context.questionStatistics.question(requireDocumentId(questionId, '/questionId'));
    if (!row) throw notFound('There is no question with this id.');
    return statisticsOf(row, null, context);
  }

  @Query(() => QuestionStatisticsConnection, {
    description:
      'What graded attempts at one assessment say of the questions that they were asked, by slug. NOT_FOUND when there is no such assessment.',
  })
  async assessmentStatistics(
    @Arg('assessmentId', () => ID, { description: 'The assessment.' }) assessmentId: string,
    @Args(() => PageArguments) args: PageArguments,
    @Ctx() context: RequestContext,
  ): Promise<object> {
    const id = requireDocumentId(assessmentId, '/assessmentId');
    const page = requirePage(args, context.maxPageSize);
    if ((await context.documents.byId(id))?.kind !== 'ASSESSMENT')
      throw notFound('There is no assessment with this id.');
    const asked = await context.questionStatistics.asked(id, page);
    const edges = await Promise.all(
      asked.edges.map(async ({ cursor, node }) => {
        const row = (await context.questionStatistics.question(node.id))!;
        return { cursor, node: await statisticsOf(row, id, context) };
      }),
    );
    return { ...asked, edges };
  }

  @FieldResolver(() => DocumentType, { description: 'The question.' })
  async document(@Root() { row }: QuestionStatistics, @Ctx() { documents }: RequestContext): Promise<DocumentType> {
    return toDocumentType((await documents.byId(row.id))!);
  }

  @FieldResolver(() => [EditionType], {
    description:
      'The editions whose attempts are counted, the latest first: those that ask and grade the same as the public one (or as the latest, where none is public), whatever the words of the prompt.',
  })
  async editions(@Root() { row }: QuestionStatistics, @Ctx() { documents }: RequestContext): Promise<EditionType[]> {
    const editions = await Promise.all(row.editionIds.map((id) => documents.edition(id)));
    return editions.map((edition) => toEditionType(edition!));
  }
}

async function statisticsOf(
  row: QuestionRow,
  assessmentId: string | null,
  { questionStatistics }: RequestContext,
): Promise<QuestionStatistics> {
  const numbers = await questionStatistics.numbers(row, assessmentId);
  return toQuestionStatistics(row, numbers, (optionId) => itemGlobalId(row.id, optionId));
}
