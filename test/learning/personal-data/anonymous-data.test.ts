import { quizOfEachKind } from '../../factories/paper';
import { publishDrafts } from '../../setup/content-store';
import { learningRows } from '../../setup/learning-rows';
import { answerTo, dataOf, keyOfAttempt, Learner, problemsOf, refusalOf } from '../../setup/learners';
import { columnsThatHold } from '../../setup/marked-people';
import { record } from '../../setup/progress';
import { criterion, publishProject } from '../../setup/submissions';
import { startTestApp, type TestApp } from '../../setup/test-app';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp('empty');
  await publishDrafts(app.dataSource, quizOfEachKind('quiz'));
  await publishProject(app, 'tool');
});
afterAll(() => app.stop());

const EXPORT = `mutation ($input: ExportAnonymousDataInput!) { exportAnonymousData(input: $input) { data } }`;
const ERASE = `mutation ($input: EraseAnonymousDataInput!) { eraseAnonymousData(input: $input) { erasedAt } }`;
const tryExport = (attemptToken: string, headers = {}) => app.send(EXPORT, { input: { attemptToken } }, headers);
const tryErase = (attemptToken: string, headers = {}) => app.send(ERASE, { input: { attemptToken } }, headers);

/** Somebody with an attempt that was submitted, its receipt, and progress. */
async function experienced(learner: Learner): Promise<{ learner: Learner; attemptId: string }> {
  const { id, paper } = await learner.start('quiz');
  const text = paper.items.find(({ kind }) => kind === 'SHORT_TEXT')!;
  await learner.save(id, [answerTo(text, { text: 'My words.' })]);
  await learner.submit(id);
  await learner.read(id, 'receipt');
  await record(learner, criterion('runs'), 'DONE');
  return { learner, attemptId: id };
}

test('a copy and an erasure are refused for tokens that nobody has and for claimed ones, and nothing changes', async () => {
  const [{ learner }, owner] = [await experienced(new Learner(app)), await Learner.signedIn(app)];
  dataOf(await owner.tryClaim([learner.token]));
  const { learner: other } = await experienced(new Learner(app));
  const before = await learningRows(app.dataSource);
  for (const attempt of [tryExport, tryErase]) {
    for (const token of ['', 'cga_x', `${other.token!.slice(0, -8)}AAAAAAAA`])
      expect(refusalOf(await attempt(token)).code).toBe('NOT_FOUND');
    // Also to whoever has claimed it: theirs is found by the account.
    expect(refusalOf(await attempt(learner.token!)).code).toBe('UNAUTHENTICATED');
    expect(refusalOf(await attempt(learner.token!, owner.headers)).code).toBe('UNAUTHENTICATED');
  }
  expect(problemsOf(await tryExport(other.token!, { 'idempotency-key': 'one' }))).toEqual(['/Idempotency-Key secret']);
  expect(await learningRows(app.dataSource)).toEqual(before);
});

test('a copy is what the account gets that claims it', async () => {
  const { learner, attemptId } = await experienced(new Learner(app));
  const { version, exportedAt, ...parts } = dataOf(await tryExport(learner.token!)).exportAnonymousData.data;
  expect([version, typeof exportedAt]).toEqual([1, 'string']);
  expect(Object.keys(parts).toSorted()).toEqual(['attempts', 'gradingCorrections', 'learners', 'progress', 'receipts']);
  expect(parts.attempts.map(({ id }: any) => id)).toEqual([keyOfAttempt(attemptId)]);
  expect([parts.progress.length, parts.receipts.length, parts.learners.length]).toEqual([1, 1, 1]);
  expect(JSON.stringify(parts)).not.toContain(learner.token);
  const owner = await Learner.signedIn(app);
  dataOf(await owner.tryClaim([learner.token]));
  const { data } = (await app.ask('mutation { exportMyData { data } }', {}, owner.headers)).exportMyData;
  const unclaimed = (attempts: any[]) => attempts.map((attempt) => ({ ...attempt, claimedFromId: null }));
  expect(unclaimed(data.attempts)).toEqual(parts.attempts);
  expect([data.progress, data.receipts]).toEqual([parts.progress, parts.receipts]);
});

test('an erasure leaves no row of the token in any table and others as they are; the token opens nothing', async () => {
  const { learner, attemptId } = await experienced(new Learner(app));
  await experienced(await Learner.signedIn(app));
  await experienced(new Learner(app));
  const [{ id }] = await app.dataSource.query('SELECT learner_id AS id FROM attempt WHERE id = $1', [
    keyOfAttempt(attemptId),
  ]);
  const ids = [id as string, keyOfAttempt(attemptId), attemptId];
  const before = await learningRows(app.dataSource);
  const [erased, again] = [await tryErase(learner.token!), await tryErase(learner.token!)];
  expect(dataOf(erased).eraseAnonymousData.erasedAt).toEqual(expect.any(String));
  expect(refusalOf(again).code).toBe('NOT_FOUND');
  const kept = before.filter((row) => !ids.some((each) => row.includes(each)));
  expect(before.length - kept.length).toBeGreaterThan(10);
  expect(await learningRows(app.dataSource)).toEqual(kept);
  expect(await columnsThatHold(app.dataSource, ids)).toEqual([]);
  expect(refusalOf(await learner.tryRead(attemptId)).code).toBe('NOT_FOUND');
  expect(problemsOf(await (await Learner.signedIn(app)).tryClaim([learner.token]))).toEqual([
    '/input/attemptTokens/0 unknown',
  ]);
});

test('a receipt that somebody else has can still be verified after the erasure', async () => {
  const { learner, attemptId } = await experienced(new Learner(app));
  const { receipt } = await learner.read(attemptId, 'receipt');
  dataOf(await tryErase(learner.token!));
  const { verifyReceipt } = await app.ask(
    'query ($receipt: String!) { verifyReceipt(receipt: $receipt) { valid matches problems { rule } } }',
    { receipt },
  );
  expect(verifyReceipt).toEqual({ valid: true, matches: true, problems: [] });
});
