import { randomUUID } from 'node:crypto';
import { bearing } from '../../setup/accounts';
import { CLAIM_ATTEMPTS, REGISTER, SAVE_ANSWERS, START_ATTEMPT, SUBMIT_ATTEMPT } from '../../setup/learner-operations';
import { Learner, rightAnswers, type StartedAttempt } from '../../setup/learners';
import { startTestApp, type TestApp } from '../../setup/test-app';

/*
 * The way of a learner through the starter content, by the operations of a frontend as they stand.
 */

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp('content');
});
afterAll(() => app.stop());

const answersFrom = (attempt: StartedAttempt, values: ReadonlyMap<string, object>) =>
  attempt.paper.items.map((item) => ({ clientId: randomUUID(), itemId: item.id, ...values.get(item.id) }));

test('an exam is taken without an account, then registered for and claimed', async () => {
  const { startAttempt } = await app.ask(START_ATTEMPT, { input: { assessment: 'backend-engineer-exam' } });
  const { attemptToken, attempt } = startAttempt as { attemptToken: string; attempt: StartedAttempt };
  expect(attemptToken).toMatch(/^cga_[\w-]{64}$/);
  expect(attempt).toMatchObject({ state: 'IN_PROGRESS', assessment: { slug: 'backend-engineer-exam', kind: 'EXAM' } });
  expect(Date.parse(attempt.deadline!) - Date.parse(attempt.startedAt)).toBe(50 * 60_000);
  const { items } = attempt.paper;
  expect(items.map(({ position }) => position)).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));

  const right = await rightAnswers(app, attempt);
  const answers = answersFrom(attempt, right);
  const input = { attemptId: attempt.id, attemptToken };
  const half = await app.ask(SAVE_ANSWERS, { input: { ...input, answers: answers.slice(0, 15) } });
  expect(half.saveAnswers.attempt).toMatchObject({ state: 'IN_PROGRESS', answeredCount: 15 });
  const whole = await app.ask(SAVE_ANSWERS, { input: { ...input, answers: answers.slice(15) } });
  expect(whole.saveAnswers.attempt.answeredCount).toBe(30);

  const { submitAttempt } = await app.ask(SUBMIT_ATTEMPT, { input });
  const { state, result, review } = submitAttempt.attempt;
  expect(state).toBe('SUBMITTED');
  const maxPoints = items.reduce((sum, { points }) => sum + points, 0);
  expect(result).toMatchObject({
    points: maxPoints,
    maxPoints,
    percent: 100,
    passed: true,
    affinities: [],
    advice: [],
  });
  expect(result.sections).toHaveLength(10);
  expect(new Set(result.sections.map(({ percent }: { percent: number }) => percent))).toEqual(new Set([100]));
  expect(review).toHaveLength(30);
  for (const each of review) expect(each).toMatchObject({ correct: true, explanation: expect.stringMatching(/\w+/) });
  expect(await app.ask(SUBMIT_ATTEMPT, { input })).toEqual({ submitAttempt });

  const account = { email: 'sam@example.org', password: 'a long enough password', displayName: 'Sam' };
  const { register } = await app.ask(REGISTER, { input: account });
  const headers = bearing(register.accessToken);
  const claim = { input: { attemptTokens: [attemptToken] } };
  const expected = { claimAttempts: { attempts: [{ id: attempt.id, state: 'SUBMITTED' }] } };
  expect(await app.ask(CLAIM_ATTEMPTS, claim, headers)).toEqual(expected);
  const { viewer } = await app.ask(
    '{ viewer { attempts(first: 10) { totalCount edges { node { id state result { percent } } } } } }',
    {},
    headers,
  );
  expect(viewer.attempts).toEqual({
    totalCount: 1,
    edges: [{ node: { id: attempt.id, state: 'SUBMITTED', result: { percent: 100 } } }],
  });
});

test('the fit test is taken signed in: every career has its place, with reasons that add up', async () => {
  const learner = await Learner.signedIn(app);
  const attempt = await learner.start('career-fit-test');
  expect(learner.token).toBeNull();
  const answers = attempt.paper.items.map(({ id, kind, options }) => ({
    clientId: randomUUID(),
    itemId: id,
    ...(kind === 'YES_NO' ? { yes: true } : { optionIds: [options.at(-1)!.id] }),
  }));
  await learner.save(attempt.id, answers);
  const { result, review } = await learner.submit(attempt.id);
  expect(result).toMatchObject({ points: null, maxPoints: 0, percent: null, passed: null, sections: [] });
  expect(result.affinities).toHaveLength(12);
  const percents = result.affinities.map(({ percent }: { percent: number }) => percent);
  expect(percents).toEqual(percents.toSorted((a: number, b: number) => b - a));
  expect(result.affinities[0]).toMatchObject({
    career: { slug: expect.stringMatching(/^[a-z-]+$/), title: expect.anything() },
    reasons: expect.arrayContaining([{ text: expect.stringMatching(/^You (chose|said) .+\.$/) }]),
  });
  for (const each of review) expect(each).toMatchObject({ correct: null, points: null, maxPoints: 0 });
  const whole = await learner.read(attempt.id);
  for (const { score, reasons } of whole.result.affinities) {
    const sum = reasons.reduce((total: number, { contribution }: { contribution: number }) => total + contribution, 0);
    expect(sum).toBe(score);
  }
});

test('the self-check says what to do next for each no', async () => {
  const learner = new Learner(app);
  const attempt = await learner.start('backend-engineer-self-check');
  expect(attempt.deadline).toBeNull();
  const [first, second, third] = attempt.paper.items;
  await learner.save(attempt.id, [
    { clientId: randomUUID(), itemId: first!.id, yes: false },
    { clientId: randomUUID(), itemId: second!.id, yes: true },
    { clientId: randomUUID(), itemId: third!.id, yes: false },
  ]);
  await learner.submit(attempt.id);
  const { result } = await learner.read(attempt.id);
  expect(result.advice.map(({ itemId }: { itemId: string }) => itemId)).toEqual([first!.id, third!.id]);
  expect(result).toMatchObject({ points: null, percent: null, passed: null });
});
