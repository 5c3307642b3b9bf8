import type { KindPlanProblem } from '../publishing/content-kind';
import type { PlannedGraph } from '../publishing/planned-graph';
import type { QuestionContent } from '../question/question.content';
import { AssessmentKind } from './assessment-kind';
import type { AssessmentContent } from './assessment.content';

/**
 * The bank must have the questions that a blueprint draws, and an exam asks nothing that only people can grade: checked for
 * all assessments, as a question may have gone or be of another kind now.
 */
export async function assessmentPlanProblems(graph: PlannedGraph): Promise<KindPlanProblem[]> {
  const assessments = await graph.ofKind<AssessmentContent>('ASSESSMENT');
  if (assessments.size === 0) return [];
  const questions = await graph.ofKind<QuestionContent>('QUESTION');
  const bank = [...questions.values()].map(({ content }) => content);
  const unfillable = [...assessments.values()].flatMap(({ documentId, content }) =>
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
  const ungradable = [...assessments.values()].flatMap(({ documentId, content }) =>
    (content.kind === AssessmentKind.EXAM ? (content.questions ?? []) : []).flatMap((id, index): KindPlanProblem[] => {
      const question = questions.get(id);
      if (question?.content.kind !== 'OPEN') return [];
      const message = `${question.slug} is an OPEN question, which an exam cannot grade`;
      return [{ severity: 'ERROR', documentId, pointer: `/questions/${index}`, rule: 'open-in-exam', message }];
    }),
  );
  return [...unfillable, ...ungradable];
}
