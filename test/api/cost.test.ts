import { readFileSync } from 'node:fs';
import path from 'node:path';
import { getIntrospectionQuery } from 'graphql';
import { startTestApp, type TestApp } from '../setup/test-app';

let app: TestApp;
beforeAll(async () => (app = await startTestApp('content')));
afterAll(() => app.stop());

const nested = (first: number) => `{ careers(first: ${first}) { edges { node { skills(first: ${first}) { edges { node {
  careers(first: ${first}) { edges { node { title } } } } } } } } } }`;

/** Each fragment spreads the one before it twice, under two aliases: 2^depth fields from a line each. */
const doubling = (depth: number) =>
  [
    `fragment F0 on Skill { name }`,
    ...Array.from(
      { length: depth },
      (_, index) =>
        `fragment F${index + 1} on Skill {
          a: broader { ...F${index} } b: broader { ...F${index} }
        }`,
    ),
    `{ skill(slug: "sql") { ...F${depth} } }`,
  ].join('\n');

describe('too much at once is refused before anything runs, with what it costs and what may be asked:', () => {
  test.each([
    ['long pages in long pages', nested(100), {}],
    [
      'a page whose length comes by a variable',
      `query ($n: Int) { careers(first: $n) { edges { node { skills(last: $n) { edges { node {
        careers(first: $n) { edges { node { title } } } } } } } } } }`,
      { n: 100 },
    ],
    ['fragments that double with every line', doubling(18), {}],
    [
      'the same under many aliases',
      `{ ${Array.from({ length: 60 }, (_, index) => `c${index}: careers(first: 100) { edges { node { skills(first: 20) { totalCount } } } }`).join(' ')}
        ...G } fragment G on Query { ${Array.from({ length: 60 }, (_, index) => `d${index}: skills(first: 100) { edges { node { questions { edges { cursor } } } } }`).join(' ')} }`,
      {},
    ],
  ])('%s', async (_what, query, variables) => {
    const { statements, result } = await app.dataSource.logger.during(() => app.send(query, variables));
    expect(result.status).toBe(400);
    expect(result.data).toBeUndefined();
    expect(result.errors).toMatchObject([
      { extensions: { code: 'TOO_COSTLY', limit: 100_000, cost: expect.any(Number) } },
    ]);
    expect(result.errors![0]!.extensions.cost).toBeGreaterThan(100_000);
    expect(statements).toEqual([]);
  });
});

test('what frontends, code generators and playgrounds ask is far below the limit', async () => {
  const { career } = await app.ask(readFileSync(path.join('schema', 'operations', 'LearnPage.graphql'), 'utf8'), {
    slug: 'backend-engineer',
  });
  expect(career.title).toBe('Backend Engineer');
  const { __schema } = await app.ask(getIntrospectionQuery());
  expect(__schema.types.length).toBeGreaterThan(50);
  expect((await app.ask(nested(10))).careers.edges.length).toBeGreaterThan(5);
});

test('an absurd page length is the fault that is told, not its cost', async () => {
  const { errors } = await app.send('{ careers(first: 101) { edges { cursor } } }');
  expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
});

test('a statement that takes too long is ended by PostgreSQL, and the next one runs', async () => {
  const impatient = await startTestApp('empty', { STATEMENT_TIMEOUT_SECONDS: '1' });
  await expect(impatient.dataSource.query('SELECT pg_sleep(20)')).rejects.toMatchObject({ code: '57014' });
  expect(await impatient.dataSource.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  await impatient.stop();
});
