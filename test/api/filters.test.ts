import { Importance } from '../../src/content/career/career-enums';
import { publishDrafts, saveDrafts, unpublish } from '../setup/content-store';
import { startTestApp, type TestApp } from '../setup/test-app';
import { careerDraft } from '../factories/career';
import { skillDraft } from '../factories/skill';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp('content', { MAX_PAGE_SIZE: '1000' });
  await publishDrafts(app.dataSource, [
    skillDraft('odd-percent', { name: '100% Ödd' }),
    skillDraft('odd-underscore', { name: '100_ odd' }),
    skillDraft('odd-backslash', { name: '100\\ ODD' }),
    skillDraft('odd-quote', { name: "100' odd" }),
  ]);
});
afterAll(() => app.stop());

const find = async (list: string, filter: object | null): Promise<string[]> => {
  const type = { careers: 'CareerFilter', skills: 'SkillFilter', questions: 'QuestionFilter' }[list];
  const answer = await app.ask(
    `query ($filter: ${type}) { ${list}(first: 1000, filter: $filter, orderBy: { field: SLUG }) { totalCount edges { node { slug } } } }`,
    { filter },
  );
  expect(answer[list].totalCount).toBe(answer[list].edges.length);
  return answer[list].edges.map(({ node }: { node: { slug: string } }) => node.slug);
};
const skills = (filter: object | null) => find('skills', filter);
const nested = (depth: number, inner: object = {}): object => (depth === 0 ? inner : { not: nested(depth - 1, inner) });
const nul = 'a\u0000b';
const half = 'a\ud800b';

test.each<[what: string, filter: object, pointer: string, rule: string]>([
  ['nine levels of not', nested(9), `/filter${'/not'.repeat(9)}`, 'depth'],
  [
    'nine levels of relations',
    { broader: { some: { broader: { none: nested(7) } } } },
    `/filter/broader/some/broader/none${'/not'.repeat(7)}`,
    'depth',
  ],
  ['201 characters to look for', { name: { contains: 'x'.repeat(201) } }, '/filter/name/contains', 'length'],
  ['101 values', { name: { in: Array(101).fill('x') } }, '/filter/name/in', 'range'],
  ['101 conditions of and', { and: Array(101).fill({}) }, '/filter/and', 'range'],
  ['101 conditions of or, further in', { not: { or: Array(101).fill({}) } }, '/filter/not/or', 'range'],
  ['a NUL in eq', { name: { eq: nul } }, '/filter/name/eq', 'text'],
  ['a NUL in in', { name: { in: ['fine', nul] } }, '/filter/name/in/1', 'text'],
  ['a NUL in contains', { slug: { contains: nul } }, '/filter/slug/contains', 'text'],
  ['half of a surrogate pair in eq', { slug: { eq: half } }, '/filter/slug/eq', 'text'],
  ['half of a surrogate pair in in', { slug: { in: [half] } }, '/filter/slug/in/0', 'text'],
  [
    'half of a surrogate pair, further in',
    { or: [{}, { broader: { some: { name: { contains: half } } } }] },
    '/filter/or/1/broader/some/name/contains',
    'text',
  ],
])('a filter with %s is refused, and the place is named', async (_what, filter, pointer, rule) => {
  const answer = await app.send('query ($filter: SkillFilter) { skills(filter: $filter) { totalCount } }', { filter });
  expect(answer.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', problems: [{ pointer, rule }] } }]);
});

test('as much as is allowed is let through', async () => {
  await expect(skills(nested(8))).resolves.toEqual(await skills(null));
  await expect(skills({ slug: { in: Array(100).fill('sql') } })).resolves.toEqual(['sql']);
  await expect(skills({ name: { contains: 'x'.repeat(200) } })).resolves.toEqual([]);
  await expect(skills({ name: { eq: 'x'.repeat(100_000) } })).resolves.toEqual([]);
});

test('%, _, \\ and quotes are letters like any other', async () => {
  await expect(skills({ name: { contains: '%' } })).resolves.toEqual(['odd-percent']);
  await expect(skills({ name: { contains: '_' } })).resolves.toEqual(['odd-underscore']);
  await expect(skills({ name: { contains: '\\' } })).resolves.toEqual(['odd-backslash']);
  await expect(skills({ name: { contains: "'" } })).resolves.toEqual(['odd-quote']);
  await expect(skills({ name: { contains: '100\\%' } })).resolves.toEqual([]);
  await expect(skills({ slug: { contains: '_' } })).resolves.toEqual([]);
});

test('upper and lower case are alike for contains, and differ for eq and in', async () => {
  await expect(skills({ name: { contains: 'OdD' } })).resolves.toEqual([
    'odd-backslash',
    'odd-quote',
    'odd-underscore',
  ]);
  await expect(skills({ name: { contains: 'öDD' } })).resolves.toEqual(['odd-percent']);
  await expect(skills({ name: { eq: 'sql' } })).resolves.toEqual([]);
  await expect(skills({ name: { in: ['sql', 'git', 'SQL'] } })).resolves.toEqual(['sql']);
});

test('an empty or lets nothing through, an empty and everything, an empty in nothing', async () => {
  const everything = await skills({});
  await expect(skills({ or: [] })).resolves.toEqual([]);
  await expect(skills({ not: { or: [] } })).resolves.toEqual(everything);
  await expect(skills({ and: [] })).resolves.toEqual(everything);
  await expect(skills({ not: { and: [] } })).resolves.toEqual([]);
  await expect(skills({ name: { in: [] } })).resolves.toEqual([]);
  await expect(skills({ kind: { in: [] } })).resolves.toEqual([]);
});

test('null counts as absent', async () => {
  const everything = await skills({});
  for (const filter of [
    null,
    { name: null },
    { and: null, or: null, not: null },
    { name: { eq: null, in: null, contains: null } },
    { kind: { eq: null } },
    { broader: null },
    { broader: { some: null, none: null } },
  ]) {
    await expect(skills(filter)).resolves.toEqual(everything);
  }
});

test('whole numbers are compared as numbers', async () => {
  const levels = async (rank: object) =>
    (await app.ask('query ($f: LevelFilter) { levels(filter: $f) { slug } }', { f: { rank } })).levels.map(
      ({ slug }: { slug: string }) => slug,
    );
  await expect(levels({ eq: 2 })).resolves.toEqual(['mid']);
  await expect(levels({ in: [3, 1, 7] })).resolves.toEqual(['junior', 'senior']);
  await expect(levels({ gte: 2 })).resolves.toEqual(['mid', 'senior']);
  await expect(levels({ lte: 2, gte: 2 })).resolves.toEqual(['mid']);
  await expect(levels({ gte: -2_147_483_648, lte: 2_147_483_647 })).resolves.toHaveLength(3);
});

test('what has no value is not equal to any: the opposite of a condition holds for it', async () => {
  const count = async (filter: object) => (await find('questions', filter)).length;
  const [all, easy] = [await count({}), await count({ difficulty: { eq: 'EASY' } })];
  await expect(count({ not: { difficulty: { eq: 'EASY' } } })).resolves.toBe(all - easy);
  await expect(count({ not: { difficulty: { in: ['EASY', 'MEDIUM', 'HARD'] } } })).resolves.toBeGreaterThan(0);
});

test('no filter sees what is not published: no draft, no draft edition, no earlier edition, nothing withdrawn', async () => {
  const needs = (...slugs: string[]) => slugs.map((skill) => ({ skill, importance: Importance.ESSENTIAL }));
  const { saved } = await publishDrafts(app.dataSource, [
    skillDraft('haunted', { name: 'Before' }),
    skillDraft('withdrawn', { name: 'Withdrawn' }),
    careerDraft('house', ['haunted', 'sql']),
  ]);
  await publishDrafts(app.dataSource, [
    skillDraft('haunted', { name: 'Now', broader: ['sql'] }),
    careerDraft('house', ['haunted']),
  ]);
  await unpublish(app.dataSource, [saved[1]!.documentId]);
  await saveDrafts(app.dataSource, [
    skillDraft('ghost', { name: 'Ghost' }),
    skillDraft('haunted', { name: 'Ghost', broader: ['ghost'] }),
    careerDraft('house', [], { title: 'Ghost', skills: needs('ghost', 'git', 'haunted') }),
    careerDraft('ghost', ['haunted'], { title: 'Ghost' }),
  ]);

  const careers = (filter: object) => find('careers', { and: [filter, { slug: { in: ['house', 'ghost'] } }] });
  for (const name of ['Ghost', 'Before', 'Withdrawn']) {
    await expect(skills({ name: { eq: name } })).resolves.toEqual([]);
    await expect(skills({ name: { contains: name } })).resolves.toEqual([]);
    await expect(careers({ skills: { some: { name: { eq: name } } } })).resolves.toEqual([]);
    await expect(careers({ skills: { none: { name: { eq: name } } } })).resolves.toEqual(['house']);
  }
  await expect(skills({ slug: { in: ['ghost', 'withdrawn'] } })).resolves.toEqual([]);
  await expect(skills({ slug: { eq: 'haunted' }, broader: { some: { slug: { in: ['ghost'] } } } })).resolves.toEqual(
    [],
  );
  await expect(careers({ title: { contains: 'ghost' } })).resolves.toEqual([]);
  await expect(careers({ skills: { some: { slug: { in: ['git', 'sql', 'ghost'] } } } })).resolves.toEqual([]);
  await expect(
    careers({ skills: { some: { name: { eq: 'Now' }, broader: { some: { slug: { eq: 'sql' } } } } } }),
  ).resolves.toEqual(['house']);
  await expect(find('careers', { transitions: { some: { slug: { eq: 'ghost' } } } })).resolves.toEqual([]);
});
