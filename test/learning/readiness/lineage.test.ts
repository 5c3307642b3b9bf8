import { skillKind } from '../../../src/content/skill/skill.kind';
import { documentIdFor } from '../../../src/content/publishing/document-id';
import { careerDraft } from '../../factories/career';
import { skillDraft } from '../../factories/skill';
import { publishDrafts, unpublish } from '../../setup/content-store';
import { Learner } from '../../setup/learners';
import { itemOf, record } from '../../setup/progress';
import { ask, examOf, gapOf, ladder, masteries, progressIn, take } from '../../setup/readiness';
import { startTestApp, type TestApp } from '../../setup/test-app';

/*
 * Skills that editors merge, split and take away: what was shown of them goes where their place is taken.
 */

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp('empty');
  await publishDrafts(app.dataSource, ladder());
});
afterAll(() => app.stop());

const publish = (...drafts: Parameters<typeof publishDrafts>[1]) => publishDrafts(app.dataSource, drafts);
const gone = (...slugs: string[]) =>
  unpublish(
    app.dataSource,
    slugs.map((slug) => documentIdFor('SKILL', slug)),
  );
const topics = (...ids: string[]) => ids.map((id) => ({ id, name: id }));
const topic = (skill: string, id: string) => itemOf(skillKind, skill, id);
const topicsIn = async (learner: Learner, career: string) =>
  (await progressIn(learner, career)).skills.map(({ topicsDone, topicsTotal }: any) => `${topicsDone}/${topicsTotal}`);

test('what nothing replaces counts nowhere, and again once it is back', async () => {
  await publish(skillDraft('lost'), ...examOf('lost-exam', 'lost', 3));
  const learner = await Learner.signedIn(app);
  await take(learner, 'lost-exam', 3);
  expect((await masteries(learner)).lost).toBeCloseTo(3 / 5, 4);
  await unpublish(app.dataSource, [
    ...['lost-exam', 'lost-exam-1', 'lost-exam-2', 'lost-exam-3'].map((slug) =>
      documentIdFor(slug === 'lost-exam' ? 'ASSESSMENT' : 'QUESTION', slug),
    ),
    documentIdFor('SKILL', 'lost'),
  ]);
  expect(await masteries(learner)).toEqual({});
  await publish(skillDraft('lost'));
  expect((await masteries(learner)).lost).toBeCloseTo(3 / 5, 4);
});

test('of two that are merged all counts for the third, topics that came along are done there, and an own state goes before', async () => {
  await publish(
    skillDraft('mysql', { topics: topics('joins', 'only-mysql') }),
    skillDraft('oracle', { topics: topics('joins', 'plans') }),
    careerDraft('dba', ['mysql', 'oracle']),
  );
  await publish(...examOf('mysql-exam', 'mysql', 2), ...examOf('oracle-exam', 'oracle', 2));
  const learner = await Learner.signedIn(app);
  await take(learner, 'mysql-exam', 2);
  await take(learner, 'oracle-exam', 2);
  await record(learner, topic('mysql', 'joins'), 'DONE');
  await record(learner, topic('oracle', 'joins'), 'IN_PROGRESS');
  await record(learner, topic('oracle', 'plans'), 'DONE');
  expect(await topicsIn(learner, 'dba')).toEqual(['1/2', '1/2']);

  await publish(
    skillDraft('relational', { replaces: ['mysql', 'oracle'], topics: topics('joins', 'plans', 'new') }),
    careerDraft('dba', ['relational']),
    ...examOf('mysql-exam', 'relational', 2),
    ...examOf('oracle-exam', 'relational', 2),
  );
  await gone('mysql', 'oracle');
  expect(await topicsIn(learner, 'dba')).toEqual(['2/3']);
  // Four answers and two ticks.
  expect((await masteries(learner)).relational).toBeCloseTo(4.4 / 6.4, 4);
  await record(learner, topic('relational', 'joins'), 'NOT_STARTED');
  expect(await topicsIn(learner, 'dba')).toEqual(['1/3']);

  // The pieces say which skill they are about, and where they come from, though it is gone.
  const { skills } = await ask(
    learner,
    `skills { edges { node { evidence { totalCount edges { node { kind count shownFor { name } from { ... on Progress { label removed }
      ... on Attempt { assessment { slug } } } } } } } } }`,
  );
  const shown = skills.edges[0].node.evidence.edges.map(({ node }: any) => node);
  expect(shown).toEqual(
    expect.arrayContaining([
      { kind: 'ANSWER', count: 2, shownFor: { name: 'Skill mysql' }, from: { assessment: { slug: 'mysql-exam' } } },
      { kind: 'TOPIC', count: 1, shownFor: { name: 'Skill oracle' }, from: { label: 'plans', removed: true } },
    ]),
  );
  expect(shown).toHaveLength(4);

  // Over a further step, and with what is newly shown of the heir.
  await publish(
    skillDraft('databases', { replaces: ['relational'], topics: topics('plans') }),
    careerDraft('dba', ['databases']),
  );
  expect(await topicsIn(learner, 'dba')).toEqual(['1/1']);
  expect((await masteries(learner)).databases).toBeCloseTo(4.4 / 6.4, 4);
});

test('of one that is split all counts for both parts, while it is public for itself, too', async () => {
  await publish(
    skillDraft('web', { topics: topics('html', 'css') }),
    ...examOf('web-exam', 'web', 4),
    careerDraft('front', ['web']),
  );
  const learner = await Learner.signedIn(app);
  await take(learner, 'web-exam', 3, 1);
  await record(learner, topic('web', 'html'), 'DONE');
  const whole = (await masteries(learner)).web!;
  expect(whole).toBeCloseTo(3.2 / 5.7, 4);
  await publish(
    skillDraft('markup', { replaces: ['web'], topics: topics('html') }),
    skillDraft('styling', { replaces: ['web'], topics: topics('css') }),
    careerDraft('front', ['markup', 'styling']),
  );
  expect(await masteries(learner)).toEqual({
    markup: expect.closeTo(whole, 5),
    styling: expect.closeTo(whole, 5),
    web: expect.closeTo(whole, 5),
  });
  expect(await topicsIn(learner, 'front')).toEqual(['1/1', '0/1']);
  const { missing } = await gapOf(learner, 'front', 'junior');
  expect(missing.map(({ why }) => why[1])).toEqual(
    Array(2).fill('So far: 3 of 4 questions right, 1 topic ticked, the latest less than a day ago.'),
  );
});

test('single answers are not told apart: which of them was right is for the review to say', async () => {
  await publish(skillDraft('secret'), ...examOf('secret-exam', 'secret', 4));
  const learner = await Learner.signedIn(app);
  await take(learner, 'secret-exam', 1, 2);
  const { skills } = await ask(
    learner,
    'skills { edges { node { skill { slug } evidenceCount evidence { totalCount edges { cursor node { kind count outcome level weight } } } } } }',
  );
  const { evidenceCount, evidence } = skills.edges.find(({ node }: any) => node.skill.slug === 'secret').node;
  const [{ cursor, node }] = evidence.edges;
  expect([evidenceCount, evidence.totalCount]).toEqual([3, 1]);
  expect(node).toEqual({ kind: 'ANSWER', count: 3, outcome: expect.closeTo(1 / 3), level: 2, weight: 3 });
  const questions = await app.dataSource.query(`SELECT id FROM document WHERE slug LIKE 'secret-exam-%'`);
  for (const { id } of questions) expect(Buffer.from(cursor, 'base64url').toString()).not.toContain(id);
});
