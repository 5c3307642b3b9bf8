import type { KindPlanProblem } from '../publishing/content-kind';
import type { PlannedGraph } from '../publishing/planned-graph';
import type { QuestionContent } from '../question/question.content';
import type { SkillContent } from '../skill/skill.content';
import type { CareerContent } from './career.content';

/**
 * A level should say what is expected, and a step should not need a skill that a later step teaches. What is practised on
 * must be an open question: checked for all careers when a question changes, as it may be of another kind now.
 */
export async function careerPlanProblems(graph: PlannedGraph, touched: readonly string[]): Promise<KindPlanProblem[]> {
  return [...(await promptProblems(graph, touched)), ...(await advice(graph, touched))];
}

async function promptProblems(graph: PlannedGraph, touched: readonly string[]): Promise<KindPlanProblem[]> {
  const all = await graph.touches('QUESTION');
  if (!all && touched.length === 0) return [];
  const careers = [...(await graph.ofKind<CareerContent>('CAREER')).values()];
  const concerned = careers.filter(({ documentId }) => all || touched.includes(documentId));
  if (!concerned.some(({ content }) => content.practicePrompts)) return [];
  const questions = await graph.ofKind<QuestionContent>('QUESTION');
  return concerned.flatMap(({ documentId, content }) =>
    (content.practicePrompts ?? []).flatMap((id, index): KindPlanProblem[] => {
      const question = questions.get(id);
      // One that would not be public is another problem.
      if (!question || question.content.kind === 'OPEN') return [];
      const message = `${question.slug} is a ${question.content.kind} question: people practise on questions of kind OPEN`;
      return [
        { severity: 'ERROR', documentId, pointer: `/practicePrompts/${index}`, rule: 'prompt-not-open', message },
      ];
    }),
  );
}

async function advice(graph: PlannedGraph, touched: readonly string[]): Promise<KindPlanProblem[]> {
  if (touched.length === 0) return [];
  const careers = await graph.ofKind<CareerContent>('CAREER');
  const skills = await graph.ofKind<SkillContent>('SKILL');
  return touched.flatMap((documentId) => {
    const { levels = [], learningPath = [] } = careers.get(documentId)!.content;
    const silent = levels.flatMap(({ expectations = [] }, index): KindPlanProblem[] =>
      expectations.length > 0
        ? []
        : [
            {
              severity: 'WARNING',
              documentId,
              pointer: `/levels/${index}/expectations`,
              rule: 'level-without-expectations',
              message: 'says nothing about what is expected at this level',
            },
          ],
    );
    const taughtAt = new Map<string, number>();
    learningPath.forEach((step, index) =>
      step.skills?.forEach((skill) => {
        if (!taughtAt.has(skill)) taughtAt.set(skill, index);
      }),
    );
    const tooEarly = learningPath.flatMap(({ skills: taught = [] }, index) =>
      taught.flatMap((skill, place) =>
        (skills.get(skill)?.content.prerequisites ?? [])
          // One that would not be public is another problem.
          .filter((needed) => skills.has(needed) && (taughtAt.get(needed) ?? -1) > index)
          .map((needed): KindPlanProblem => ({
            severity: 'WARNING',
            documentId,
            pointer: `/learningPath/${index}/skills/${place}`,
            rule: 'taught-later',
            message: `needs ${skills.get(needed)!.slug}, which step ${taughtAt.get(needed)! + 1} teaches only later`,
          })),
      ),
    );
    return [...silent, ...tooEarly];
  });
}
