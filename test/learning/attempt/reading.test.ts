import { ReviewPolicy } from '../../../src/content/assessment/assessment-kind';
import { documentIdFor } from '../../../src/content/publishing/document-id';
import { bankOf, quizOfEachKind, quizOver } from '../../factories/paper';
import { assessmentDraft } from '../../factories/assessment';
import { skillDraft } from '../../factories/skill';
import { publishDrafts } from '../../setup/content-store';
import { answerTo, copyAttempt, Learner, problemsOf, WHOLE_ATTEMPT } from '../../setup/learners';
import { SAVE_ANSWERS } from '../../setup/learner-operations';
import { startTestApp, type TestApp } from '../../setup/test-app';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp('empty');
  await publishDrafts(app.dataSource, [
    ...quizOfEachKind('quiz'),
    quizOver('other', 'quiz'),
    ...['sql', 'git', 'api'].flatMap((skill) => [skillDraft(skill), ...bankOf(skill, skill, 30)]),
    assessmentDraft('short', [], {
      questions: undefined,
      reviewPolicy: ReviewPolicy.AFTER_SUBMISSION,
      blueprint: [{ skill: 'sql', count: 2 }],
    }),
    assessmentDraft('long', [], {
      questions: undefined,
      reviewPolicy: ReviewPolicy.AFTER_SUBMISSION,
      blueprint: ['sql', 'git', 'api'].map((skill) => ({ skill, count: 30 })),
    }),
  ]);
});
afterAll(() => app.stop());

const LIST = `query ($first: Int, $after: String, $filter: AttemptFilter) {
  viewer { attempts(first: $first, after: $after, filter: $filter) {
    totalCount pageInfo { hasNextPage endCursor } edges { cursor node { id state assessment { slug } } }
  } }
}`;
const listed = async (learner: Learner, variables: object = {}) =>
  (await app.ask(LIST, variables, learner.headers)).viewer.attempts;
const idsOf = ({ edges }: { edges: { node: { id: string } }[] }): string[] => edges.map(({ node }) => node.id);

describe('the attempts of a viewer', () => {
  test('are their own, the latest first, a page at a time', async () => {
    const [learner, other] = [await Learner.signedIn(app), await Learner.signedIn(app)];
    expect(await listed(learner)).toMatchObject({ totalCount: 0, edges: [] });
    await other.start('quiz');
    const ids: string[] = [];
    for (const slug of ['quiz', 'other', 'short', 'quiz']) {
      const { id } = await learner.start(slug);
      if (slug === 'quiz') await learner.submit(id);
      ids.unshift(id);
    }
    const first = await listed(learner, { first: 3 });
    expect(first).toMatchObject({ totalCount: 4, pageInfo: { hasNextPage: true } });
    // One that starts in between moves no page.
    const { id: newest } = await learner.start('long');
    const second = await listed(learner, { first: 3, after: first.pageInfo.endCursor });
    expect([...idsOf(first), ...idsOf(second)]).toEqual(ids);
    expect(second.pageInfo.hasNextPage).toBe(false);
    expect(idsOf(await listed(learner))).toEqual([newest, ...ids]);
    expect(await listed(other)).toMatchObject({ totalCount: 1 });
  });

  test('are narrowed by assessment, under its old slug too, and by state', async () => {
    const learner = await Learner.signedIn(app);
    const done = await learner.start('quiz');
    await learner.submit(done.id);
    const running = await learner.start('quiz');
    const other = await learner.start('other');
    const id = documentIdFor('ASSESSMENT', 'other');
    await app.dataSource.query(
      `INSERT INTO slug_history (kind, slug, document_id) VALUES ('ASSESSMENT', 'former', $1)`,
      [id],
    );
    for (const [filter, expected] of [
      [{ assessment: 'quiz' }, [running.id, done.id]],
      [{ assessment: 'quiz', states: ['SUBMITTED'] }, [done.id]],
      [{ states: ['SUBMITTED', 'EXPIRED'] }, [done.id]],
      [{ assessment: 'former' }, [other.id]],
      [{ assessment: 'no-such-assessment' }, []],
      [{ assessment: 'nul \u0000' }, []],
      [{ states: [] }, []],
    ] as const) {
      const page = await listed(learner, { filter });
      expect([filter, idsOf(page), page.totalCount]).toEqual([filter, expected, expected.length]);
    }
  });

  test('are refused with a cursor of another list, and over the longest page', async () => {
    const learner = await Learner.signedIn(app);
    const careers = Buffer.from('["CAREER/TITLE/ASC","a","b"]').toString('base64url');
    expect(problemsOf(await app.send(LIST, { after: careers }, learner.headers))).toEqual(['/after cursor']);
    expect(problemsOf(await app.send(LIST, { first: 101 }, learner.headers))).toEqual(['/first range']);
    expect((await app.send(LIST, {})).data).toEqual({ viewer: null });
  });
});

describe('the number of statements', () => {
  const statementsOf = async (work: () => Promise<unknown>): Promise<number> =>
    (await app.dataSource.logger.during(work)).statements.length;

  test('is the same with 2 and with 200 attempts of a learner, for all that they show', async () => {
    const counted: number[] = [];
    for (const copies of [1, 199]) {
      const learner = await Learner.signedIn(app);
      const attempt = await learner.start('long');
      const [item] = attempt.paper.items;
      await learner.save(attempt.id, [answerTo(item!, { optionIds: [item!.options[0]!.id] })]);
      await learner.submit(attempt.id);
      await copyAttempt(app, attempt.id, copies);
      const query = `{ viewer { attempts(first: 50) { totalCount edges { node { ${WHOLE_ATTEMPT} } } } } }`;
      const { result, statements } = await app.dataSource.logger.during(() => app.ask(query, {}, learner.headers));
      expect(result.viewer.attempts.totalCount).toBe(copies + 1);
      expect(result.viewer.attempts.edges[copies === 1 ? 1 : 49].node.review).toHaveLength(90);
      counted.push(statements.length);
    }
    expect(counted[1]).toBe(counted[0]);
    expect(counted[0]).toBeLessThanOrEqual(15);
  });

  test('is the same for 2 and for 90 questions, for 1 and for 90 answers, whatever is done', async () => {
    const counted: Record<string, number>[] = [];
    for (const slug of ['short', 'long']) {
      const learner = await Learner.signedIn(app);
      // What a learner does for the first time makes a row once.
      await learner.start('quiz');
      const counts: Record<string, number> = {};
      let attempt = await learner.start('other');
      counts.start = await statementsOf(async () => (attempt = await learner.start(slug)));
      const answers = attempt.paper.items.map((item) => answerTo(item, { optionIds: [item.options[1]!.id] }));
      const sent = slug === 'short' ? answers.slice(0, 1) : answers;
      const input = { attemptId: attempt.id, answers: sent };
      counts.save = await statementsOf(() => app.ask(SAVE_ANSWERS, { input }, learner.headers));
      counts.saveAgain = await statementsOf(() => app.ask(SAVE_ANSWERS, { input }, learner.headers));
      counts.submit = await statementsOf(() => learner.submit(attempt.id));
      counts.read = await statementsOf(() => learner.read(attempt.id));
      counted.push(counts);
    }
    expect(counted[1]).toEqual(counted[0]);
  });

  test('is the same however many attempts of a learner have run out of time', async () => {
    const counted: number[] = [];
    for (const copies of [1, 60]) {
      const learner = await Learner.signedIn(app);
      const attempt = await learner.start('short');
      await copyAttempt(app, attempt.id, copies);
      await app.dataSource.query(
        'UPDATE attempt SET deadline = started_at, closes_at = started_at WHERE learner_id = $1',
        [learner.userId],
      );
      counted.push(await statementsOf(async () => expect((await listed(learner)).totalCount).toBe(copies + 1)));
    }
    expect(counted[1]).toBe(counted[0]);
  });
});
