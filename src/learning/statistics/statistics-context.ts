import '../../content/publishing/request-context';
import type { RequestContext } from '../../kernel/context';
import { QuestionStatisticsReader } from './question-statistics';

declare module '../../kernel/context' {
  interface RequestContext {
    /** What graded attempts say of questions, for editors: root fields that lead to it have a rule. */
    questionStatistics: QuestionStatisticsReader;
  }
}

/** Gives a request its reader of statistics. */
export function addStatisticsReader(context: RequestContext): void {
  context.questionStatistics = new QuestionStatisticsReader(context.dataSource, context.waves);
}
