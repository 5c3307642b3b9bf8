import type { KindPlanProblem } from '../publishing/content-kind';
import type { PlannedDocument, PlannedGraph } from '../publishing/planned-graph';
import { isGradable } from '../question/gradable-question';
import type { QuestionContent } from '../question/question.content';
import { AssessmentKind } from './assessment-kind';
import type { AssessmentContent } from './assessment.content';
import { factsOf, hasAffinities, isDrawable } from './drawable-question';

type Bank = ReadonlyMap<string, PlannedDocument<QuestionContent>>;

/**
 * The bank must have the questions that a blueprint draws, and what is scored asks nothing that has no right answer:
 * checked for the assessments that change and for those whose questions do, as a question may go or be of another kind now.
 */
export async function assessmentPlanProblems(
  graph: PlannedGraph,
  touched: readonly string[],
): Promise<KindPlanProblem[]> {
  const questionsChange = await graph.touches('QUESTION');
  if (!questionsChange && touched.length === 0) return [];
  const assessments = [...(await graph.ofKind<AssessmentContent>('ASSESSMENT')).values()].filter(
    ({ documentId, content: { questions = [], blueprint } }) =>
      touched.includes(documentId) ||
      (questionsChange && blueprint) ||
      questions.some((question) => graph.changesDocument(question)),
  );
  if (assessments.length === 0) return [];
  const questions = await graph.ofKind<QuestionContent>('QUESTION');
  return assessments.flatMap(({ documentId, content }) => [
    ...unfillable(documentId, content, questions),
    ...unfit(documentId, content, questions),
  ]);
}

/** Entries that cannot be drawn beside the fixed questions and the entries before them: no question is asked twice. */
function unfillable(documentId: string, assessment: AssessmentContent, questions: Bank): KindPlanProblem[] {
  const { kind, questions: fixed = [], blueprint = [] } = assessment;
  const bank = [...questions.values()]
    .filter((question) => !fixed.includes(question.documentId) && isDrawable(kind, factsOf(question.content)))
    .map(({ content }) => content);
  return blueprint.flatMap(({ skill, difficulty, count }, index): KindPlanProblem[] => {
    const before = blueprint.slice(0, index).filter((entry) => entry.skill === skill);
    const ofSkill = bank.filter((question) => question.skill === skill);
    const left = (among: QuestionContent[], drawn: typeof blueprint) =>
      among.length - drawn.reduce((total, entry) => total + entry.count, 0);
    // Entries of one difficulty can be served first, so those of any difficulty take from the rest.
    const fitting = Math.min(
      left(ofSkill, before),
      difficulty === undefined
        ? Infinity
        : left(
            ofSkill.filter((question) => question.difficulty === difficulty),
            before.filter((entry) => entry.difficulty === difficulty),
          ),
    );
    if (fitting >= count) return [];
    const message = `draws ${count} question${count === 1 ? '' : 's'}, but the bank has ${Math.max(fitting, 0)} that fit and are not asked already`;
    return [{ severity: 'ERROR', documentId, pointer: `/blueprint/${index}`, rule: 'blueprint-unfillable', message }];
  });
}

/** Fixed questions that do not go with the kind of the assessment; an OPEN question of a quiz is there for self-review. */
function unfit(documentId: string, { kind, questions: fixed = [] }: AssessmentContent, bank: Bank): KindPlanProblem[] {
  return fixed.flatMap((id, index): KindPlanProblem[] => {
    const question = bank.get(id);
    // One that would not be public is another problem.
    if (!question) return [];
    const { slug, content } = question;
    const place = { documentId, pointer: `/questions/${index}` };
    if (kind === AssessmentKind.FIT && !hasAffinities(content)) {
      const message = `${slug} says nothing about careers: its key has no affinities`;
      return [{ severity: 'WARNING', ...place, rule: 'no-affinities', message }];
    }
    if ((kind !== AssessmentKind.EXAM && kind !== AssessmentKind.QUIZ) || isGradable(content)) return [];
    if (content.kind !== 'OPEN') {
      const message = `${slug} has no right answer in its key, so ${kind === AssessmentKind.EXAM ? 'an exam' : 'a quiz'} cannot grade it`;
      return [{ severity: 'ERROR', ...place, rule: 'ungradable', message }];
    }
    if (kind === AssessmentKind.QUIZ) return [];
    const message = `${slug} is an OPEN question, which an exam cannot grade`;
    return [{ severity: 'ERROR', ...place, rule: 'open-in-exam', message }];
  });
}
