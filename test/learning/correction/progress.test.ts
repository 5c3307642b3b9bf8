import { applyCorrectionsJob, runCorrectionBatch } from '../../../src/learning/correction/run-corrections';
import { AttemptState } from '../../../src/learning/attempt/attempt-state';
import { closeAttempts } from '../../../src/learning/attempt/close-attempts';
import { assessmentDraft } from '../../factories/assessment';
import { questionDraft } from '../../factories/question';
import { publishDrafts } from '../../setup/content-store';
import { applyOnly, CorrectionDesk } from '../../setup/corrections';
import { type Desk, openDesk } from '../../setup/editors-desk';
import { gradesOf, submitAttempts, takeAttempts } from '../../setup/graded-attempts';
import { answerTo, Learner } from '../../setup/learners';
import { startTestApp, type TestApp } from '../../setup/test-app';

let app: TestApp;
let desk: Desk;
let corrections: CorrectionDesk;
beforeAll(async () => {
  app = await startTestApp('empty');
  desk = await openDesk(app);
  corrections = new CorrectionDesk(app, desk);
});
afterAll(() => app.stop());

const question = (slug: string, right: string) =>
  questionDraft(slug, {
    options: ['a', 'b', 'c'].map((id) => ({ id, text: `The ${id} one` })),
    key: { correctOptions: [right], explanation: `It is ${right}.` },
  });
const chosen = (slug: string, id: string) => ({ [slug]: { optionIds: [id] } });

/** A quiz of one question whose key says `a`, and what comes next: an edition whose key says `b`, public. */
async function quizOf(slug: string): Promise<{ rekey(): Promise<unknown> }> {
  const more = { reviewPolicy: 'AFTER_SUBMISSION', passPercent: 50 } as object;
  await publishDrafts(app.dataSource, [question(slug, 'a'), assessmentDraft(`quiz-${slug}`, [slug], more)]);
  return { rekey: () => publishDrafts(app.dataSource, [question(slug, 'b')]) };
}

const runJob = () => applyCorrectionsJob.run({ dataSource: app.dataSource } as never, {}, 'job-test');
const numbers = async (attempts: Parameters<typeof gradesOf>[1]) =>
  (await gradesOf(app, attempts)).map(({ number, points }) => [number, points]);

test('applied twice, also at once, it happens once', async () => {
  const { rekey } = await quizOf('once');
  const attempts = await takeAttempts(app, 'quiz-once', Array(5).fill(chosen('once', 'b')));
  await rekey();
  const [first, second] = await Promise.all([corrections.apply('once'), corrections.apply('once')]);
  const third = await corrections.apply('once', { reason: 'Another reason.' });
  expect([second.id, third.id, third.reason]).toEqual([first.id, first.id, 'It was wrong.']);
  expect(third).toMatchObject({ attempts: 5, checked: 5, raised: 5, state: 'DONE' });
  await runJob();
  expect(await numbers(attempts)).toEqual(Array(5).fill([2, 1]));
  expect(await corrections.applied('once')).toHaveLength(1);
});

test('a crash between two batches, and one within, lose and repeat nothing; progress can be seen', async () => {
  const { rekey } = await quizOf('crash');
  const attempts = await takeAttempts(app, 'quiz-crash', Array(8).fill(chosen('crash', 'b')));
  await rekey();
  await applyOnly(app, 'crash');
  expect(await corrections.applied('crash')).toMatchObject([{ state: 'RUNNING', attempts: 8, checked: 0 }]);
  await runCorrectionBatch(app.dataSource, 3);
  expect(await corrections.applied('crash')).toMatchObject([{ state: 'RUNNING', checked: 3, raised: 3 }]);
  expect((await numbers(attempts)).filter(([number]) => number === 2)).toHaveLength(3);
  // What breaks in the middle of the next batch: its fifth attempt can't be stored.
  const [, , , , fifth] = attempts.map(({ id }) => id).toSorted();
  await app.dataSource.query(
    `CREATE FUNCTION break_off() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'the disk is full'; END $$`,
  );
  await app.dataSource.query(
    `CREATE TRIGGER break_off BEFORE INSERT ON grade FOR EACH ROW WHEN (NEW.attempt_id = '${fifth}') EXECUTE FUNCTION break_off()`,
  );
  await expect(runCorrectionBatch(app.dataSource, 3)).rejects.toThrow('the disk is full');
  expect(await corrections.applied('crash')).toMatchObject([{ state: 'RUNNING', checked: 3, raised: 3 }]);
  await app.dataSource.query('DROP TRIGGER break_off ON grade');
  await Promise.all([runJob(), runJob()]);
  expect(await corrections.applied('crash')).toMatchObject([{ state: 'DONE', checked: 8, raised: 8 }]);
  expect(await numbers(attempts)).toEqual(Array(8).fill([2, 1]));
});

test('what is submitted after a correction knows it, whether it was begun before or after', async () => {
  const { rekey } = await quizOf('running');
  const sheets = ['a', 'b', 'c'].map((id) => chosen('running', id));
  const begun = await takeAttempts(app, 'quiz-running', sheets, { submitted: false });
  await rekey();
  expect((await corrections.plan('running')).papers).toMatchObject([{ gradedAttempts: 0, runningAttempts: 3 }]);
  const number = await applyOnly(app, 'running');
  await submitAttempts(app, begun);
  const later = await takeAttempts(app, 'quiz-running', sheets);
  await runJob();
  // The better key for papers of before, the new one for papers of its own edition.
  expect(await numbers(begun)).toEqual([
    [1, 1],
    [1, 1],
    [1, 0],
  ]);
  expect(await numbers(later)).toEqual([
    [1, 0],
    [1, 1],
    [1, 0],
  ]);
  const known = await app.dataSource.query(
    'SELECT DISTINCT correction_number AS known FROM grade WHERE attempt_id = ANY($1)',
    [[...begun, ...later].map(({ id }) => id)],
  );
  expect(known).toEqual([{ known: number }]);
});

test('an attempt that is being graded while a correction is applied is corrected: the one waits for the other', async () => {
  const { rekey } = await quizOf('race');
  const [attempt] = await takeAttempts(app, 'quiz-race', [chosen('race', 'b')], { submitted: false });
  await rekey();
  let applied: Promise<number>;
  await app.dataSource.transaction(async (manager) => {
    await closeAttempts(manager, [attempt!], AttemptState.SUBMITTED);
    applied = applyOnly(app, 'race');
    // Until it stands in line for the lock that the grading holds.
    for (let waiting = 0; waiting === 0;) {
      const rows = await manager.query(
        `SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND mode = 'ExclusiveLock'`,
      );
      waiting = rows.length;
    }
  });
  await applied!;
  await runJob();
  expect(await numbers([attempt!])).toEqual([[2, 1]]);
});

test('an attempt that is claimed while its batch waits for it is corrected under its new learner', async () => {
  const { rekey } = await quizOf('claim');
  const attempts = await takeAttempts(app, 'quiz-claim', Array(3).fill(chosen('claim', 'b')));
  await rekey();
  await applyOnly(app, 'claim');
  const [from, to] = attempts.map(({ learnerId }) => learnerId);
  let run: Promise<unknown>;
  await app.dataSource.transaction(async (manager) => {
    await manager.query('UPDATE attempt SET learner_id = $2, claimed_from_id = $1 WHERE learner_id = $1', [from, to]);
    run = runJob();
    for (let waiting = 0; waiting === 0;) {
      const rows = await manager.query(`SELECT FROM pg_locks WHERE NOT granted AND locktype = 'transactionid'`);
      waiting = rows.length;
    }
  });
  await run!;
  expect(await numbers(attempts)).toEqual(Array(3).fill([2, 1]));
  expect(await corrections.applied('claim')).toMatchObject([{ checked: 3, raised: 3, state: 'DONE' }]);
});

test('the queue runs what a correction leaves', async () => {
  const { rekey } = await quizOf('queue');
  const attempts = await takeAttempts(app, 'quiz-queue', Array(4).fill(chosen('queue', 'b')));
  await rekey();
  await applyOnly(app, 'queue');
  await app.startJobs();
  for (let state = ''; state !== 'DONE';) [{ state }] = (await corrections.applied('queue')) as [{ state: string }];
  expect(await numbers(attempts)).toEqual(Array(4).fill([2, 1]));
});

test('learners see that their results were corrected, when, why and what it changed', async () => {
  const { rekey } = await quizOf('seen');
  const learner = new Learner(app);
  const attempt = await learner.start('quiz-seen');
  const [item] = attempt.paper.items;
  const option = item!.options.find(({ text }) => text === 'The b one')!;
  await learner.save(attempt.id, [answerTo(item!, { optionIds: [option.id] })]);
  await learner.submit(attempt.id);
  const selection = `result { points passed gradedAt corrections { at reason pointsBefore points passedBefore passed } }
    review { correct points explanation correctOptionIds }`;
  const before = await learner.read(attempt.id, selection);
  expect(before).toMatchObject({
    result: { points: 0, passed: false, corrections: [] },
    review: [{ correct: false, explanation: 'It is a.' }],
  });
  await rekey();
  await corrections.apply('seen', { reason: 'The b one is right, as several of you wrote.' });
  const { result, review } = await learner.read(attempt.id, selection);
  expect(result).toMatchObject({
    points: 1,
    passed: true,
    corrections: [
      {
        at: result.gradedAt,
        reason: 'The b one is right, as several of you wrote.',
        pointsBefore: 0,
        points: 1,
        passedBefore: false,
        passed: true,
      },
    ],
  });
  expect(review).toEqual([{ correct: true, points: 1, explanation: 'It is b.', correctOptionIds: [option.id] }]);
});

test('who keeps points by the old key reads in the review what is right', async () => {
  const { rekey } = await quizOf('kept');
  const learner = new Learner(app);
  const attempt = await learner.start('quiz-kept');
  const [item] = attempt.paper.items;
  const [a, b] = ['a', 'b'].map((id) => item!.options.find(({ text }) => text === `The ${id} one`)!.id);
  await learner.save(attempt.id, [answerTo(item!, { optionIds: [a!] })]);
  await learner.submit(attempt.id);
  await rekey();
  expect(await corrections.apply('kept')).toMatchObject({ checked: 1, raised: 0, lowered: 0 });
  const { result, review } = await learner.read(
    attempt.id,
    'result { points corrections { at } } review { correct points correctOptionIds explanation }',
  );
  expect(result).toEqual({ points: 1, corrections: [] });
  expect(review).toEqual([{ correct: true, points: 1, correctOptionIds: [b], explanation: 'It is b.' }]);
});

test('many corrected attempts are read with as many statements as one', async () => {
  const learner = await Learner.signedIn(app);
  const read = `{ viewer { attempts(first: 50) { edges { node { result { points corrections { reason } } } } } } }`;
  const counts: number[] = [];
  for (const slug of ['one', 'two', 'three']) {
    const { rekey } = await quizOf(slug);
    const attempt = await learner.start(`quiz-${slug}`);
    const [item] = attempt.paper.items;
    const option = item!.options.find(({ text }) => text === 'The b one')!;
    await learner.save(attempt.id, [answerTo(item!, { optionIds: [option.id] })]);
    await learner.submit(attempt.id);
    await rekey();
    await corrections.apply(slug);
    const { result, statements } = await app.dataSource.logger.during(() => app.ask(read, {}, learner.headers));
    expect(result.viewer.attempts.edges[0].node.result.corrections).toEqual([{ reason: 'It was wrong.' }]);
    counts.push(statements.length);
  }
  expect(new Set(counts).size).toBe(1);
});
