import { quizOfEachKind, quizOver } from '../factories/paper';
import { publishDrafts, unpublish } from '../setup/content-store';
import { answerTo, dataOf, keyOfAttempt, Learner, letPass, refusalOf } from '../setup/learners';
import { startTestApp, type TestApp } from '../setup/test-app';
import { ReviewPolicy } from '../../src/content/assessment/assessment-kind';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp('empty');
  await publishDrafts(app.dataSource, [
    ...quizOfEachKind('quiz'),
    quizOver('timed', 'quiz', { timeLimitMinutes: 10 }),
    quizOver('exam', 'quiz', { reviewPolicy: ReviewPolicy.NEVER }),
    quizOver('gone', 'quiz', {}),
    quizOver('window', 'quiz', { reviewPolicy: ReviewPolicy.NEVER }),
  ]);
});
afterAll(() => app.stop());
const log = (...all: unknown[]) => process.stderr.write(`${all.map((x) => JSON.stringify(x)).join(' ')}\n`);
const idOf = async (slug: string) => (await app.dataSource.query('SELECT id FROM document WHERE slug=$1', [slug]))[0].id;

test('T1 withdrawn assessment', async () => {
  const who = await Learner.signedIn(app);
  const a = await who.start('gone');
  await unpublish(app.dataSource, [await idOf('gone')]);
  log('T1', await who.tryRead(a.id, 'state assessment { id slug title publishedAt updatedAt questionCount questions(first: 2) { totalCount } locale { served } }'));
  log('T11 start again', (await who.tryStart('gone')).errors?.[0]?.extensions.code);
});

test('T3 window moved', async () => {
  const runs = new Learner(app);
  const running = await runs.start('window');
  const done = new Learner(app);
  const d = await done.start('window');
  await done.submit(d.id);
  await publishDrafts(app.dataSource, [quizOver('window', 'quiz', { reviewPolicy: ReviewPolicy.AFTER_WINDOW, closesAt: new Date(Date.now() - 60_000).toISOString() })]);
  log('T3 review while another runs', (await done.read(d.id, 'reviewAvailability { state at } review { correctOptionIds }')).reviewAvailability, (await runs.read(running.id, 'state deadline')));
  const yes = running.paper.items.find((i) => i.kind === 'YES_NO')!;
  log('T3 save still', (await runs.trySave(running.id, [answerTo(yes, { yes: true })])).errors ?? 'taken');
});

test('T4 same person, another assessment shows keys', async () => {
  const who = await Learner.signedIn(app);
  const exam = await who.start('exam');
  const quiz = await who.start('quiz');
  await who.submit(quiz.id);
  const { review } = await who.read(quiz.id, 'review { correctOptionIds correctYes acceptedTexts correctNumber }');
  log('T4', review, (await who.read(exam.id, 'state')).state);
});

test('T5 claim of overdue', async () => {
  const anon = new Learner(app);
  const a = await anon.start('timed');
  await letPass(app, a.id, 700);
  const who = await Learner.signedIn(app);
  log('T5', dataOf(await who.tryClaim([anon.token], 'state deadline serverTime result { points } reviewAvailability { state }')));
});

test('T6 save meets claim between commit and read', async () => {
  const anon = new Learner(app);
  const a = await anon.start('quiz');
  const who = await Learner.signedIn(app);
  const yes = a.paper.items.find((i) => i.kind === 'YES_NO')!;
  for (const match of [/overdue FROM attempt a WHERE a.learner_id/, /FROM wanted JOIN answer n/]) {
    const anon = new Learner(app);
    const a = await anon.start('quiz');
    const yes = a.paper.items.find((i) => i.kind === 'YES_NO')!;
    const original = app.dataSource.query.bind(app.dataSource);
    let done = false;
    (app.dataSource as any).query = async (text: string, ...rest: unknown[]) => {
      if (!done && match.test(text)) { done = true; await who.tryClaim([anon.token]); }
      return (original as any)(text, ...rest);
    };
    const answer = await anon.trySave(a.id, [answerTo(yes, { yes: true })]);
    (app.dataSource as any).query = original;
    log('T6', done, answer.errors?.map((e) => [e.message, e.extensions.code]), answer.data?.saveAnswers?.attempt?.answeredCount, answer.data?.saveAnswers?.attempt?.items?.length);
  }
});

test('T15 rubric and public question before', async () => {
  log('T15', await app.send('{ question(slug: "quiz-open") { rubric { text } } }'));
  for (const q of ['{ questions(first:1, filter:{gradable:true}) { totalCount } }', '{ question(slug:"quiz-yes"){ hasAffinities gradable } }'])
    log('T15', (await app.send(q)).errors?.[0]?.message);
});

test('T2 aliases', async () => {
  const n = 300;
  const q = `mutation ($i: StartAttemptInput!) { ${Array.from({ length: n }, (_, i) => `a${i}:startAttempt(input:$i){attemptToken}`).join(' ')} }`;
  const t = performance.now();
  const answer = await app.send(q, { i: { assessment: 'quiz' } });
  const [c] = await app.dataSource.query('SELECT (SELECT count(*) FROM learner WHERE user_id IS NULL) AS learners, (SELECT count(*) FROM attempt) AS attempts, (SELECT count(*) FROM attempt_item) AS items');
  log('T2', answer.status, answer.errors?.[0], Math.round(performance.now() - t), q.length, c);
}, 120_000);
