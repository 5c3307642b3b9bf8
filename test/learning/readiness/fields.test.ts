import { Role } from '../../../src/accounts/role';
import { AssessmentKind } from '../../../src/content/assessment/assessment-kind';
import { careerKind } from '../../../src/content/career/career.kind';
import { skillKind } from '../../../src/content/skill/skill.kind';
import { assessmentDraft } from '../../factories/assessment';
import { careerDraft } from '../../factories/career';
import { bankOf } from '../../factories/paper';
import { questionDraft } from '../../factories/question';
import { skillDraft } from '../../factories/skill';
import { registered } from '../../setup/accounts';
import { publishDrafts, saveDrafts } from '../../setup/content-store';
import { dataOf, Learner, letPass, problemsOf, refusalOf } from '../../setup/learners';
import { itemOf, record } from '../../setup/progress';
import { ask, examOf, gapOf, ladder, masteries, nextOf, progressIn, quizOf, take, tryAsk } from '../../setup/readiness';
import { startTestApp, type TestApp } from '../../setup/test-app';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp('empty');
  await publishDrafts(app.dataSource, [
    ...ladder(),
    skillDraft('sql', { topics: ['a', 'b', 'c', 'd'].map((id) => ({ id, name: id })) }),
    skillDraft('api'),
    skillDraft('unasked'),
    ...examOf('exam', 'sql', 4),
    ...quizOf('quiz', 'sql', 4),
    ...examOf('api-exam', 'api', 3),
    questionDraft('open', {
      kind: 'OPEN',
      options: undefined,
      key: undefined,
      skill: 'unasked',
      rubric: [{ id: 'a', text: 'Covers it.' }],
    } as never),
    ...bankOf('self', 'unasked', 1, {
      kind: 'YES_NO',
      options: undefined,
      key: undefined,
      adviceIfNo: 'Learn it.',
    } as never),
    assessmentDraft('open-quiz', ['open', 'exam-1']),
    assessmentDraft('check', ['self-1'], { kind: AssessmentKind.SELF_CHECK }),
    careerDraft('data', [], {
      skills: [{ skill: 'sql', importance: 'ESSENTIAL', requiredLevel: 'mid' }] as never,
      levels: [{ level: 'senior', expectations: [{ id: 'e', text: 'Leads.' }] }],
    }),
    careerDraft('plain', ['sql']),
    careerDraft('late', [], {
      skills: [{ skill: 'sql', importance: 'ESSENTIAL', requiredLevel: 'senior' }] as never,
      levels: [{ level: 'junior', expectations: [{ id: 'e', text: 'Begins.' }] }],
    }),
  ]);
  await app.dataSource.query(
    `INSERT INTO slug_history (kind, slug, document_id) SELECT kind, 'former-' || slug, id FROM document WHERE kind IN ('CAREER', 'LEVEL')`,
  );
});
afterAll(() => app.stop());

describe('who may ask', () => {
  test('nobody is told anything without an account or with a token that nobody has', async () => {
    const query = '{ viewer { nextSkills(career: "data") { skill { slug } } skills { totalCount } } }';
    expect((await app.send(query)).data).toEqual({ viewer: null });
    const invented = new Learner(app, {}, `cga_${'A'.repeat(64)}`);
    expect(refusalOf(await tryAsk(invented, 'skills { totalCount }')).code).toBe('NOT_FOUND');
  });

  test('a learner sees nothing of what others did, and an editor no more than anybody', async () => {
    const [one, other] = [await Learner.signedIn(app), await Learner.signedIn(app)];
    const anonymous = new Learner(app);
    await take(one, 'exam', 4);
    await take(anonymous, 'api-exam', 3);
    await record(anonymous, itemOf(skillKind, 'sql', 'a'), 'DONE');
    expect(Object.keys(await masteries(one))).toEqual(['sql']);
    expect(Object.keys(await masteries(anonymous))).toEqual(['api', 'sql']);
    expect(await masteries(other)).toEqual({});
    expect(await progressIn(other, 'plain')).toMatchObject({
      percent: 0,
      skills: [{ evidenceCount: 0, topicsDone: 0 }],
    });
    const editor = await registered(app, Role.EDITOR, Role.ADMIN);
    expect(await masteries(new Learner(app, editor.headers, null, editor.userId))).toEqual({});
    // Both tokens of one request: each answer is of its own learner.
    const both = await app.send(
      'query ($token: String!) { viewer { skills { totalCount } } anonymousLearner(attemptToken: $token) { skills { totalCount } } }',
      { token: anonymous.token },
      one.headers,
    );
    expect(dataOf(both)).toEqual({
      viewer: { skills: { totalCount: 1 } },
      anonymousLearner: { skills: { totalCount: 2 } },
    });
  });

  test('what was done without an account counts for who claims it, together with what was there', async () => {
    const [owner, anonymous] = [await Learner.signedIn(app), new Learner(app)];
    await take(owner, 'exam', 0, 4);
    await take(anonymous, 'exam', 4);
    await record(anonymous, itemOf(skillKind, 'sql', 'a'), 'DONE');
    const { missing } = await gapOf(anonymous, 'plain', 'mid');
    dataOf(await owner.tryClaim([anonymous.token]));
    // The same questions: the latest answers count.
    expect((await masteries(owner)).sql).toBeCloseTo(4.2 / 6.2, 4);
    expect((await gapOf(owner, 'plain', 'mid')).missing[0]!.have).toBeCloseTo(missing[0]!.have, 4);
    expect(refusalOf(await tryAsk(anonymous, 'skills { totalCount }')).code).toBe('UNAUTHENTICATED');
  });
});

describe('what is asked for', () => {
  test('is null for a career that is not there, or not public', async () => {
    await saveDrafts(app.dataSource, [careerDraft('draft', ['sql'])]);
    const learner = await Learner.signedIn(app);
    const nothing = { careerProgress: null, gap: null, nextSkills: null };
    for (const slug of ['no-such-career', 'draft', '', 'nul \\u0000'])
      expect(
        await ask(
          learner,
          `careerProgress(career: "${slug}") { percent } gap(career: "${slug}", level: "mid") { readiness } nextSkills(career: "${slug}") { skill { slug } }`,
        ),
      ).toEqual(nothing);
  });

  test('is refused for a level that the career does not speak of, with those that it does', async () => {
    const learner = await Learner.signedIn(app);
    for (const level of ['junior', 'no-such-level', '', 'nul \\u0000']) {
      const answer = await tryAsk(learner, `gap(career: "data", level: "${level}") { readiness }`);
      expect(problemsOf(answer)).toEqual(['/level level']);
      expect(answer.errors![0]!.message).toBe(
        '/level: Career data does not speak of this level: pass one of mid, senior.',
      );
    }
    // A career without levels is the same at each.
    for (const level of ['junior', 'mid', 'senior']) expect((await gapOf(learner, 'plain', level)).readiness).toBe(0);
  });

  test('is found by old slugs, too', async () => {
    const learner = await Learner.signedIn(app);
    expect(await gapOf(learner, 'former-data', 'former-mid')).toEqual(await gapOf(learner, 'data', 'mid'));
    expect(await progressIn(learner, 'former-plain')).toEqual(await progressIn(learner, 'plain'));
  });

  test('is no readiness at a level for which the career needs no skill yet, and what comes next is of a higher one', async () => {
    const learner = await Learner.signedIn(app);
    expect(await gapOf(learner, 'late', 'junior')).toEqual({ readiness: null, missing: [] });
    expect(await nextOf(learner, 'late')).toEqual({
      sql: ['With what Senior asks for here, your readiness rises from 0% to 100%.', 'Nothing shows it yet.'],
    });
  });

  test('is refused for more than a page', async () => {
    const learner = await Learner.signedIn(app);
    for (const first of [-1, 101])
      expect(
        problemsOf(await tryAsk(learner, `nextSkills(career: "data", first: ${first}) { skill { slug } }`)),
      ).toEqual(['/first range']);
    expect(problemsOf(await tryAsk(learner, 'skills(first: 101) { totalCount }'))).toEqual(['/first range']);
    expect(await nextOf(learner, 'data', 0)).toEqual({});
  });

  test('is what is public, for editors who look at drafts, too', async () => {
    const editor = await registered(app, Role.EDITOR);
    const learner = new Learner(app, editor.headers, null, editor.userId);
    await take(learner, 'exam', 4);
    await publishDrafts(app.dataSource, [careerDraft('changing', ['sql'])]);
    await saveDrafts(app.dataSource, [careerDraft('changing', ['sql', 'api'])]);
    const selection = 'gap(career: "changing", level: "mid") { missing { skill { slug } } } skills { totalCount }';
    const inDrafts = dataOf(await tryAsk(learner, selection, { 'x-perspective': 'draft' }));
    expect(inDrafts.learner).toEqual(await ask(learner, selection));
    expect(inDrafts.learner).toEqual({ gap: { missing: [{ skill: { slug: 'sql' } }] }, skills: { totalCount: 1 } });
  });
});

describe('what counts', () => {
  test('are graded answers of quizzes and exams: not what is open, not self-checks, not what is in progress', async () => {
    const learner = await Learner.signedIn(app);
    const open = await learner.start('open-quiz');
    await learner.save(open.id, [
      { clientId: crypto.randomUUID(), itemId: open.paper.items[0]!.id, text: 'All of it.' },
    ]);
    await learner.submit(open.id);
    const check = await learner.start('check');
    await learner.save(check.id, [{ clientId: crypto.randomUUID(), itemId: check.paper.items[0]!.id, yes: true }]);
    await learner.submit(check.id);
    await learner.start('exam');
    expect(await masteries(learner)).toEqual({});
    await take(learner, 'quiz', 2);
    expect((await masteries(learner)).sql).toBeCloseTo(1.4 / 3.4, 4);
  });

  test('an exam whose time has run out counts at once, by what was saved', async () => {
    const learner = await Learner.signedIn(app);
    const id = await take(learner, 'api-exam', 3);
    await app.dataSource.query(
      `UPDATE attempt SET state = 'IN_PROGRESS', submitted_at = NULL, grade_number = NULL, deadline = now() - interval '1 day',
       closes_at = now() - interval '1 day' WHERE learner_id = $1`,
      [learner.userId],
    );
    expect((await masteries(learner)).api).toBeGreaterThan(0.59);
    expect((await learner.read(id)).state).toBe('EXPIRED');
  });

  test('old evidence counts less: half of it after a year', async () => {
    const learner = await Learner.signedIn(app);
    const id = await take(learner, 'exam', 4);
    await letPass(app, id, 365 * 86_400);
    expect((await masteries(learner)).sql).toBeCloseTo(2 / 4, 3);
  });

  test('a topic that is unticked again, or only begun, is no evidence', async () => {
    const learner = await Learner.signedIn(app);
    for (const state of ['DONE', 'IN_PROGRESS', 'NOT_STARTED'] as const) {
      await record(learner, itemOf(skillKind, 'sql', 'a'), state);
      const { skills } = await progressIn(learner, 'plain');
      const done = state === 'DONE' ? 1 : 0;
      expect(skills[0]).toMatchObject({ evidenceCount: done, topicsDone: done, topicsTotal: 4 });
    }
    await record(learner, itemOf(careerKind, 'data', 'none'), 'DONE').catch(() => null);
    expect(await masteries(learner)).toEqual({});
  });

  test('what one mutation does is seen by the next read of the same request', async () => {
    const { email } = await registered(app);
    const read = `{ viewer { skills { totalCount } } }`;
    const { data } = await app.send(
      `mutation ($sign: SignInInput!, $tick: RecordProgressInput!) {
        one: signIn(input: $sign) ${read} recordProgress(input: $tick) { attemptToken } two: signIn(input: $sign) ${read} }`,
      {
        sign: { email, password: 'a long enough password' },
        tick: { itemId: itemOf(skillKind, 'sql', 'a'), state: 'DONE' },
      },
    );
    // The tick is of somebody without an account: it is nobody's here, and nothing fails.
    expect(data).toMatchObject({
      one: { viewer: { skills: { totalCount: 0 } } },
      two: { viewer: { skills: { totalCount: 0 } } },
    });
  });
});
