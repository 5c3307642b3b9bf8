import { Role } from '../../../src/accounts/role';
import { itemGlobalId } from '../../../src/content/publishing/content-node';
import { documentIdFor } from '../../../src/content/publishing/document-id';
import { registered } from '../../setup/accounts';
import { Learner } from '../../setup/learners';
import { RECORD_PROGRESS } from '../../setup/progress';
import { ask, MY_CAREER, take } from '../../setup/readiness';
import { REVIEW_SUBMISSION, SUBMIT_PROJECT } from '../../setup/submission-operations';
import { startTestApp, type TestApp } from '../../setup/test-app';

/*
 * The weeks of a learner in the starter content, by the operations of a frontend as they stand.
 */

let app: TestApp;
let learner: Learner;
beforeAll(async () => {
  app = await startTestApp('content');
  learner = await Learner.signedIn(app);
});
afterAll(() => app.stop());

const myCareer = async (slug = 'backend-engineer', level = 'mid') =>
  (await app.ask(MY_CAREER, { slug, level }, learner.headers)).viewer;
const tick = async (itemId: string, state = 'DONE') =>
  app.ask(RECORD_PROGRESS, { input: { itemId, state } }, learner.headers);
const skillOf = ({ careerProgress }: any, slug: string) =>
  careerProgress.skills.find(({ skill }: any) => skill.slug === slug);
const projectOf = ({ careerProgress }: any, slug: string) =>
  careerProgress.projects.find(({ project }: any) => project.slug === slug);
const missingOf = ({ gap }: any) => gap.missing.map(({ skill }: any) => skill.slug);
const criterion = (id: string) => itemGlobalId(documentIdFor('PROJECT', 'task-tracker-api'), id);
const acceptance = ['authentication', 'pagination', 'validation', 'error-handling', 'openapi-spec', 'seed-data'];

test('who asks nobody knows: nothing is there for callers without an account', async () => {
  expect(await app.ask(MY_CAREER, { slug: 'backend-engineer', level: 'mid' })).toEqual({ viewer: null });
});

test('in the first hour nothing is shown: all of it is missing, and what others build on comes first', async () => {
  const { attempts, careerProgress, gap, nextSkills } = await myCareer();
  expect(attempts).toEqual({ totalCount: 0, edges: [] });
  expect(careerProgress).toMatchObject({ percent: 0, steps: expect.any(Array) });
  expect(new Set(careerProgress.steps.map(({ state }: any) => state))).toEqual(new Set(['NOT_STARTED']));
  expect(careerProgress.skills[0]).toMatchObject({ mastery: 0, confidence: 0, evidenceCount: 0, topicsDone: 0 });
  expect(careerProgress.projects[0]).toEqual({
    project: { slug: 'task-tracker-api' },
    state: null,
    criteriaMet: 0,
    criteriaTotal: 6,
  });
  expect(gap.readiness).toBe(0);
  for (const { have, need, weight, reasons } of gap.missing) {
    expect([have, need >= 0.6, weight >= 2]).toEqual([0, true, true]);
    expect(reasons[1]).toEqual({ text: 'Nothing shows it yet.' });
  }
  expect(nextSkills).toHaveLength(3);
});

test('topics and steps that are ticked count as progress, and little as evidence', async () => {
  const { career } = await app.ask(
    '{ career(slug: "backend-engineer") { learningPath { id miniTask { id } } interviewChecklist { id } nextSteps { id } } }',
  );
  await tick(career.learningPath[0].id);
  await tick(career.learningPath[0].miniTask.id);
  await tick(career.learningPath[1].id, 'IN_PROGRESS');
  await tick(career.interviewChecklist[0].id);
  await tick(career.nextSteps[0].id);
  const { skill } = await app.ask('{ skill(slug: "api-development") { topics { id } } }');
  for (const { id } of skill.topics.slice(0, 2)) await tick(id);
  const seen = await myCareer();
  expect(seen.careerProgress.steps.slice(0, 3)).toMatchObject([
    { step: { id: career.learningPath[0].id }, state: 'DONE' },
    { state: 'IN_PROGRESS' },
    { state: 'NOT_STARTED' },
  ]);
  expect(skillOf(seen, 'api-development')).toMatchObject({
    evidenceCount: 2,
    topicsDone: 2,
    topicsTotal: skill.topics.length,
  });
  expect(skillOf(seen, 'api-development').mastery).toBeCloseTo(0.4 / 2.4, 3);
  const items = seen.careerProgress.steps.length * 2 + career.interviewChecklist.length + career.nextSteps.length;
  const { careerProgress } = await ask(
    learner,
    'careerProgress(career: "backend-engineer") { percent checklist { state } nextSteps { state } skills { topicsTotal } projects { criteriaTotal } steps { miniTaskState } }',
  );
  const total =
    items +
    careerProgress.skills.filter(({ topicsTotal }: any) => topicsTotal > 0).length +
    careerProgress.projects.reduce((sum: number, { criteriaTotal }: any) => sum + criteriaTotal, 0);
  expect(careerProgress.percent).toBeCloseTo((100 * (4 + 0.5 + 2 / skill.topics.length)) / total, 1);
  expect(careerProgress.checklist[0]).toEqual({ state: 'DONE' });
  expect(careerProgress.nextSteps[0]).toEqual({ state: 'DONE' });
  expect(careerProgress.steps[0]).toEqual({ miniTaskState: 'DONE' });
});

test('a quiz and an exam show the skills that they ask about', async () => {
  const before = await myCareer();
  await take(learner, 'api-development-quiz', 1000);
  const afterQuiz = await myCareer();
  expect(afterQuiz.attempts.edges[0].node.result.percent).toBe(100);
  expect(skillOf(afterQuiz, 'api-development').mastery).toBeGreaterThan(0.5);
  await take(learner, 'backend-engineer-exam', 1000);
  const afterExam = await myCareer();
  expect(afterExam.attempts.totalCount).toBe(2);
  expect(afterExam.gap.readiness).toBeGreaterThan(afterQuiz.gap.readiness);
  expect(afterQuiz.gap.readiness).toBeGreaterThan(before.gap.readiness);
  expect(skillOf(afterExam, 'api-development').evidenceCount).toBeGreaterThan(
    skillOf(afterQuiz, 'api-development').evidenceCount,
  );
});

test('a project is sent back, improved, and passes with a stretch criterion: each step is seen', async () => {
  const reviewer = await registered(app, Role.REVIEWER);
  const evidence = [...acceptance, 'rate-limiting'].map((id) => ({ criterionId: criterion(id), text: `See ${id}.` }));
  const input = { project: 'task-tracker-api', repositoryUrl: 'https://example.org/me/tasks', evidence };
  const submit = async () => (await app.ask(SUBMIT_PROJECT, { input }, learner.headers)).submitProject.submission.id;
  const review = (submissionId: string, unmet: readonly string[]) => {
    const verdicts = evidence.map(({ criterionId }) =>
      unmet.includes(criterionId) ? { criterionId, met: false, comment: 'Not yet.' } : { criterionId, met: true },
    );
    return app.ask(REVIEW_SUBMISSION, { input: { submissionId, verdicts } }, reviewer.headers);
  };
  const handedIn = await myCareer();
  const first = await submit();
  const waiting = await myCareer();
  expect(projectOf(waiting, 'task-tracker-api')).toMatchObject({ state: 'SUBMITTED', criteriaMet: 0 });
  expect(waiting.gap.readiness).toBe(handedIn.gap.readiness);

  await review(first, ['seed-data', 'pagination', 'rate-limiting'].map(criterion));
  const sentBack = await myCareer();
  expect(projectOf(sentBack, 'task-tracker-api')).toEqual({
    project: { slug: 'task-tracker-api' },
    state: 'CHANGES_REQUESTED',
    criteriaMet: 4,
    criteriaTotal: 6,
  });
  // Six verdicts on what must be met; the stretch criterion that was not met is no evidence.
  const criteriaOf = (seen: any) =>
    skillOf(seen, 'api-design').evidenceCount - skillOf(waiting, 'api-design').evidenceCount;
  expect(criteriaOf(sentBack)).toBe(6);

  await review(await submit(), []);
  const passed = await myCareer();
  expect(projectOf(passed, 'task-tracker-api')).toMatchObject({ state: 'PASSED', criteriaMet: 6, criteriaTotal: 6 });
  expect(criteriaOf(passed)).toBe(8);
  expect(skillOf(passed, 'api-design').mastery).toBeGreaterThan(skillOf(sentBack, 'api-design').mastery);
  expect(passed.gap.readiness).toBeGreaterThan(sentBack.gap.readiness);
  expect(passed.careerProgress.percent).toBeGreaterThan(sentBack.careerProgress.percent);
  const { skills } = await ask(
    learner,
    `skills(first: 100) { edges { node { skill { slug } evidenceCount evidence(first: 20) { totalCount edges { node {
       kind count outcome level weight share shownFor { slug } from { __typename ... on Submission { state project { slug } } } } } } } } }`,
  );
  const { node } = skills.edges.find(({ node: each }: any) => each.skill.slug === 'security-basics');
  const from = { __typename: 'Submission', state: 'PASSED', project: { slug: 'task-tracker-api' } };
  const own = node.evidence.edges.map((edge: any) => edge.node).filter(({ share }: any) => share === 1);
  const piece = { kind: 'CRITERION', count: 1, outcome: 1, share: 1, shownFor: { slug: 'security-basics' }, from };
  expect(own).toHaveLength(8);
  expect(own).toEqual(
    expect.arrayContaining([
      { ...piece, kind: 'SUBMISSION', level: 2, weight: 1 },
      { ...piece, level: 3, weight: expect.closeTo(1 / 3) },
      { ...piece, level: 2, weight: expect.closeTo(1 / 3) },
    ]),
  );
});

test('the gap for mid and the next three skills come with reasons, and the same evidence counts in other careers', async () => {
  const { gap, nextSkills } = await myCareer();
  expect(missingOf({ gap })).not.toContain('api-design');
  for (const { reasons } of [...gap.missing, ...nextSkills]) {
    expect(reasons.length).toBeGreaterThanOrEqual(2);
    for (const { text } of reasons) expect(text).toMatch(/^[A-Z].+\.$/);
  }
  expect(nextSkills).toHaveLength(3);
  const fullStack = await myCareer('full-stack-engineer');
  const { mastery, evidenceCount } = skillOf(fullStack, 'api-design');
  const here = skillOf(await myCareer(), 'api-design');
  expect(evidenceCount).toBe(here.evidenceCount);
  // Evidence fades by the moment.
  expect(mastery).toBeCloseTo(here.mastery, 6);
  expect(missingOf(fullStack)).not.toContain('api-design');
  expect(fullStack.gap.readiness).toBeGreaterThan(0);
  const senior = await myCareer('senior-backend-engineer', 'senior');
  expect(skillOf(senior, 'api-design').mastery).toBeLessThan(skillOf(fullStack, 'api-design').mastery);
});
