import fc from 'fast-check';
import { AssessmentKind } from '../../../src/content/assessment/assessment-kind';
import { QuestionKind } from '../../../src/content/question/question-kind';
import { assessmentDraft } from '../../factories/assessment';
import { careerDraft } from '../../factories/career';
import { bankOf, quizOfEachKind, quizOver } from '../../factories/paper';
import { questionDraft } from '../../factories/question';
import { skillDraft } from '../../factories/skill';
import { attemptCommands, expectTheEnd, starts } from '../../setup/attempt-commands';
import type { AssessmentRules, ModelState } from '../../setup/attempt-model';
import type { Model } from '../../setup/attempt-steps';
import { AttemptWorld } from '../../setup/attempt-world';
import { publishDrafts } from '../../setup/content-store';
import { startTestApp, type TestApp } from '../../setup/test-app';

/** `npm run soak` asks for many. */
const runs = Number(process.env.SOAK_RUNS ?? '12');

/** What can be taken; the rules of the model go by this table, and so does what is published. */
const assessments: AssessmentRules[] = [
  { slug: 'quiz', kind: 'QUIZ', passPercent: 60, limit: null, wait: 0, maxAttempts: null },
  { slug: 'timed', kind: 'QUIZ', passPercent: 50, limit: 600, wait: 0, maxAttempts: null },
  { slug: 'again', kind: 'EXAM', passPercent: 70, limit: 600, wait: 3600, maxAttempts: 2 },
  { slug: 'fit', kind: 'FIT', passPercent: null, limit: null, wait: 0, maxAttempts: null },
  { slug: 'check', kind: 'SELF_CHECK', passPercent: null, limit: 1200, wait: 3600, maxAttempts: null },
];

/** Those with a limit, a wait and a last time have more to go wrong: they come more often. */
const chosen = [0, 1, 1, 2, 2, 2, 3, 4, 4].map((index) => assessments[index]!);

const options = (...ids: string[]) => ids.map((id) => ({ id, text: `The ${id} one` }));
const affinity = (career: string, weight: number, option?: string) => ({ career, weight, ...(option && { option }) });

const content = [
  ...quizOfEachKind('quiz'),
  quizOver('timed', 'quiz', { timeLimitMinutes: 10, passPercent: 50 }),
  skillDraft('sql'),
  ...bankOf('bank', 'sql', 6),
  assessmentDraft('again', ['quiz-multiple', 'quiz-ordering'], {
    kind: AssessmentKind.EXAM,
    blueprint: [{ skill: 'sql', count: 3 }],
    passPercent: 70,
    timeLimitMinutes: 10,
    retakeWaitHours: 1,
    maxAttempts: 2,
  }),
  careerDraft('maker', ['sql']),
  careerDraft('mender', ['sql']),
  questionDraft('likes', {
    kind: QuestionKind.LIKERT,
    options: options('no', 'hardly', 'partly', 'mostly', 'yes'),
    key: { affinities: [affinity('maker', 2), affinity('mender', -1)] },
  }),
  questionDraft('rather', {
    options: options('build', 'repair', 'neither'),
    key: {
      affinities: [affinity('maker', 2, 'build'), affinity('mender', 2, 'repair'), affinity('maker', -1, 'neither')],
    },
  }),
  questionDraft('tools', {
    kind: QuestionKind.YES_NO,
    options: undefined,
    key: { affinities: [affinity('mender', 1)] },
  }),
  assessmentDraft('fit', ['likes', 'rather', 'tools'], { kind: AssessmentKind.FIT }),
  questionDraft('done', { kind: QuestionKind.YES_NO, options: undefined, key: undefined, adviceIfNo: 'Do it.' }),
  assessmentDraft('check', ['done', 'quiz-open', 'tools'], {
    kind: AssessmentKind.SELF_CHECK,
    timeLimitMinutes: 20,
    retakeWaitHours: 1,
  }),
];

let app: TestApp;
let world: AttemptWorld;
beforeAll(async () => {
  app = await startTestApp('empty');
  await publishDrafts(app.dataSource, content);
  world = new AttemptWorld(app);
});
afterAll(async () => {
  await world.stop();
  await app.stop();
});

/** Two devices of one learner, with an account or without, before anything has happened. */
function atFirst(signedIn: boolean, together: boolean): ModelState {
  const device = () => ({ signedIn, learner: null, held: [], revisions: {} });
  const account = (name: 'ann' | 'ben') => ({ name, id: world.accounts[name].id, token: null, claimedBy: null });
  return {
    together,
    learners: [account('ann'), account('ben')],
    devices: [device(), device()],
    attempts: [],
    sent: [],
    jumped: 0,
  };
}

test(
  `whatever two devices do in whatever order, no acknowledged answer is lost and every score is the grader's: ${runs} runs`,
  async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.boolean(),
        fc.integer({ min: 0, max: 3 }),
        starts(chosen),
        attemptCommands(chosen),
        async (signedIn, apart, first, commands) => {
          await world.begin();
          const model: Model = { state: atFirst(signedIn, apart < 3) };
          try {
            await first.run(model, world);
            await fc.asyncModelRun(() => ({ model, real: world }), commands);
            await expectTheEnd(model, world);
          } finally {
            await world.end(model.state.learners.map(({ id }) => id));
          }
        },
      ),
      { numRuns: runs },
    );
  },
  runs * 5_000 + 60_000,
);
