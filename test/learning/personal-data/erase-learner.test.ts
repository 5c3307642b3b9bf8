import { Role } from '../../../src/accounts/role';
import { quizOfEachKind } from '../../factories/paper';
import { codesOf, PASSWORD, type Person } from '../../setup/accounts';
import { publishDrafts } from '../../setup/content-store';
import { learningRows } from '../../setup/learning-rows';
import { answerTo, dataOf, keyOfAttempt, Learner, problemsOf, refusalOf } from '../../setup/learners';
import { columnsThatHold } from '../../setup/marked-people';
import { record } from '../../setup/progress';
import { criterion, keyOfSubmission, Participant, publishProject, verdictsOn } from '../../setup/submissions';
import type { GraphQLAnswer } from '../../setup/test-app';
import { startTestApp, type TestApp } from '../../setup/test-app';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp('empty', { DATABASE_POOL_SIZE: '8' });
  await publishDrafts(app.dataSource, quizOfEachKind('quiz'));
  await publishProject(app, 'tool');
});
afterAll(() => app.stop());

const ERASE = 'mutation ($input: EraseMyDataInput!) { eraseMyData(input: $input) { erasedAt } }';
const erase = ({ headers }: Learner, password = PASSWORD): Promise<GraphQLAnswer> =>
  app.send(ERASE, { input: { password } }, headers);

/** A submitted attempt with answers, an own review and a receipt, one in progress, and progress on an item. */
async function takeTwo(learner: Learner): Promise<string[]> {
  const done = await learner.start('quiz');
  const open = done.paper.items.find(({ kind }) => kind === 'OPEN')!;
  await learner.save(done.id, [answerTo(open, { text: 'My words.' })]);
  await learner.submit(done.id);
  const { items } = await learner.read(done.id, 'receipt items { itemId rubric { id } }');
  const { rubric } = items.find(({ itemId }: { itemId: string }) => itemId === open.id);
  dataOf(await learner.trySelfReview(done.id, open.id, [rubric[0].id]));
  await record(learner, criterion('runs'), 'DONE');
  return [done.id, (await learner.start('quiz')).id];
}

/** Somebody with attempts of their own and claimed ones and a project in review, with all ids by which a row can be theirs. */
async function experienced(): Promise<{ learner: Learner; former: Learner; attempts: string[]; ids: string[] }> {
  const [learner, former] = [await Learner.signedIn(app), new Learner(app)];
  const attempts = await takeTwo(former);
  dataOf(await learner.tryClaim([former.token]));
  attempts.push(...(await takeTwo(learner)));
  const [{ id }] = await app.dataSource.query('SELECT id FROM learner WHERE claimed_by_id = $1', [learner.userId]);
  const { id: submission } = await new Participant(app, learner as Partial<Person> as Person).submit();
  await (await Participant.join(app, Role.REVIEWER)).review(submission, verdictsOn(['runs'], ['tested']));
  const ids = [learner.userId!, id, ...attempts.map(keyOfAttempt), keyOfSubmission(submission)];
  return { learner, former, attempts, ids };
}

/** Lets requests in that then wait for an account which is being erased: they come after it. */
async function duringErasure(
  learner: Learner,
  requests: readonly (() => Promise<GraphQLAnswer>)[],
): Promise<GraphQLAnswer[]> {
  const waiting = async (): Promise<number> =>
    (
      await app.dataSource.query(
        `SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      )
    )[0].n;
  const runner = app.dataSource.createQueryRunner();
  await runner.startTransaction();
  await runner.query('SELECT FROM user_account WHERE id = $1 FOR UPDATE', [learner.userId]);
  const sent = [erase(learner)];
  while ((await waiting()) < 1) await new Promise(setImmediate);
  sent.push(...requests.map((request) => request()));
  while ((await waiting()) < sent.length) await new Promise(setImmediate);
  await runner.commitTransaction();
  await runner.release();
  return Promise.all(sent);
}

test('a refused erasure leaves everything of the learner as it is, byte for byte', async () => {
  const { learner } = await experienced();
  const before = await learningRows(app.dataSource);
  expect(problemsOf(await erase(learner, 'not my password'))).toEqual(['/password password']);
  expect(codesOf(await app.send(ERASE, { input: { password: PASSWORD } }))).toEqual(['UNAUTHENTICATED']);
  expect(await learningRows(app.dataSource)).toEqual(before);
});

test('an erasure that fails in the end leaves everything of the learner as it is', async () => {
  const { learner } = await experienced();
  const before = await learningRows(app.dataSource);
  await app.dataSource.query(
    `CREATE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'broken'; END $$;
     CREATE TRIGGER broken BEFORE UPDATE OF erased_at ON user_account FOR EACH ROW EXECUTE FUNCTION broken()`,
  );
  try {
    expect(codesOf(await erase(learner))).toEqual(['INTERNAL']);
  } finally {
    await app.dataSource.query('DROP TRIGGER broken ON user_account; DROP FUNCTION broken()');
  }
  expect(await learningRows(app.dataSource)).toEqual(before);
});

test('an erasure leaves no row of the learner in any table, and those of all others as they are, byte for byte', async () => {
  const { learner, ids } = await experienced();
  await takeTwo(await Learner.signedIn(app));
  await takeTwo(new Learner(app));
  await experienced();
  const before = await learningRows(app.dataSource);
  const theirs = before.filter((row) => ids.some((id) => row.includes(id)));
  expect(new Set(theirs.map((row) => row.split(' ')[0]))).toEqual(
    new Set(
      [
        'learner',
        'attempt',
        'attempt_item',
        'answer',
        'grade',
        'item_grade',
        'self_review',
        'receipt',
        'progress',
      ].concat([
        'progress_event',
        'submission',
        'submission_round',
        'submission_evidence',
        'submission_verdict',
        'submission_event',
      ]),
    ),
  );
  expect(codesOf(await erase(learner))).toEqual([]);
  expect(await learningRows(app.dataSource)).toEqual(before.filter((row) => !theirs.includes(row)));
  // What is left is the closed account, that it was erased, and what reviewers did with a submission that is gone.
  expect(await columnsThatHold(app.dataSource, ids)).toEqual(['audit_entry.actor_id', 'user_account.id']);
});

test('an erasure of somebody who never learned leaves all learners as they are', async () => {
  const learner = await Learner.signedIn(app);
  const before = await learningRows(app.dataSource);
  expect(codesOf(await erase(learner))).toEqual([]);
  expect(await learningRows(app.dataSource)).toEqual(before);
});

describe('after an erasure', () => {
  test('the tokens that were claimed open nothing, and nobody else can claim them', async () => {
    const { learner, former, attempts } = await experienced();
    expect(codesOf(await erase(learner))).toEqual([]);
    for (const answer of [await former.tryRead(attempts[0]!), await former.trySubmit(attempts[1]!)])
      expect(refusalOf(answer).code).toBe('NOT_FOUND');
    expect(refusalOf(await former.tryStart('quiz')).code).toBe('NOT_FOUND');
    const other = await Learner.signedIn(app);
    expect(problemsOf(await other.tryClaim([former.token]))).toEqual(['/input/attemptTokens/0 unknown']);
  });

  test('what was answered under an Idempotency-Key before the claim is gone too', async () => {
    const former = new Learner(app);
    const attempt = await former.start('quiz');
    const text = attempt.paper.items.find(({ kind }) => kind === 'SHORT_TEXT')!;
    const answers = [answerTo(text, { text: 'said under a key' })];
    dataOf(await former.trySave(attempt.id, answers, { 'idempotency-key': 'before-the-claim' }));
    const learner = await Learner.signedIn(app);
    dataOf(await learner.tryClaim([former.token]));
    expect(await columnsThatHold(app.dataSource, ['said under a key'])).toContain('vault.idempotency_claim.answer');
    expect(codesOf(await erase(learner))).toEqual([]);
    expect(await columnsThatHold(app.dataSource, ['said under a key'])).toEqual([]);
  });
});

describe('what was under way while the account was erased', () => {
  test('starts nothing and claims nothing: what was done without an account stays with its token', async () => {
    const { learner, ids } = await experienced();
    const other = new Learner(app);
    const [running] = await takeTwo(other);
    const [erased, started, claimed] = await duringErasure(learner, [
      () => learner.tryStart('quiz'),
      () => learner.tryClaim([other.token]),
    ]);
    expect(codesOf(erased!)).toEqual([]);
    expect([codesOf(started!), codesOf(claimed!)]).toEqual([['UNAUTHENTICATED'], ['UNAUTHENTICATED']]);
    expect((await learningRows(app.dataSource)).filter((row) => ids.some((id) => row.includes(id)))).toEqual([]);
    expect(await other.read(running!, 'state')).toEqual({ state: 'SUBMITTED' });
  });

  test('makes no learner of somebody who had none', async () => {
    const learner = await Learner.signedIn(app);
    const [erased, started] = await duringErasure(learner, [() => learner.tryStart('quiz')]);
    expect([codesOf(erased!), codesOf(started!)]).toEqual([[], ['UNAUTHENTICATED']]);
    expect(await app.dataSource.query('SELECT FROM learner WHERE id = $1', [learner.userId])).toEqual([]);
  });
});

test('an erased reviewer gives back what waits, and what was judged stays judged, by nobody who has a name', async () => {
  const [first, second] = [await Participant.join(app), await Participant.join(app)];
  const reviewer = await Participant.join(app, Role.REVIEWER);
  const [judged, held] = [await first.submit(), await second.submit()];
  await reviewer.review(judged.id, verdictsOn(['runs'], ['tested']), { comment: 'Nearly.' });
  const { waitingSince } = await reviewer.to('take', held.id);
  expect(codesOf(await erase(new Learner(app, reviewer.person.headers)))).toEqual([]);
  expect(await first.read(judged.id)).toMatchObject({
    state: 'CHANGES_REQUESTED',
    reviewer: { displayName: 'Erased account' },
    comment: 'Nearly.',
  });
  const { history, ...back } = await second.read(held.id);
  expect(back).toMatchObject({ state: 'SUBMITTED', reviewer: null, heldUntil: null, waitingSince });
  expect(history.edges.map(({ node }: any) => node.action)).toEqual(['SUBMIT', 'TAKE', 'RELEASE']);
  const next = await Participant.join(app, Role.REVIEWER);
  expect(await next.queue()).toContain(held.id);
});
