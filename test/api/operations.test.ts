import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkoutFolder } from '../../src/checkout-folder';
import { toGlobalId } from '../../src/kernel/graphql/global-id';
import { type ExampleOperation, exampleOperations, operationsIn } from '../setup/example-operations';
import { startTestApp, type TestApp } from '../setup/test-app';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp('content');
});
afterAll(() => app.stop());

const acceptanceFile = join(checkoutFolder, '..', 'shared', 'acceptance', '1-graph.graphql');
const acceptance = existsSync(acceptanceFile) ? operationsIn(readFileSync(acceptanceFile, 'utf8')) : [];

/** Example variables with what only an answer can give put in: cursors and ids. */
async function filledIn({ variables }: ExampleOperation): Promise<object> {
  const { careers, career, skill } = await app.ask(
    '{ careers(first: 5) { pageInfo { endCursor } } career(slug: "backend-engineer") { id } skill(slug: "sql") { id } }',
  );
  const unknown = toGlobalId('Career', 'a1b2c3d4-0000-4000-8000-000000000000');
  const value = (given: unknown): unknown => {
    if (Array.isArray(given)) return given.map(value);
    if (given === '<endCursor of CareerList>') return careers.pageInfo.endCursor;
    if (given === '<id of a career>') return career.id;
    if (given === '<id of a skill>') return skill.id;
    return typeof given === 'string' && /^<an unknown .* id>$/.test(given) ? unknown : given;
  };
  return Object.fromEntries(Object.entries(variables).map(([name, given]) => [name, value(given)]));
}

/** Every list and every object of an answer that holds nothing. */
function emptyPlaces(value: unknown, place = ''): string[] {
  if (value === null || typeof value !== 'object') return value === undefined ? [place] : [];
  const parts = Object.entries(value);
  if (parts.length === 0) return [place];
  return parts.flatMap(([key, inner]) => emptyPlaces(inner, `${place}/${key}`));
}

test.each(exampleOperations())('the example $name answers without an error, and with something', async (operation) => {
  const answer = await app.send(operation.query, await filledIn(operation));
  expect({ status: answer.status, errors: answer.errors }).toEqual({ status: 200 });
  for (const value of Object.values(answer.data)) expect(value).not.toBeNull();
  expect(emptyPlaces(answer.data).filter((place) => place.split('/').length <= 3)).toEqual([]);
});

if (acceptance.length === 0) {
  // oxlint-disable-next-line jest/no-disabled-tests
  test.skip(`the operations of ${acceptanceFile}: the file is not there`, () => undefined);
} else {
  test('the file of operations that must run is read whole', () => {
    expect(acceptance.map(({ name }) => name)).toEqual(
      [...readFileSync(acceptanceFile, 'utf8').matchAll(/^query (\w+)/gm)].map(([, name]) => name),
    );
  });

  test.each(acceptance)('$name, which must run, answers without an error', async (operation) => {
    const answer = await app.send(operation.query, await filledIn(operation));
    expect({ status: answer.status, errors: answer.errors }).toEqual({ status: 200 });
    for (const value of Object.values(answer.data)) expect(value).not.toBeNull();
  });
}

test('every career answers LearnPage in full: nothing is empty but what no source states', async () => {
  const { query } = exampleOperations().find(({ name }) => name === 'LearnPage')!;
  const { careers } = await app.ask('{ careers(first: 100) { edges { node { slug } } } }');
  const stated = /^\/career\/(employers|demand|levels\/\d\/salaryClaims|promotions\/edges)$/;
  for (const { node } of careers.edges) {
    const { career } = await app.ask(query, { slug: node.slug });
    const empty = emptyPlaces(JSON.parse(JSON.stringify({ career }))).filter(
      // A skill, a company size or a level may have no other name and no note.
      (place) => !place.endsWith('/aliases') && !stated.test(place),
    );
    expect([node.slug, empty]).toEqual([node.slug, []]);
    expect(career.summary.length).toBeGreaterThan(200);
  }
});

test('CareerList and CareerListNext are one list: five, then the rest', async () => {
  const find = (name: string) => exampleOperations().find((each) => each.name === name)!;
  const { careers } = await app.ask(find('CareerList').query);
  expect(careers).toMatchObject({ totalCount: 12, pageInfo: { hasNextPage: true, hasPreviousPage: false } });
  const next = find('CareerListNext');
  const { careers: rest } = await app.ask(next.query, await filledIn(next));
  const slugs = [...careers.edges, ...rest.edges].map(({ node }: any) => node.slug);
  expect([slugs.length, new Set(slugs).size]).toEqual([10, 10]);
  expect(rest.pageInfo).toEqual({ hasNextPage: true, hasPreviousPage: true });
});

test('Refetch answers in the order of the ids, null where nothing is known', async () => {
  const { career, skill } = await app.ask('{ career(slug: "backend-engineer") { id } skill(slug: "sql") { id } }');
  const { query } = exampleOperations().find((each) => each.name === 'Refetch')!;
  const ids = [skill.id, toGlobalId('Career', 'a1b2c3d4-0000-4000-8000-000000000000'), career.id];
  await expect(app.ask(query, { ids })).resolves.toEqual({
    nodes: [
      { __typename: 'Skill', id: skill.id, name: 'SQL' },
      null,
      { __typename: 'Career', id: career.id, title: 'Backend Engineer' },
    ],
  });
});

test('History tells what the first publication added', async () => {
  const { publications } = await app.ask(
    '{ publications { totalCount edges { node { number message publishedAt changes(first: 100) { totalCount edges { node { kind document { kind } } } } } } } }',
  );
  expect(publications).toMatchObject({ totalCount: 1, edges: [{ node: { number: 1, message: 'Starter content' } }] });
  const { changes } = publications.edges[0].node;
  expect(changes.edges.every(({ node }: any) => node.kind === 'ADDED')).toBe(true);
  const { documents } = (await app.dataSource
    .query('SELECT count(*)::int AS documents FROM document')
    .then((rows: any) => rows[0])) as { documents: number };
  expect(changes.totalCount).toBe(documents);
});
