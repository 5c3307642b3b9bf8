import { randomBytes, randomUUID } from 'node:crypto';
import { Role } from '../../../src/accounts/role';
import { AssessmentKind } from '../../../src/content/assessment/assessment-kind';
import { documentIdFor } from '../../../src/content/publishing/document-id';
import { Difficulty, QuestionKind } from '../../../src/content/question/question-kind';
import { assessmentDraft } from '../../factories/assessment';
import { bankOf, quizOfEachKind, quizOver } from '../../factories/paper';
import { questionDraft } from '../../factories/question';
import { skillDraft } from '../../factories/skill';
import { registered } from '../../setup/accounts';
import { publishDrafts, storedRows, unpublish } from '../../setup/content-store';
import { keyOfAttempt, Learner, letPass, problemsOf, refusalOf, type StartedAttempt } from '../../setup/learners';
import { startTestApp, type TestApp } from '../../setup/test-app';

const hours = (count: number): string => new Date(Date.now() + count * 3_600_000).toISOString();

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp('empty');
  const { EASY, HARD } = Difficulty;
  await publishDrafts(app.dataSource, [
    ...quizOfEachKind('quiz'),
    quizOver('early', 'quiz', { opensAt: hours(1), closesAt: hours(2) }),
    quizOver('late', 'quiz', { opensAt: hours(-2), closesAt: hours(-1) }),
    quizOver('closing', 'quiz', { closesAt: hours(0.5), timeLimitMinutes: 60 }),
    quizOver('weekly', 'quiz', { retakeWaitHours: 168, maxAttempts: 3 }),
    quizOver('twice', 'quiz', { maxAttempts: 2 }),
    skillDraft('sql'),
    skillDraft('git'),
    ...bankOf('sql-easy', 'sql', 5, { difficulty: EASY }),
    ...bankOf('sql-hard', 'sql', 5, { difficulty: HARD }),
    ...bankOf('git-any', 'git', 7),
    // What a test of knowledge never draws.
    questionDraft('sql-look', {
      kind: QuestionKind.YES_NO,
      options: undefined,
      key: undefined,
      skill: 'sql',
      difficulty: HARD,
    }),
    questionDraft('sql-essay', {
      kind: QuestionKind.OPEN,
      options: undefined,
      key: undefined,
      skill: 'sql',
      difficulty: HARD,
      rubric: [{ id: 'all', text: 'All of it' }],
    }),
    assessmentDraft('drawn', ['quiz-yes'], {
      kind: AssessmentKind.QUIZ,
      blueprint: [
        { skill: 'sql', count: 3 },
        { skill: 'git', count: 2 },
        { skill: 'sql', difficulty: HARD, count: 4 },
        { skill: 'sql', difficulty: EASY, count: 1 },
      ],
    }),
    assessmentDraft('one-of-seven', [], { questions: undefined, blueprint: [{ skill: 'git', count: 1 }] }),
  ]);
});
afterAll(() => app.stop());

const optionsOf = ({ paper }: StartedAttempt): string[][] =>
  paper.items.map(({ options }) => options.map(({ id }) => id));

describe('an attempt is refused', () => {
  test.each(['nothing-like-this', 'sql', '', 'quiz \u0000', '\ud83d'])(
    'at an assessment that there is not: %j',
    async (slug) => {
      const before = await storedRows(app.dataSource);
      expect(refusalOf(await new Learner(app).tryStart(slug)).code).toBe('NOT_FOUND');
      expect(await storedRows(app.dataSource)).toEqual(before);
    },
  );

  test('in another perspective than the published one', async () => {
    const { headers } = await registered(app, Role.EDITOR);
    for (const perspective of ['draft', 'publication:1']) {
      const answer = await new Learner(app, headers).tryStart('quiz', {}, { 'x-perspective': perspective });
      expect(problemsOf(answer)).toEqual(['/x-perspective perspective']);
    }
  });

  test('with a token that nobody has, in the same words whatever is wrong with it', async () => {
    const known = new Learner(app);
    await known.start('quiz');
    const bytes = Buffer.from(known.token!.slice('cga_'.length), 'base64url');
    const forged = Buffer.concat([randomBytes(32), bytes.subarray(32)]);
    const invented = `cga_${randomBytes(48).toString('base64url')}`;
    const words = new Set<string>();
    for (const token of ['', 'x', `cga_${forged.toString('base64url')}`, invented, `${known.token}A`, 'cga_\u0000']) {
      const { code, message } = refusalOf(await new Learner(app).tryStart('quiz', { attemptToken: token }));
      expect([token, code]).toEqual([token, 'NOT_FOUND']);
      words.add(message);
    }
    expect(words.size).toBe(1);
  });

  test('before the assessment opens and after it closes', async () => {
    const early = refusalOf(await new Learner(app).tryStart('early'));
    expect(early).toMatchObject({ code: 'ATTEMPT_CLOSED', opensAt: expect.any(String), closesAt: expect.any(String) });
    expect(early.message).toContain(early.opensAt);
    expect(Date.parse(early.opensAt)).toBeGreaterThan(Date.now());
    const late = refusalOf(await new Learner(app).tryStart('late'));
    expect(late).toMatchObject({ code: 'ATTEMPT_CLOSED' });
    expect(Date.parse(late.closesAt)).toBeLessThan(Date.now());
  });

  test('with an Idempotency-Key, as the answer holds a token, which is not kept', async () => {
    const answer = await new Learner(app).tryStart('quiz', {}, { 'idempotency-key': randomUUID() });
    expect(problemsOf(answer)).toEqual(['/Idempotency-Key secret']);
  });

  test('when the bank has not what the blueprint asks for', async () => {
    await publishDrafts(app.dataSource, [
      ...bankOf('short', 'git', 1, { skill: 'git', difficulty: Difficulty.MEDIUM }),
      assessmentDraft('short', [], {
        questions: undefined,
        blueprint: [{ skill: 'git', difficulty: Difficulty.MEDIUM, count: 1 }],
      }),
    ]);
    // Past the plan, which would not let it go.
    await app.dataSource.query(`UPDATE question SET gradable = false WHERE document_id = $1`, [
      documentIdFor('QUESTION', 'short-1'),
    ]);
    const before = await storedRows(app.dataSource);
    expect(refusalOf(await new Learner(app).tryStart('short')).code).toBe('CONFLICT');
    expect(await storedRows(app.dataSource)).toEqual(before);
  });
});

describe('a paper', () => {
  test('asks what the blueprint says, and nothing that has no right answer', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { paper } = await new Learner(app).start('drawn');
      const slugs = paper.items.map(({ prompt }) => prompt.replace(/^Which one \((.*)\)\?$/, '$1'));
      expect(new Set(slugs).size).toBe(11);
      expect(slugs[0]).toBe('quiz yes?');
      for (const slug of slugs.slice(1, 4)) expect(slug).toMatch(/^sql-(easy|hard)/);
      for (const slug of slugs.slice(4, 6)) expect(slug).toMatch(/^git-any/);
      for (const slug of slugs.slice(6, 10)) expect(slug).toMatch(/^sql-hard/);
      expect(slugs[10]).toMatch(/^sql-easy/);
    }
  });

  test('shows options in an order of chance that stays after every reload and on every device', async () => {
    const learner = await Learner.signedIn(app);
    const attempt = await learner.start('drawn');
    const orders = optionsOf(attempt);
    expect(optionsOf(await learner.start('drawn'))).toEqual(orders);
    expect(optionsOf(await learner.read(attempt.id))).toEqual(orders);
    // Ten questions with five options each: that all of them stand as an editor wrote them is as good as impossible.
    const written = orders.map((ids) => ids.map((id) => Buffer.from(id, 'base64url').toString().split('/')[1]));
    expect(written.slice(1).filter((ids) => ids.join() !== 'ash,birch,cedar,elm,fir').length).toBeGreaterThan(0);
    const other = await new Learner(app).start('drawn');
    expect(optionsOf(other)).not.toEqual(orders);
  });

  test('uses the questions of the bank evenly, and for one person those first that are new', async () => {
    const exposure = async (): Promise<number[]> => {
      const rows = await app.dataSource.query<{ count: number }[]>(
        `SELECT coalesce(e.count, 0) AS count FROM document d LEFT JOIN question_exposure e ON e.question_id = d.id
         WHERE d.slug LIKE 'git-any-%'`,
      );
      return rows.map(({ count }) => count);
    };
    for (let round = 0; round < 20; round += 1) {
      await new Learner(app).start('one-of-seven');
      const counts = await exposure();
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
    }
    const learner = await Learner.signedIn(app);
    const seen = new Set<string>();
    for (let round = 1; round <= 7; round += 1) {
      const attempt = await learner.start('one-of-seven');
      seen.add(attempt.paper.items[0]!.prompt);
      await learner.submit(attempt.id);
      expect(seen.size).toBe(round);
    }
  });

  test('stays as it was when its questions and the assessment are edited, taken out and put back', async () => {
    const drafts = [
      ...bankOf('moving', 'git', 2),
      assessmentDraft('moving', ['moving-1', 'moving-2'], { timeLimitMinutes: 10 }),
    ];
    await publishDrafts(app.dataSource, drafts);
    const learner = new Learner(app);
    const attempt = await learner.start('moving');
    const shown =
      'deadline paper { items { id prompt points options { id text } skill { slug } } } assessment { slug }';
    const before = await learner.read(attempt.id, shown);
    const other = {
      prompt: 'Edited?',
      options: [
        { id: 'x', text: 'X' },
        { id: 'y', text: 'Y' },
      ],
      points: 9,
      key: { correctOptions: ['x'] },
    };
    await publishDrafts(app.dataSource, [
      ...bankOf('moving', 'git', 2, other),
      assessmentDraft('moving', ['moving-2']),
    ]);
    expect(await learner.read(attempt.id, shown)).toEqual(before);
    const ids = ['moving-1', 'moving-2'].map((slug) => documentIdFor('QUESTION', slug));
    await unpublish(app.dataSource, [documentIdFor('ASSESSMENT', 'moving'), ...ids]);
    expect(await learner.read(attempt.id, shown)).toEqual(before);
    expect(refusalOf(await new Learner(app).tryStart('moving')).code).toBe('NOT_FOUND');
    expect(await learner.submit(attempt.id)).toMatchObject({ state: 'SUBMITTED', result: { maxPoints: 2 } });
  });
});

describe('an attempt that is running', () => {
  test('is answered instead of a second one, also when two start at the same time', async () => {
    const learner = await Learner.signedIn(app);
    const both = await Promise.all(['drawn', 'drawn', 'drawn'].map((slug) => learner.start(slug)));
    expect(new Set(both.map(({ id }) => id)).size).toBe(1);
    const anonymous = new Learner(app);
    const first = await anonymous.start('drawn');
    const token = anonymous.token;
    const again = await anonymous.tryStart('drawn');
    expect(again.data.startAttempt).toMatchObject({ attemptToken: null, attempt: { id: first.id } });
    expect((await anonymous.start('quiz')).id).not.toBe(first.id);
    expect(anonymous.token).toBe(token);
  });

  test('ends with the window of its assessment, however long its time limit is', async () => {
    const attempt = await new Learner(app).start('closing');
    const minutes = (Date.parse(attempt.deadline!) - Date.parse(attempt.startedAt)) / 60_000;
    expect(minutes).toBeGreaterThan(0);
    expect(minutes).toBeLessThanOrEqual(30);
  });
});

describe('a retake', () => {
  test('waits as long as the assessment says, from the end of the last attempt on', async () => {
    const learner = await Learner.signedIn(app);
    const { id } = await learner.start('weekly');
    await letPass(app, id, 3_600);
    const { submittedAt } = await learner.submit(id);
    const refusal = refusalOf(await learner.tryStart('weekly'));
    const retryAt = new Date(Date.parse(submittedAt) + 168 * 3_600_000).toISOString();
    expect(refusal).toMatchObject({ code: 'RETAKE_REFUSED', retryAt, attemptsLeft: 2 });
    expect(refusal.message).toContain(retryAt);
    await letPass(app, id, 168 * 3_600 - 30);
    expect(refusalOf(await learner.tryStart('weekly')).code).toBe('RETAKE_REFUSED');
    await letPass(app, id, 30);
    const second = await learner.start('weekly');
    expect(second.id).not.toBe(id);
    expect(await new Learner(app).start('weekly')).toMatchObject({ state: 'IN_PROGRESS' });
  });

  test('is possible as often as the assessment says; attempts whose time ran out count', async () => {
    const learner = new Learner(app);
    const first = await learner.start('twice');
    await learner.submit(first.id);
    const second = await learner.start('twice');
    await app.dataSource.query('UPDATE attempt SET deadline = started_at, closes_at = started_at WHERE id = $1', [
      keyOfAttempt(second.id),
    ]);
    const refusal = refusalOf(await learner.tryStart('twice'));
    expect(refusal).toMatchObject({ code: 'RETAKE_REFUSED', retryAt: null, attemptsLeft: 0 });
    expect(await learner.read(second.id, 'state')).toEqual({ state: 'EXPIRED' });
  });
});

test('an old slug of the assessment finds it', async () => {
  await publishDrafts(app.dataSource, [quizOver('renamed', 'quiz')]);
  const id = documentIdFor('ASSESSMENT', 'renamed');
  await app.dataSource.query(`UPDATE document SET slug = 'renamed-since' WHERE id = $1`, [id]);
  await app.dataSource.query(
    `INSERT INTO slug_history (kind, slug, document_id) VALUES ('ASSESSMENT', 'renamed', $1)`,
    [id],
  );
  const learner = new Learner(app);
  const attempt = await learner.start('renamed');
  expect(await learner.read(attempt.id, 'assessment { slug }')).toEqual({ assessment: { slug: 'renamed-since' } });
  expect((await learner.start('renamed-since')).id).toBe(attempt.id);
});

test('a start that fails half way leaves nothing behind', async () => {
  const before = await storedRows(app.dataSource);
  await app.dataSource.query(
    `CREATE FUNCTION fail_once() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'broken'; END $$;
     CREATE TRIGGER fail_once BEFORE INSERT ON attempt_item EXECUTE FUNCTION fail_once()`,
  );
  expect(refusalOf(await new Learner(app).tryStart('drawn')).code).toBe('INTERNAL');
  await app.dataSource.query('DROP FUNCTION fail_once CASCADE');
  expect(await storedRows(app.dataSource)).toEqual(before);
});

test('the id of an attempt alone opens nothing', async () => {
  const learner = new Learner(app);
  const { id } = await learner.start('quiz');
  expect(keyOfAttempt(id)).toMatch(/^[0-9a-f-]{36}$/);
  expect(refusalOf(await new Learner(app).tryRead(id)).code).toBe('NOT_FOUND');
});
