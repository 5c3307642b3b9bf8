import { Importance } from '../../../src/content/career/career-enums';
import { Difficulty } from '../../../src/content/question/question-kind';
import { skillKind } from '../../../src/content/skill/skill.kind';
import { careerDraft } from '../../factories/career';
import { skillDraft } from '../../factories/skill';
import { publishDrafts } from '../../setup/content-store';
import { Learner, letPass } from '../../setup/learners';
import { itemOf, record } from '../../setup/progress';
import { examOf, gapOf, ladder, nextOf, progressIn, quizOf, take } from '../../setup/readiness';
import { startTestApp, type TestApp } from '../../setup/test-app';

/*
 * One learner in a small graph whose numbers can be checked by hand: what is missing for mid, what comes next, and why.
 */

let app: TestApp;
let learner: Learner;
beforeAll(async () => {
  app = await startTestApp('empty');
  await publishDrafts(app.dataSource, [
    ...ladder(),
    skillDraft('networks', { name: 'Networks' }),
    skillDraft('http', { name: 'HTTP', prerequisites: ['networks'] }),
    skillDraft('api', { name: 'API Design', prerequisites: ['http'] }),
    skillDraft('sql', { name: 'SQL', topics: ['Select', 'Join', 'Index'].map((name) => ({ id: name, name })) }),
    skillDraft('postgres', { name: 'PostgreSQL', broader: ['sql'] }),
    skillDraft('git', { name: 'Git' }),
    skillDraft('writing', { name: 'Writing' }),
    ...examOf('sql-exam', 'sql', 4),
    ...quizOf('git-quiz', 'git', 4, Difficulty.EASY),
    ...examOf('writing-exam', 'writing', 6),
    ...examOf('postgres-exam', 'postgres', 2),
    careerDraft('backend', [], {
      title: 'Backend Engineer',
      skills: [
        { skill: 'writing', importance: Importance.OPTIONAL },
        { skill: 'sql', importance: Importance.ESSENTIAL, requiredLevel: 'junior' },
        { skill: 'api', importance: Importance.ESSENTIAL, requiredLevel: 'mid' },
        { skill: 'git', importance: Importance.IMPORTANT, requiredLevel: 'mid' },
        { skill: 'http', importance: Importance.OPTIONAL, requiredLevel: 'senior' },
      ],
    }),
    careerDraft('analyst', [], {
      title: 'Data Analyst',
      skills: [
        { skill: 'postgres', importance: Importance.IMPORTANT },
        { skill: 'sql', importance: Importance.ESSENTIAL, requiredLevel: 'mid' },
      ],
    }),
  ]);
  learner = await Learner.signedIn(app);
  await take(learner, 'sql-exam', 4);
  await take(learner, 'postgres-exam', 2);
  const easy = await take(learner, 'git-quiz', 4);
  await letPass(app, easy, 100 * 86_400);
  await take(learner, 'writing-exam', 6);
  await record(learner, itemOf(skillKind, 'sql', 'Select'), 'DONE');
});
afterAll(() => app.stop());

test('the gap for mid says of each missing skill what is asked, what was shown, and what is lacking', async () => {
  const { readiness, missing } = await gapOf(learner, 'backend', 'mid');
  expect(missing.map(({ slug, why }) => [slug, ...why])).toEqual([
    [
      'api',
      'Essential in this career from Mid-level on: Mid-level asks for 70%, you have 0%.',
      'Nothing shows it yet.',
      'What is missing weighs as much as 5 right answers to medium exam questions (a passed project weighs up to 3 of them).',
    ],
    [
      'git',
      'Important in this career from Mid-level on: Mid-level asks for 60%, you have 37%.',
      'So far: 4 of 4 questions right, the latest 3 months ago.',
      'What is missing weighs as much as 2 right answers to medium exam questions (a passed project weighs up to 3 of them).',
    ],
    [
      'sql',
      'Essential in this career from Junior on: Mid-level asks for 75%, you have 72%.',
      'So far: 4 of 4 questions right, 1 topic ticked, the latest less than a day ago.',
      'Counts in part, from PostgreSQL: 2 of 2 questions right, the latest less than a day ago.',
      'What is missing weighs as much as 1 right answer to an exam question.',
    ],
  ]);
  // Four right answers, a tick, and half of two right answers about a part of it: 5.2 of 7.2.
  expect(missing[2]!.have).toBeCloseTo(5.2 / 7.2, 4);
  expect(missing.map(({ need }) => need)).toEqual([0.7, 0.6, 0.75]);
  // 3 for api, 2 for git, 3 for sql and 1 for writing, which is there.
  const have = [0, (2 * missing[1]!.have) / 0.6, (3 * missing[2]!.have) / 0.75, 1];
  expect(readiness).toBeCloseTo((100 * have.reduce((a, b) => a + b)) / 9, 1);
});

test('next come the prerequisites on which most of the gap hangs, one that the career does not name among them, with why', async () => {
  expect(await gapOf(learner, 'backend', 'junior')).toEqual({ readiness: 100, missing: [] });
  expect(await nextOf(learner, 'backend')).toEqual({
    networks: ['This career does not list it, but API Design builds on it.', 'Nothing shows it yet.'],
    http: ['API Design builds on it.', 'It comes after Networks, still to be shown.', 'Nothing shows it yet.'],
    api: [
      'With what Mid-level asks for here, your readiness rises from 56% to 90%.',
      'It comes after HTTP, still to be shown.',
      'Nothing shows it yet.',
    ],
  });
  expect(Object.keys(await nextOf(learner, 'backend', 10))).toEqual(['networks', 'http', 'api', 'git', 'sql']);
});

test('the same evidence counts in another career, by what that one asks for', async () => {
  const { skills } = await progressIn(learner, 'analyst');
  expect(skills).toMatchObject([
    { skill: { slug: 'postgres' }, evidenceCount: 7 },
    { skill: { slug: 'sql' }, evidenceCount: 7, topicsDone: 1, topicsTotal: 3 },
  ]);
  const { missing } = await gapOf(learner, 'analyst', 'mid');
  expect(missing.map(({ slug, why }) => [slug, ...why])).toEqual([
    [
      'postgres',
      'Important in this career at every level: Mid-level asks for 65%, you have 60%.',
      'So far: 2 of 2 questions right, the latest less than a day ago.',
      'Counts in part, from SQL: 4 of 4 questions right, 1 topic ticked, the latest less than a day ago.',
      'What is missing weighs as much as 1 right answer to an exam question.',
    ],
  ]);
});
