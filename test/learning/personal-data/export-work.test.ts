import { Role } from '../../../src/accounts/role';
import { projectKind } from '../../../src/content/project/project.kind';
import { documentIdFor } from '../../../src/content/publishing/document-id';
import { quizOfEachKind } from '../../factories/paper';
import { bearing } from '../../setup/accounts';
import { publishDrafts } from '../../setup/content-store';
import { keyOfAttempt, Learner } from '../../setup/learners';
import { itemOf, progressOf, record } from '../../setup/progress';
import {
  criterion,
  evidenceFor,
  keyOfSubmission,
  Participant,
  publishProject,
  verdictsOn,
} from '../../setup/submissions';
import { startTestApp, type TestApp } from '../../setup/test-app';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp('empty');
  await publishDrafts(app.dataSource, quizOfEachKind('quiz'));
  for (const slug of ['tool', 'game']) await publishProject(app, slug);
});
afterAll(() => app.stop());

const exported = async ({ person: { headers } }: Participant): Promise<any> =>
  (await app.ask('mutation { exportMyData { data } }', {}, headers)).exportMyData.data;
const contentId = (id: string): string => Buffer.from(id, 'base64url').toString().split('/').at(-1)!;
const learnerOf = ({ person }: Participant): Learner =>
  new Learner(app, bearing(person.accessToken), null, person.userId);

test('an export has nothing of what others did, said or handed in', async () => {
  const [sam, kim, reviewer] = [
    await Participant.join(app),
    await Participant.join(app),
    await Participant.join(app, Role.REVIEWER),
  ];
  const { id } = await kim.submit({ evidence: evidenceFor(['runs', 'tested'], 'tool', 'The words of Kim.') });
  await record(learnerOf(kim), criterion('runs'), 'DONE');
  await reviewer.review(id, verdictsOn(['runs', 'tested']), { comment: 'Well done.' });
  expect(await exported(sam)).toMatchObject({ progress: [], receipts: [], submissions: [], reviews: [] });
  const { submissions, reviews } = await exported(reviewer);
  expect(submissions).toEqual([]);
  // What a reviewer said is theirs to take along; the work that it is about, and whose it is, is not.
  expect(JSON.stringify(reviews)).not.toMatch(new RegExp(`The words of Kim|${kim.person.userId}`));
  expect(reviews).toEqual([
    {
      submissionId: keyOfSubmission(id),
      projectId: documentIdFor('PROJECT', 'tool'),
      actions: [
        { action: 'TAKE', round: 1, at: expect.any(String) },
        { action: 'PASS', round: 1, at: expect.any(String) },
      ],
      rounds: [
        {
          number: 1,
          title: expect.any(String),
          reviewedAt: expect.any(String),
          comment: 'Well done.',
          verdicts: [
            { criterion: { id: 'runs', text: 'It runs.' }, met: true, comment: null },
            { criterion: { id: 'tested', text: 'It is tested.' }, met: true, comment: null },
          ],
        },
      ],
    },
  ]);
  const [own] = (await exported(kim)).submissions;
  expect(JSON.stringify(own)).not.toContain(reviewer.person.userId);
});

test('an export has of every submission what the API shows: rounds, evidence, verdicts, history', async () => {
  const [sam, reviewer] = [await Participant.join(app), await Participant.join(app, Role.REVIEWER)];
  const { id } = await sam.submit();
  await reviewer.to('take', id);
  await reviewer.review(id, verdictsOn(['runs'], ['tested']), { comment: 'Nearly.' });
  await sam.submit({ repositoryUrl: 'https://example.org/sam/tool-2' });
  await reviewer.review(id, verdictsOn(['runs', 'tested']));
  await sam.submit({ evidence: evidenceFor(['fast']) });
  await sam.to(
    'withdraw',
    (await sam.submit({ project: 'game', evidence: evidenceFor(['runs', 'tested'], 'game') })).id,
  );
  const shown = await sam.read(id);
  const { submissions } = await exported(sam);
  expect(submissions).toHaveLength(2);
  const [whole, withdrawn] = submissions;
  expect(withdrawn).toMatchObject({ projectSlug: 'game', state: 'WITHDRAWN' });
  const { rounds, history, ...rest } = whole;
  expect(rest).toEqual({
    id: keyOfSubmission(id),
    projectId: documentIdFor('PROJECT', 'tool'),
    projectSlug: 'tool',
    state: shown.state,
    stretchState: shown.stretchState,
    version: shown.version,
    createdAt: shown.createdAt,
    updatedAt: shown.updatedAt,
    waitingSince: shown.waitingSince,
  });
  expect(history).toEqual(
    shown.history.edges.map(({ node: { by, ...event } }: any) => ({ ...event, byYou: by === 'LEARNER' })),
  );
  expect(
    rounds.map(({ criteria, editionId: _c, title: _t, ...round }: any) => ({
      ...round,
      evidence: criteria.flatMap(({ id: key, evidence }: any) => (evidence === null ? [] : [[key, evidence]])),
      verdicts: criteria.flatMap(({ id: key, met, comment }: any) => (met === null ? [] : [[key, met, comment]])),
    })),
  ).toEqual(
    shown.rounds.map(({ criteria: _c, reviewer: _r, evidence, verdicts, ...round }: any) => ({
      ...round,
      evidence: evidence.map((each: any) => [contentId(each.criterion.id), each.text]),
      verdicts: verdicts.map((each: any) => [contentId(each.criterion.id), each.met, each.comment]),
    })),
  );
});

test('an export has progress with all its changes, and the receipts as they were given', async () => {
  const sam = await Participant.join(app);
  const learner = learnerOf(sam);
  const items = ['runs', 'fast'].map((item) => itemOf(projectKind, 'tool', item));
  for (const state of ['IN_PROGRESS', 'DONE'] as const) await record(learner, items[0]!, state);
  await record(learner, items[1]!, 'IN_PROGRESS');
  const attempt = await learner.start('quiz');
  await learner.submit(attempt.id);
  const { receipt } = await learner.read(attempt.id, 'receipt');
  const { progress, receipts } = await exported(sam);
  const shown = await progressOf(learner);
  expect(progress.toReversed()).toMatchObject(
    shown.map(({ itemId, itemKind, label, state, document }) => ({
      documentSlug: document.slug,
      itemId: contentId(itemId),
      itemKind,
      label,
      state,
    })),
  );
  expect(progress.map(({ history }: any) => history.map(({ state }: any) => state))).toEqual([
    ['IN_PROGRESS', 'DONE'],
    ['IN_PROGRESS'],
  ]);
  expect(receipts).toEqual([
    { attemptId: keyOfAttempt(attempt.id), gradeNumber: 1, issuedAt: expect.any(String), text: receipt },
  ]);
});

test('an export costs as many statements for much as for little', async () => {
  const [sam, reviewer] = [await Participant.join(app), await Participant.join(app, Role.REVIEWER)];
  const learner = learnerOf(sam);
  const cost = async (who: Participant) => (await app.dataSource.logger.during(() => exported(who))).statements.length;
  const work = async (project: string) => {
    const { id } = await sam.submit({ project, evidence: evidenceFor(['runs', 'tested'], project) });
    await reviewer.review(id, verdictsOn(['runs'], ['tested'], project));
    await record(learner, criterion('runs', project), 'DONE');
    const attempt = await learner.start('quiz');
    await learner.submit(attempt.id);
    await learner.read(attempt.id, 'receipt');
  };
  await work('tool');
  const little = [await cost(sam), await cost(reviewer)];
  await work('game');
  await work('tool');
  expect((await exported(sam)).submissions.map(({ rounds }: any) => rounds.length)).toEqual([2, 1]);
  expect([await cost(sam), await cost(reviewer)]).toEqual(little);
});
