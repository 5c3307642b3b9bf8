import { publishDrafts } from '../setup/content-store';
import { startTestApp, type TestApp } from '../setup/test-app';
import { careerDraft } from '../factories/career';
import { skillDraft } from '../factories/skill';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp('content');
});
afterAll(() => app.stop());

/** Gives a document another slug and keeps the old one in the history, as a rename does. */
const rename = (kind: string, from: string, to: string) =>
  app.dataSource.query(
    `WITH renamed AS (UPDATE document SET slug = $3 WHERE kind = $1 AND slug = $2 RETURNING id)
     INSERT INTO slug_history (kind, slug, document_id) SELECT $1, $2, id FROM renamed`,
    [kind, from, to],
  );
const career = async (slug: string) =>
  (await app.ask('query ($slug: String!) { career(slug: $slug) { id slug title } }', { slug })).career;

test('a slug that nobody ever had, or only another kind has, finds nothing', async () => {
  for (const slug of [
    '',
    'nobody',
    'sql',
    'Backend-Engineer',
    'backend-engineer ',
    '\u0000',
    '\ud800',
    'x'.repeat(10_000),
    "'; --",
  ]) {
    await expect(career(slug)).resolves.toBeNull();
  }
});

test('an old slug answers with the document and its present slug, through every rename', async () => {
  const before = await career('data-engineer');
  await rename('CAREER', 'data-engineer', 'data-platform-engineer');
  await rename('CAREER', 'data-platform-engineer', 'data-builder');
  const present = { ...before, slug: 'data-builder' };
  for (const slug of ['data-engineer', 'data-platform-engineer', 'data-builder'])
    await expect(career(slug)).resolves.toEqual(present);
  const { a, b } = await app.ask(
    '{ a: career(slug: "data-engineer") { slug } b: career(slug: "data-builder") { slug } }',
  );
  expect([a.slug, b.slug]).toEqual(['data-builder', 'data-builder']);
});

test('an old slug belongs to its kind', async () => {
  await rename('SKILL', 'git', 'version-control');
  const { skill, level, project } = await app.ask(
    '{ skill(slug: "git") { slug } level(slug: "git") { slug } project(slug: "git") { slug } }',
  );
  expect({ skill, level, project }).toEqual({ skill: { slug: 'version-control' }, level: null, project: null });
});

test('a slug that another document has now finds that one, not the one that had it', async () => {
  await rename('CAREER', 'tech-lead', 'team-lead');
  await publishDrafts(app.dataSource, [careerDraft('tech-lead', ['sql'], { title: 'The new one' })]);
  await expect(career('tech-lead')).resolves.toMatchObject({ slug: 'tech-lead', title: 'The new one' });
  await expect(career('team-lead')).resolves.toMatchObject({ slug: 'team-lead', title: 'Tech Lead' });
});

test('a filter by slug means the present one', async () => {
  await publishDrafts(app.dataSource, [skillDraft('old-name')]);
  await rename('SKILL', 'old-name', 'new-name');
  const count = async (slug: string) =>
    (await app.ask('query ($slug: String!) { skills(filter: { slug: { eq: $slug } }) { totalCount } }', { slug }))
      .skills.totalCount;
  expect([await count('old-name'), await count('new-name')]).toEqual([0, 1]);
});
