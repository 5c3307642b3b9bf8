import { randomBytes } from 'node:crypto';
import { quizOfEachKind, quizOver } from '../../factories/paper';
import { publishDrafts } from '../../setup/content-store';
import {
  answerTo,
  dataOf,
  keyOfAttempt,
  Learner,
  letPass,
  problemsOf,
  refusalOf,
  WHOLE_ATTEMPT,
} from '../../setup/learners';
import { startTestApp, type TestApp } from '../../setup/test-app';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp('empty');
  await publishDrafts(app.dataSource, [...quizOfEachKind('quiz'), quizOver('other', 'quiz', { timeLimitMinutes: 30 })]);
});
afterAll(() => app.stop());

/** Somebody without an account who submitted one attempt and is in the middle of another. */
async function anonymous(): Promise<{ learner: Learner; done: string; running: string }> {
  const learner = new Learner(app);
  const done = await learner.start('quiz');
  const open = done.paper.items.find(({ kind }) => kind === 'OPEN')!;
  await learner.save(done.id, [answerTo(open, { text: 'My words.' })]);
  await learner.submit(done.id);
  const { items } = await learner.read(done.id, 'items { rubric { id } }');
  await learner.trySelfReview(done.id, open.id, [items[6].rubric[0].id]);
  const running = await learner.start('other');
  const text = running.paper.items.find(({ kind }) => kind === 'SHORT_TEXT')!;
  await learner.save(running.id, [answerTo(text, { text: 'one' })]);
  await learner.save(running.id, [answerTo(text, { text: 'two' })]);
  return { learner, done: done.id, running: running.id };
}

const invented = (): string => `cga_${randomBytes(48).toString('base64url')}`;
const attemptsOf = async (learner: Learner): Promise<string[]> => {
  const { viewer } = await app.ask('{ viewer { attempts(first: 50) { edges { node { id } } } } }', {}, learner.headers);
  return viewer.attempts.edges.map(({ node }: { node: { id: string } }) => node.id);
};

describe('a claim is refused', () => {
  test('without an account', async () => {
    const { learner } = await anonymous();
    expect(refusalOf(await learner.tryClaim([learner.token])).code).toBe('UNAUTHENTICATED');
  });

  test('of nothing, of too much, and of tokens that nobody has: each is named, and the good ones stay as they are', async () => {
    const { learner } = await anonymous();
    const claimer = await Learner.signedIn(app);
    expect(problemsOf(await claimer.tryClaim([]))).toEqual(['/input/attemptTokens count']);
    const many = Array.from({ length: 51 }, invented);
    expect(problemsOf(await claimer.tryClaim(many))).toEqual(['/input/attemptTokens count']);
    const bytes = Buffer.from(learner.token!.slice('cga_'.length), 'base64url');
    const forged = `cga_${Buffer.concat([randomBytes(32), bytes.subarray(32)]).toString('base64url')}`;
    // A learner's row of a user has no token, so nobody can claim somebody with an account.
    const user = Buffer.from(claimer.userId!.replaceAll('-', ''), 'hex');
    const ofUser = `cga_${Buffer.concat([randomBytes(32), user]).toString('base64url')}`;
    const answer = await claimer.tryClaim([learner.token, invented(), 'x', forged, ofUser, '\u0000']);
    expect(problemsOf(answer)).toEqual([1, 2, 3, 4, 5].map((index) => `/input/attemptTokens/${index} unknown`));
    expect(await attemptsOf(claimer)).toEqual([]);
    expect(await learner.start('other')).toMatchObject({ state: 'IN_PROGRESS' });
  });

  test('of what somebody else has claimed: CONFLICT that names the token, and all of it stays where it is', async () => {
    const [first, second] = [await anonymous(), await anonymous()];
    const [winner, loser] = [await Learner.signedIn(app), await Learner.signedIn(app)];
    dataOf(await winner.tryClaim([first.learner.token]));
    const refusal = refusalOf(await loser.tryClaim([second.learner.token, first.learner.token]));
    expect(refusal).toMatchObject({
      code: 'CONFLICT',
      problems: [{ pointer: '/input/attemptTokens/1', rule: 'claimed' }],
    });
    expect(await attemptsOf(loser)).toEqual([]);
    expect((await attemptsOf(winner)).toSorted()).toEqual([first.done, first.running].toSorted());
    expect(await second.learner.read(second.running, 'state')).toEqual({ state: 'IN_PROGRESS' });
  });
});

describe('a claim', () => {
  test('loses nothing: the attempts read as before, answers, history, grades and self-reviews with them', async () => {
    const { learner, done, running } = await anonymous();
    const whole = WHOLE_ATTEMPT.replace(' serverTime', '');
    const before = [await learner.read(done, whole), await learner.read(running, whole)];
    const rows = async () =>
      app.dataSource.query(
        `SELECT (SELECT count(*)::int FROM answer WHERE attempt_id = ANY($1)) AS answers,
           (SELECT count(*)::int FROM item_grade WHERE attempt_id = ANY($1)) AS items,
           (SELECT count(*)::int FROM self_review WHERE attempt_id = ANY($1)) AS reviews`,
        [[done, running].map(keyOfAttempt)],
      );
    const stored = await rows();
    const claimer = await Learner.signedIn(app);
    const { claimAttempts } = dataOf(await claimer.tryClaim([learner.token], whole));
    expect(claimAttempts.attempts).toEqual(before);
    expect([await claimer.read(done, whole), await claimer.read(running, whole)]).toEqual(before);
    expect(await rows()).toEqual(stored);
    const [left] = await app.dataSource.query(
      `SELECT count(*)::int AS rows FROM learner l JOIN attempt a ON a.learner_id = l.id WHERE l.user_id IS NULL AND a.id = ANY($1)`,
      [[done, running].map(keyOfAttempt)],
    );
    expect(left.rows).toBe(0);
  });

  test('is the same when it is sent again, by itself, at the same time, or together with others', async () => {
    const [first, second] = [await anonymous(), await anonymous()];
    const claimer = await Learner.signedIn(app);
    const tokens = [first.learner.token];
    const answers = await Promise.all([1, 2, 3].map(() => claimer.tryClaim(tokens)));
    for (const answer of answers) expect(dataOf(answer)).toEqual(dataOf(answers[0]!));
    expect(dataOf(answers[0]!).claimAttempts.attempts.map(({ id }: { id: string }) => id)).toEqual([
      first.done,
      first.running,
    ]);
    const both = dataOf(await claimer.tryClaim([...tokens, second.learner.token, ...tokens]));
    expect(both.claimAttempts.attempts).toHaveLength(4);
    expect(dataOf(await claimer.tryClaim(tokens))).toEqual(dataOf(answers[0]!));
    expect(await attemptsOf(claimer)).toHaveLength(4);
  });

  test('has one winner when two accounts claim at the same time', async () => {
    for (let round = 0; round < 2; round += 1) {
      const { learner, running } = await anonymous();
      const claimers = [await Learner.signedIn(app), await Learner.signedIn(app)];
      const answers = await Promise.all(claimers.map((claimer) => claimer.tryClaim([learner.token])));
      const won = answers.findIndex(({ errors }) => errors === undefined);
      expect(refusalOf(answers[1 - won]!).code).toBe('CONFLICT');
      expect(await claimers[won]!.read(running, 'state')).toEqual({ state: 'IN_PROGRESS' });
      expect(await attemptsOf(claimers[1 - won]!)).toEqual([]);
    }
  });

  test('ends the token: it opens nothing any more and says why', async () => {
    const { learner, done, running } = await anonymous();
    const claimer = await Learner.signedIn(app);
    dataOf(await claimer.tryClaim([learner.token]));
    for (const answer of [
      await learner.tryStart('quiz'),
      await learner.tryRead(running),
      await learner.tryRead(done),
      await learner.trySave(running, []),
      await learner.trySubmit(running),
      await learner.trySelfReview(done, 'x', []),
    ]) {
      const { code, message, problems } = refusalOf(answer);
      // Wrong input is wrong for everybody.
      if (code === 'BAD_USER_INPUT') expect(problems[0].pointer).toBe('/input/answers');
      else
        expect({ code, message }).toMatchObject({
          code: 'UNAUTHENTICATED',
          message: expect.stringContaining('sign in'),
        });
    }
  });

  test('leaves two running attempts at one assessment as they are: both can be finished', async () => {
    const claimer = await Learner.signedIn(app);
    const own = await claimer.start('other');
    const { learner, running } = await anonymous();
    dataOf(await claimer.tryClaim([learner.token]));
    expect((await claimer.start('other')).id).toBe(running);
    const [yes] = own.paper.items.filter(({ kind }) => kind === 'YES_NO');
    await claimer.save(own.id, [answerTo(yes!, { yes: true })]);
    expect(await claimer.submit(own.id)).toMatchObject({ result: { points: 6 } });
    expect((await claimer.start('other')).id).toBe(running);
    expect(await claimer.submit(running)).toMatchObject({ state: 'SUBMITTED', result: { points: 0 } });
  });

  test('that meets an answer on its way loses neither: what was acknowledged is there', async () => {
    for (let round = 0; round < 3; round += 1) {
      const { learner, running } = await anonymous();
      const { paper } = await learner.read(running, 'paper { items { id kind } }');
      const yes = paper.items.find(({ kind }: { kind: string }) => kind === 'YES_NO');
      const claimer = await Learner.signedIn(app);
      const [saved, claimed] = await Promise.all([
        learner.trySave(running, [answerTo(yes, { yes: true })]),
        claimer.tryClaim([learner.token]),
      ]);
      expect(claimed.errors).toBeUndefined();
      const { answeredCount } = await claimer.read(running, 'answeredCount');
      if (saved.errors) expect(refusalOf(saved).code).toBe('UNAUTHENTICATED');
      expect(answeredCount).toBe(saved.errors ? 1 : 2);
    }
  });
});

test('a claim that overtakes the reply to an answer: the reply says what happened, and the answer is kept', async () => {
  const { learner, running } = await anonymous();
  const { paper } = await learner.read(running, 'paper { items { id kind } }');
  const yes = paper.items.find(({ kind }: { kind: string }) => kind === 'YES_NO');
  const claimer = await Learner.signedIn(app);
  // The answer is committed, and the attempt is not read yet.
  const query = app.dataSource.query.bind(app.dataSource);
  const overtaken = jest.spyOn(app.dataSource, 'query').mockImplementation(async (...args) => {
    const inTransaction = args[2] !== undefined;
    if (!inTransaction && /AS overdue FROM attempt a/.test(args[0])) {
      overtaken.mockRestore();
      dataOf(await claimer.tryClaim([learner.token]));
    }
    return query(...args);
  });
  expect(refusalOf(await learner.trySave(running, [answerTo(yes, { yes: true })])).code).toBe('UNAUTHENTICATED');
  expect(await claimer.read(running, 'answeredCount')).toEqual({ answeredCount: 2 });
});

test('an attempt whose time has run out is closed when it is claimed', async () => {
  const learner = new Learner(app);
  const { id } = await learner.start('other');
  await letPass(app, id, 30 * 60 + 31);
  const claimer = await Learner.signedIn(app);
  expect(dataOf(await claimer.tryClaim([learner.token], 'id state result { points }')).claimAttempts.attempts).toEqual([
    { id, state: 'EXPIRED', result: { points: 0 } },
  ]);
});

test('erasing an account takes along all that its learner did, claimed or not', async () => {
  const { learner, running } = await anonymous();
  const claimer = await Learner.signedIn(app);
  await claimer.start('quiz');
  dataOf(await claimer.tryClaim([learner.token]));
  await app.dataSource.query('DELETE FROM user_account WHERE id = $1', [claimer.userId]);
  const [{ left }] = await app.dataSource.query(
    `SELECT (SELECT count(*) FROM learner WHERE id = $1 OR claimed_by_id = $1)::int
       + (SELECT count(*) FROM attempt WHERE learner_id = $1)::int + (SELECT count(*) FROM answer WHERE learner_id = $1)::int
       + (SELECT count(*) FROM item_grade WHERE learner_id = $1)::int AS left`,
    [claimer.userId],
  );
  expect(left).toBe(0);
  expect(refusalOf(await learner.tryRead(running)).code).toBe('NOT_FOUND');
});
