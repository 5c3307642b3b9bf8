import { AssessmentKind } from '../../src/content/assessment/assessment-kind';
import type { Draft } from '../../src/content/publishing/resolve-references';
import { Difficulty } from '../../src/content/question/question-kind';
import { assessmentDraft } from '../factories/assessment';
import { levelDraft } from '../factories/level';
import { bankOf } from '../factories/paper';
import { answerTo, dataOf, Learner, rightAnswers } from './learners';
import type { GraphQLAnswer } from './test-app';

/** What a frontend of learners sends: the text runs exactly as it stands. */
export const MY_CAREER = `query MyCareer($slug: String!, $level: String!) {
  viewer {
    attempts(first: 10) { totalCount edges { node { id state result { percent } } } }
    careerProgress(career: $slug) {
      percent
      steps { step { id title } state }
      skills { skill { slug name } mastery confidence evidenceCount topicsDone topicsTotal }
      projects { project { slug } state criteriaMet criteriaTotal }
    }
    gap(career: $slug, level: $level) { readiness missing { skill { slug name } have need weight reasons { text } } }
    nextSkills(career: $slug, first: 3) { skill { slug name } reasons { text } }
  }
}`;

/** The ladder of the starter content. */
export const ladder = (): Draft[] => [
  levelDraft('junior', { name: 'Junior', rank: 1 }),
  levelDraft('mid', { name: 'Mid-level', rank: 2 }),
  levelDraft('senior', { name: 'Senior', rank: 3 }),
];

/** An exam over so many medium questions of a skill, and the questions `<slug>-1`, `<slug>-2` and so on. */
export function examOf(slug: string, skill: string, size: number, difficulty = Difficulty.MEDIUM): Draft[] {
  const questions = bankOf(slug, skill, size, { difficulty });
  const kind = AssessmentKind.EXAM;
  return [
    ...questions,
    assessmentDraft(
      slug,
      questions.map((question) => question.slug),
      { kind },
    ),
  ];
}

/** The same as a quiz. */
export const quizOf = (slug: string, skill: string, size: number, difficulty = Difficulty.MEDIUM): Draft[] =>
  examOf(slug, skill, size, difficulty).map((draft) =>
    draft.slug === slug ? { ...draft, content: { ...draft.content, kind: AssessmentKind.QUIZ } } : draft,
  );

/**
 * Takes an assessment whose first questions are answered rightly, the next ones wrongly; the rest stays open.
 * @returns the id of the attempt
 */
export async function take(learner: Learner, slug: string, right: number, wrong = 0): Promise<string> {
  const attempt = await learner.start(slug);
  const keys = await rightAnswers(learner.app, attempt);
  const answers = attempt.paper.items.slice(0, right + wrong).map((item, index) => {
    const value = keys.get(item.id)!;
    if (index < right) return answerTo(item, value);
    const [correct] = (value as { optionIds: string[] }).optionIds;
    return answerTo(item, { optionIds: [item.options.find(({ id }) => id !== correct)!.id] });
  });
  await learner.save(attempt.id, answers);
  await learner.submit(attempt.id);
  return attempt.id;
}

/** The whole answer to a selection of what the learner is, by account or by token. */
export function tryAsk(
  learner: Learner,
  selection: string,
  headers: Record<string, string> = {},
): Promise<GraphQLAnswer> {
  const root = learner.userId === null ? 'anonymousLearner(attemptToken: $token)' : 'viewer';
  const variables = learner.userId === null ? '($token: String!)' : '';
  return learner.app.send(
    `query ${variables} { learner: ${root} { ${selection} } }`,
    learner.userId === null ? { token: learner.token } : {},
    { ...learner.headers, ...headers },
  );
}

export async function ask(learner: Learner, selection: string): Promise<any> {
  return dataOf(await tryAsk(learner, selection)).learner;
}

/** What is missing for a career at a level, with reasons as one text a skill. */
export async function gapOf(
  learner: Learner,
  career: string,
  level: string,
): Promise<{ readiness: number | null; missing: { slug: string; have: number; need: number; why: string[] }[] }> {
  const selection = `gap(career: "${career}", level: "${level}") { readiness missing { skill { slug } have need weight reasons { text } } }`;
  const { gap } = await ask(learner, selection);
  return {
    readiness: gap.readiness,
    missing: gap.missing.map(({ skill, have, need, reasons }: any) => ({
      slug: skill.slug,
      have,
      need,
      why: reasons.map(({ text }: { text: string }) => text),
    })),
  };
}

/** The skills to learn next with why, by slug. */
export async function nextOf(learner: Learner, career: string, first = 3): Promise<Record<string, string[]>> {
  const { nextSkills } = await ask(
    learner,
    `nextSkills(career: "${career}", first: ${first}) { skill { slug } reasons { text } }`,
  );
  return Object.fromEntries(
    nextSkills.map(({ skill, reasons }: any) => [skill.slug, reasons.map(({ text }: { text: string }) => text)]),
  );
}

/** How far the learner has come in a career. */
export async function progressIn(learner: Learner, career: string): Promise<any> {
  const { careerProgress } = await ask(
    learner,
    `careerProgress(career: "${career}") { percent steps { step { title } state miniTaskState } checklist { item { text } state }
      nextSteps { item { text } state } skills { skill { slug } mastery confidence evidenceCount topicsDone topicsTotal }
      projects { project { slug } state criteriaMet criteriaTotal } }`,
  );
  return careerProgress;
}

/** The mastery of skills at the lowest level, by slug: those of which something was shown. */
export async function masteries(learner: Learner): Promise<Record<string, number>> {
  const { skills } = await ask(learner, 'skills(first: 100) { edges { node { skill { slug } mastery } } }');
  return Object.fromEntries(skills.edges.map(({ node }: any) => [node.skill.slug, node.mastery]));
}
