import type { KindPlanProblem } from '../publishing/content-kind';
import type { PlannedGraph } from '../publishing/planned-graph';
import type { QuestionContent } from '../question/question.content';
import type { AssessmentContent } from './assessment.content';

/** The bank must have the questions that a blueprint draws: checked for all assessments, as a question may have gone. */
export async function assessmentPlanProblems(graph: PlannedGraph): Promise<KindPlanProblem[]> {
  const assessments = await graph.ofKind<AssessmentContent>('ASSESSMENT');
  if (![...assessments.values()].some(({ content }) => content.blueprint)) return [];
  const bank = [...(await graph.ofKind<QuestionContent>('QUESTION')).values()].map(({ content }) => content);
  return [...assessments.values()].flatMap(({ documentId, content }) =>
    (content.blueprint ?? []).flatMap(({ skill, difficulty, count }, index): KindPlanProblem[] => {
      const fitting = bank.filter(
        (question) =>
          question.skill === skill && question.kind !== 'OPEN' && (!difficulty || question.difficulty === difficulty),
      ).length;
      if (fitting >= count) return [];
      return [
        {
          severity: 'ERROR',
          documentId,
          pointer: `/blueprint/${index}`,
          rule: 'blueprint-unfillable',
          message: `draws ${count} question${count === 1 ? '' : 's'}, but the bank has ${fitting} that fit`,
        },
      ];
    }),
  );
}
