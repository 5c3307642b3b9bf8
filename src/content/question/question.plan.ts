import type { KindPlanProblem } from '../publishing/content-kind';
import type { PlannedGraph } from '../publishing/planned-graph';
import { isGradable } from './gradable-question';
import type { QuestionContent } from './question.content';

/** Words by which the id of an option would say whether it is right: ids are public. */
const TELLING = new Set(['right', 'correct', 'true', 'wrong', 'false', 'answer', 'key', 'solution']);

/** The ids of options should not give the answer away. */
export async function questionPlanProblems(
  graph: PlannedGraph,
  touched: readonly string[],
): Promise<KindPlanProblem[]> {
  if (touched.length === 0) return [];
  const questions = await graph.ofKind<QuestionContent>('QUESTION');
  return touched.flatMap((documentId) => {
    const { content } = questions.get(documentId)!;
    if (!isGradable(content)) return [];
    return (content.options ?? []).flatMap(({ id = '' }, index): KindPlanProblem[] => {
      const word = id.split('-').find((each) => TELLING.has(each));
      if (word === undefined) return [];
      const message = `the id ${id} may tell whether the option is right, and everybody sees it: name it without "${word}"`;
      return [{ severity: 'WARNING', documentId, pointer: `/options/${index}/id`, rule: 'telling-id', message }];
    });
  });
}
