import type { AppServices } from '../../../src/kernel/app-services';
import { closeAttemptsJob } from '../../../src/learning/attempt/close-attempts';
import { quizOfEachKind, quizOver } from '../../factories/paper';
import { publishDrafts } from '../../setup/content-store';
import { answerTo, keyOfAttempt, Learner, letPass, refusalOf, type StartedAttempt } from '../../setup/learners';
import { eventually } from '../../setup/release-operations';
import { startTestApp, type TestApp } from '../../setup/test-app';

/** Ten minutes, and the grace for the network. */
const OVER = 10 * 60 + 31;

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp('empty');
  await publishDrafts(app.dataSource, [...quizOfEachKind('quiz'), quizOver('timed', 'quiz', { timeLimitMinutes: 10 })]);
});
afterAll(() => app.stop());

/** Somebody who answered one question, right, worth 6 of 21 points, and went away. */
async function left(learner = new Learner(app)): Promise<{ learner: Learner; attempt: StartedAttempt }> {
  const attempt = await learner.start('timed');
  const yes = attempt.paper.items.find(({ kind }) => kind === 'YES_NO')!;
  await learner.save(attempt.id, [answerTo(yes, { yes: true })]);
  return { learner, attempt };
}

const gradesOf = async ({ id }: StartedAttempt): Promise<number> => {
  const [row] = await app.dataSource.query('SELECT count(*)::int AS grades FROM grade WHERE attempt_id = $1', [
    keyOfAttempt(id),
  ]);
  return row.grades;
};
const expired = async (learner: Learner, { id }: StartedAttempt) => {
  const shown = await learner.read(id, 'state deadline submittedAt result { points maxPoints passed }');
  expect(shown).toEqual({
    state: 'EXPIRED',
    deadline: shown.deadline,
    submittedAt: shown.deadline,
    result: { points: 6, maxPoints: 21, passed: false },
  });
};

test('until the grace has passed an attempt is in progress, and after it is not closed before its time', async () => {
  const { learner, attempt } = await left();
  await letPass(app, attempt.id, 10 * 60 + 15);
  expect(await learner.read(attempt.id, 'state submittedAt result { points } review { itemId }')).toEqual({
    state: 'IN_PROGRESS',
    submittedAt: null,
    result: null,
    review: null,
  });
  expect(await learner.submit(attempt.id)).toMatchObject({ state: 'SUBMITTED', result: { points: 6 } });
});

test('an attempt that can’t be graded holds up no other, and the fault is told', async () => {
  const [broken, ...others] = [await left(), await left(), await left()];
  const multiple = broken!.attempt.paper.items.find(({ kind }) => kind === 'MULTIPLE_CHOICE')!;
  await app.dataSource.query(
    `INSERT INTO answer (learner_id, attempt_id, client_id, position, revision, value)
     SELECT learner_id, id, gen_random_uuid(), $2, 1, '{"optionIds": 5}' FROM attempt WHERE id = $1`,
    [keyOfAttempt(broken!.attempt.id), multiple.position],
  );
  // The broken one comes first.
  for (const [index, { attempt }] of [broken!, ...others].entries()) await letPass(app, attempt.id, OVER + 10 - index);
  await expect(
    closeAttemptsJob.run({ dataSource: app.dataSource } as unknown as AppServices, {}, 'job'),
  ).rejects.toThrow('1 attempts could not be graded');
  for (const { attempt } of others) expect(await gradesOf(attempt)).toBe(1);
  expect(await gradesOf(broken!.attempt)).toBe(0);
  await app.dataSource.query('DELETE FROM attempt WHERE id = $1', [keyOfAttempt(broken!.attempt.id)]);
});

test('whoever looks first at an attempt whose time has run out finds it graded by what was saved', async () => {
  const ways: ((learner: Learner, attempt: StartedAttempt) => Promise<unknown>)[] = [
    (learner, { id }) => learner.read(id, 'state'),
    (learner, { id }) => learner.submit(id),
    async (learner, attempt) => {
      const answer = await learner.trySave(attempt.id, [answerTo(attempt.paper.items[0]!, {})]);
      expect(refusalOf(answer)).toMatchObject({ code: 'ATTEMPT_CLOSED', state: 'EXPIRED' });
    },
    async (learner, { id }) => {
      const { viewer } = await app.ask(
        '{ viewer { attempts(first: 1) { edges { node { id state } } } } }',
        {},
        learner.headers,
      );
      expect(viewer.attempts.edges).toEqual([{ node: { id, state: 'EXPIRED' } }]);
    },
    async (learner, { id }) => expect((await learner.start('timed')).id).not.toBe(id),
  ];
  for (const way of ways) {
    const { learner, attempt } = await left(await Learner.signedIn(app));
    await letPass(app, attempt.id, OVER);
    await way(learner, attempt);
    expect(await gradesOf(attempt)).toBe(1);
    await expired(learner, attempt);
  }
});

test('everybody who looks at the same time, and the job, grade it exactly once', async () => {
  const people = await Promise.all(Array.from({ length: 3 }, () => left()));
  for (const { attempt } of people) await letPass(app, attempt.id, OVER);
  const other = await app.alongside();
  try {
    await Promise.all([
      app.startJobs(),
      other.startJobs(),
      ...people.flatMap(({ learner, attempt }) => [
        learner.submit(attempt.id),
        learner.at(other).submit(attempt.id),
        learner.read(attempt.id),
        learner.at(other).read(attempt.id),
      ]),
    ]);
  } finally {
    await other.stop();
  }
  for (const { learner, attempt } of people) {
    expect(await gradesOf(attempt)).toBe(1);
    await expired(learner, attempt);
  }
});

test('the job closes the attempts of those who never come back, many at a time, and no others', async () => {
  const { attempt: running } = await left();
  const { learner, attempt } = await left();
  await letPass(app, attempt.id, OVER);
  // So many more that the job has to come back for them.
  const [{ many }] = await app.dataSource.query(
    `WITH people AS (
       INSERT INTO learner (id, token_hash) SELECT gen_random_uuid(), '' FROM generate_series(1, 120) RETURNING id
     ), attempts AS (
       INSERT INTO attempt (learner_id, id, assessment_id, assessment_edition_id, publication_number, seed, started_at, deadline, closes_at)
       SELECT p.id, gen_random_uuid(), assessment_id, assessment_edition_id, publication_number, seed, started_at, deadline, closes_at
       FROM people p, attempt WHERE attempt.id = $1 RETURNING learner_id, id
     ), items AS (
       INSERT INTO attempt_item (learner_id, attempt_id, position, question_id, question_edition_id, option_ids, points)
       SELECT a.learner_id, a.id, position, question_id, question_edition_id, option_ids, points
       FROM attempts a, attempt_item i WHERE i.attempt_id = $1
     ) SELECT count(*)::int AS many FROM attempts`,
    [keyOfAttempt(attempt.id)],
  );
  expect(many).toBe(120);
  await app.dataSource.query(`SELECT graphile_worker.add_job('close-attempts')`);
  const overdue = async (): Promise<number> => {
    const [row] = await app.dataSource.query(
      `SELECT count(*)::int AS open FROM attempt WHERE state = 'IN_PROGRESS' AND closes_at < clock_timestamp()`,
    );
    return row.open;
  };
  await eventually(async () => ((await overdue()) === 0 ? true : undefined));
  await expired(learner, attempt);
  const [{ grades, open }] = await app.dataSource.query(
    `SELECT (SELECT count(*)::int FROM grade g JOIN attempt a ON a.id = g.attempt_id WHERE a.state = 'EXPIRED' AND g.number = 1) AS grades,
       (SELECT state FROM attempt WHERE id = $1) AS open`,
    [keyOfAttempt(running.id)],
  );
  expect(grades).toBeGreaterThanOrEqual(121);
  expect(open).toBe('IN_PROGRESS');
});
