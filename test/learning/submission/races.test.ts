import { Role } from '../../../src/accounts/role';
import { evidenceFor, Participant, publishProject, refusalOf, verdictsOn } from '../../setup/submissions';
import { type GraphQLAnswer, startTestApp, type TestApp } from '../../setup/test-app';

let app: TestApp;
let learner: Participant;
let reviewers: Participant[];
const ROUNDS = 4;
beforeAll(async () => {
  app = await startTestApp('empty');
  await publishProject(app, 'tool');
  learner = await Participant.join(app);
  reviewers = await Promise.all([1, 2, 3].map(() => Participant.join(app, Role.REVIEWER)));
}, 30_000);
afterAll(() => app.stop());
beforeEach(() => app.dataSource.query('DELETE FROM submission'));

const isRefused = ({ errors }: GraphQLAnswer): boolean => errors !== undefined;
/** The events of a submission, which must be without gaps. */
async function events(id: string): Promise<string[]> {
  const { history, version } = await learner.read(id);
  expect(history.totalCount).toBe(version);
  return history.edges.map(({ node }: any) => node.action);
}

test('of several reviewers who take the same one, one has it and the others are told', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    await app.dataSource.query('DELETE FROM submission');
    const { id } = await learner.submit();
    const answers = await Promise.all(reviewers.map((each) => each.tryTo('take', id)));
    expect(answers.filter(isRefused).map((answer) => refusalOf(answer).code)).toEqual(['CONFLICT', 'CONFLICT']);
    const holds = await Promise.all(reviewers.map((each) => each.queue(true)));
    expect(holds.map((ids) => ids.length)).toEqual(answers.map((answer) => (isRefused(answer) ? 0 : 1)));
    expect(await events(id)).toEqual(['SUBMIT', 'TAKE']);
  }
});

test('reviewers who take whatever waits get different ones, and nobody waits for another', async () => {
  const learners = await Promise.all([1, 2].map(() => Participant.join(app)));
  const ids = [(await learner.submit()).id];
  for (const each of learners) ids.push((await each.submit()).id);
  const taken = await Promise.all(reviewers.map((each) => each.to('take')));
  expect(new Set(taken.map(({ id }) => id))).toEqual(new Set(ids));
  expect(await reviewers[0]!.to('take')).toBeNull();
});

test('of two reviews at the same time one counts, whole', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    await app.dataSource.query('DELETE FROM submission');
    const { id } = await learner.submit();
    const [pass, sendBack] = await Promise.all([
      reviewers[0]!.tryReview(id, verdictsOn(['runs', 'tested'])),
      reviewers[1]!.tryReview(id, verdictsOn(['runs'], ['tested'])),
    ]);
    const passed = !isRefused(pass);
    expect(isRefused(sendBack)).toBe(passed);
    const { state, verdicts } = await learner.read(id);
    expect([state, verdicts.map(({ met }: any) => met)]).toEqual(
      passed ? ['PASSED', [true, true]] : ['CHANGES_REQUESTED', [true, false]],
    );
    expect(await events(id)).toEqual(['SUBMIT', 'TAKE', passed ? 'PASS' : 'REQUEST_CHANGES']);
  }
});

test('handing in again while a reviewer takes it comes first, or is refused: what is judged is what stands there', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    await app.dataSource.query('DELETE FROM submission');
    const { id } = await learner.submit({ repositoryUrl: 'https://example.org/first' });
    const [again, taken] = await Promise.all([
      learner.trySubmit({ repositoryUrl: 'https://example.org/second' }),
      reviewers[0]!.to('take', id),
    ]);
    const url = isRefused(again) ? 'https://example.org/first' : 'https://example.org/second';
    if (isRefused(again)) expect(refusalOf(again)).toMatchObject({ code: 'CONFLICT', state: 'IN_REVIEW' });
    expect(taken.repositoryUrl).toBe(url);
    expect(await learner.read(id)).toMatchObject({ state: 'IN_REVIEW', round: 1, repositoryUrl: url });
    expect(await events(id)).toEqual(isRefused(again) ? ['SUBMIT', 'TAKE'] : ['SUBMIT', 'SUBMIT', 'TAKE']);
  }
});

test('taking back while it is judged ends in one of both, with all that belongs to it', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    await app.dataSource.query('DELETE FROM submission');
    const { id } = await learner.submit();
    const [withdrawn, judged] = await Promise.all([
      learner.tryTo('withdraw', id),
      reviewers[0]!.tryReview(id, verdictsOn(['runs', 'tested'])),
    ]);
    expect(isRefused(judged)).toBe(!isRefused(withdrawn));
    const { state, rounds } = await learner.read(id);
    expect([state, rounds[0].verdicts.length, rounds[0].withdrawnAt === null]).toEqual(
      isRefused(withdrawn) ? ['PASSED', 2, true] : ['WITHDRAWN', 0, false],
    );
  }
});

test('two tabs that hand the same project in make one submission, whole from one of them', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    await app.dataSource.query('DELETE FROM submission');
    const tabs = await Promise.all(
      ['one', 'two', 'three'].map((tab) =>
        learner.submit({
          repositoryUrl: `https://example.org/${tab}`,
          evidence: evidenceFor(['runs', 'tested', ...(tab === 'one' ? ['fast'] : [])], 'tool', tab),
        }),
      ),
    );
    expect(new Set(tabs.map(({ id }) => id)).size).toBe(1);
    const { rounds, repositoryUrl, evidence, version } = await learner.read(tabs[0]!.id);
    const last = repositoryUrl.slice('https://example.org/'.length);
    expect(rounds).toHaveLength(1);
    expect(version).toBe(3);
    expect(evidence.map(({ text }: any) => text)).toEqual(Array(last === 'one' ? 3 : 2).fill(last));
    expect(await reviewers[0]!.queue()).toEqual([tabs[0]!.id]);
  }
});

test('the first hand-ins of somebody new, at the same time, find each other', async () => {
  const newcomer = await Participant.join(app);
  const answers = await Promise.all([1, 2, 3, 4].map(() => newcomer.submit()));
  expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
});
