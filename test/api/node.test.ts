import fc from 'fast-check';
import { join } from 'node:path';
import { checkoutFolder } from '../../src/checkout-folder';
import { allKinds } from '../../src/content/publishing/content-kinds';
import { loadContent } from '../../src/content/transfer/load-content';
import { parseGlobalId, toGlobalId } from '../../src/kernel/graphql/global-id';
import { publishChanges, saveDrafts, unpublish } from '../setup/content-store';
import { startTestApp, type TestApp } from '../setup/test-app';
import { skillDraft } from '../factories/skill';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp('content');
});
afterAll(() => app.stop());

interface Found {
  readonly __typename: string;
  readonly id: string;
  readonly slug: string;
}

const refetch = `query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id ... on Content { slug } } }`;
const nodes = async (ids: readonly string[]): Promise<(Found | null)[]> => (await app.ask(refetch, { ids })).nodes;

/** One of each list that the API has, under the name of its type. */
const lists: Record<string, string> = {
  Career: 'careers',
  Skill: 'skills',
  Project: 'projects',
  Question: 'questions',
  Assessment: 'assessments',
  Industry: 'industries',
  Employer: 'employers',
  Source: 'sources',
};
const everything = `{ levels { __typename id slug } ${Object.values(lists)
  .map((list) => `${list}(first: 100) { edges { node { __typename id slug } } }`)
  .join(' ')} }`;
const all = async (on = app): Promise<Found[]> => {
  const { levels, ...connections } = await on.ask(everything);
  const connected = Object.values<{ edges: { node: Found }[] }>(connections).flatMap(({ edges }) =>
    edges.map(({ node }) => node),
  );
  return [...levels, ...connected];
};

/** Every id in an answer, wherever it stands. */
function idsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(idsIn);
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'id' && typeof inner === 'string' ? [inner] : idsIn(inner),
  );
}

const items = `{
  career(slug: "backend-engineer") {
    id audience { id } prerequisites { id } responsibilities { id } dayInTheLife { id } teamTypes { id } companySizes { id }
    demand { id } levels { expectations { id } salaryClaims { id } } developmentAdvice { id } learningPath { id miniTask { id } }
    interviewChecklist { id } commonMistakes { id } nextSteps { id }
    skillMap { topics { id } } projects { edges { node { criteria { id } } } } practicePrompts { options { id } rubric { id } }
  }
}`;

test.each([
  ['a slug', 'backend-engineer'],
  ['nothing', ''],
  ['a NUL', '\u0000'],
  ['half of a surrogate pair', '\ud800'],
  ['a very long text', 'x'.repeat(100_000)],
  ['an id with something behind it', `${toGlobalId('Career', 'a')}=`],
])('%s for an id is refused, and its place is named', async (_what, id) => {
  const known = (await all())[0]!.id;
  const one = await app.send('query ($id: ID!) { node(id: $id) { id } }', { id });
  expect(one).toMatchObject({
    data: { node: null },
    errors: [{ extensions: { code: 'BAD_USER_INPUT', problems: [{ pointer: '/id' }] } }],
  });
  const many = await app.send(refetch, { ids: [known, id] });
  expect(many.errors).toMatchObject([
    { path: ['nodes'], extensions: { code: 'BAD_USER_INPUT', problems: [{ pointer: '/ids/1' }] } },
  ]);
});

test('more ids than a page holds are refused, a page full is not', async () => {
  const { id } = (await all())[0]!;
  const tooMany = await app.send(refetch, { ids: Array(101).fill(id) });
  expect(tooMany.errors).toMatchObject([
    { extensions: { code: 'BAD_USER_INPUT', problems: [{ pointer: '/ids', rule: 'range' }] } },
  ]);
  await expect(nodes(Array<string>(100).fill(id))).resolves.toHaveLength(100);
});

test('what is not published can not be had by its id: before, after, and in another edition', async () => {
  const [draft] = await saveDrafts(app.dataSource, [skillDraft('comes-and-goes', { name: 'First' })]);
  const { documentId } = draft!;
  const id = toGlobalId('Skill', documentId);
  const name = async () => (await app.ask('query ($id: ID!) { node(id: $id) { ... on Skill { name } } }', { id })).node;
  await expect(name()).resolves.toBeNull();
  await publishChanges(app.dataSource, [draft!]);
  await saveDrafts(app.dataSource, [skillDraft('comes-and-goes', { name: 'Second' })]);
  await expect(name()).resolves.toEqual({ name: 'First' });
  await unpublish(app.dataSource, [documentId]);
  await expect(name()).resolves.toBeNull();
  await publishChanges(app.dataSource, [draft!]);
  await expect(name()).resolves.toEqual({ name: 'First' });
  await unpublish(app.dataSource, [documentId]);
});

test('an id of one type never resolves to another, whatever key it names', async () => {
  const found = await all();
  const types = [
    ...allKinds().map((kind) => kind.node.name),
    'Item',
    'Edition',
    'Publication',
    'Content',
    'Node',
    'Query',
  ];
  for (const { id, __typename } of found.filter(
    (each, index) => found.findIndex((other) => other.__typename === each.__typename) === index,
  )) {
    const key = parseGlobalId(id)!.key;
    const asked = types.filter((type) => type !== __typename).map((type) => toGlobalId(type, key));
    await expect(nodes(asked)).resolves.toEqual(asked.map(() => null));
    await expect(
      nodes([toGlobalId(__typename, key.toUpperCase()), toGlobalId(__typename, `${key}/x`)]),
    ).resolves.toEqual([null, null]);
  }
});

test('the id of an item inside a document is no node of its own', async () => {
  const { career } = await app.ask('{ career(slug: "backend-engineer") { audience { id } } }');
  await expect(nodes([career.audience[0].id])).resolves.toEqual([null]);
});

test('everything that there is comes back by its id, with its own type', async () => {
  const found = await all();
  expect(new Set(found.map((each) => each.__typename))).toEqual(new Set([...Object.keys(lists), 'Level']));
  expect(new Set(found.map((each) => each.id)).size).toBe(found.length);
  for (let start = 0; start < found.length; start += 100) {
    const part = found.slice(start, start + 100);
    await expect(nodes(part.map((each) => each.id))).resolves.toEqual(part);
  }
  for (const type of Object.keys(lists)) {
    const one = found.find((each) => each.__typename === type)!;
    await expect(
      app.ask('query ($id: ID!) { node(id: $id) { __typename id ... on Content { slug } } }', { id: one.id }),
    ).resolves.toEqual({ node: one });
  }
});

test('shuffled, repeated and unknown ids are answered each in its place', async () => {
  const found = await all();
  const unknown = toGlobalId('Skill', 'a1b2c3d4-0000-4000-8000-000000000000');
  const wanted = fc.array(fc.option(fc.constantFrom(...found), { freq: 5 }), { maxLength: 100 });
  await fc.assert(
    fc.asyncProperty(wanted, async (list) => {
      expect(await nodes(list.map((each) => each?.id ?? unknown))).toEqual(list);
    }),
    { numRuns: 30 },
  );
});

test('ids of documents and of items are the same after an import into an empty database', async () => {
  const other = await startTestApp('empty');
  try {
    await loadContent(other.dataSource, join(checkoutFolder, 'content'), 'Again');
    const byId = (found: readonly Found[]) => new Map(found.map((each) => [each.id, each]));
    expect(byId(await all(other))).toEqual(byId(await all()));
    const ids = idsIn(await app.ask(items));
    expect(ids.length).toBeGreaterThan(150);
    expect(new Set(ids).size).toBe(ids.length);
    expect(idsIn(await other.ask(items))).toEqual(ids);
  } finally {
    await other.stop();
  }
});
