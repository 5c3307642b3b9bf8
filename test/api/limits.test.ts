import { readFileSync } from 'node:fs';
import { getIntrospectionQuery } from 'graphql';
import { loadConfig } from '../../src/config';
import { sendRaw } from '../setup/graphql-request';
import { startTestApp, type TestApp } from '../setup/test-app';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp('content', { MAX_LIST_LENGTH: '10', MAX_BODY_BYTES: '100000' });
});
afterAll(() => app.stop());

const range = (length: number) => Array.from({ length }, (_, index) => index);
const hops = ['careers(first: 1)', 'edges', 'node', 'skills(first: 1)', 'edges', 'node'];
/** Fields that lie in each other, as many as said. */
const nested = (depth: number) =>
  `${range(depth - 1)
    .map((n) => `{ ${hops[n % hops.length]} `)
    .join('')}{ __typename ${'}'.repeat(depth)}`;
/** The same from career to skill and back, each in a fragment of its own: 1 + 3 * hops levels. */
const nestedByFragments = (count: number) =>
  `{ ...F0 } fragment F0 on Query { careers(first: 1) { edges { node { ...F1 } } } } ${range(count - 1)
    .map((n) => (n % 2 === 0 ? `Career { skills` : `Skill { careers`))
    .map((start, n) => `fragment F${n + 1} on ${start}(first: 1) { edges { node { ...F${n + 2} } } } }`)
    .join(' ')} fragment F${count} on Node { id }`;
const aliased = (count: number) =>
  `{ ${range(count)
    .map((n) => `a${n}: __typename`)
    .join(' ')} }`;
/** Each fragment spreads the one before it twice. */
const doubling = (levels: number, leaf: string, spread: (below: string) => string, start: string, type: string) =>
  `{ ${start} { ...F${levels} } } fragment F0 on ${type} { ${leaf} } ${range(levels)
    .map((n) => `fragment F${n + 1} on ${type} { ${spread(`...F${n}`)} }`)
    .join(' ')}`;
const aliasBomb = doubling(
  18,
  'x: name',
  (f) => `a: broader { ${f} } b: broader { ${f} }`,
  'skill(slug: "sql")',
  'Skill',
);
const aliasesInFragments = doubling(10, 'x: name', (f) => `${f} ${f}`, 'skill(slug: "sql")', 'Skill');
/** Lists of 10 in lists of 10: 11,110 values. */
const nestedLists = range(4).reduce<unknown>((inner) => range(10).map(() => inner), 1);
/** What there is about the longest type, which has far more fields than most. */
const longestType = (times: number) =>
  `{ ${range(times)
    .map((n) => `a${n}: __type(name: "Mutation") { ...F }`)
    .join(
      ' ',
    )} } fragment F on __Type { fields { name description args { name type { ofType { inputFields { name description type { name kind ofType { name kind } } } } } } type { ofType { fields { name description type { name kind ofType { name kind } } } } } } }`;
const ids = (count: number) => range(count).map((n) => `id${n}`);

describe('an operation over a limit is refused before anything runs, with the limit, its value and what the operation has:', () => {
  test.each<
    [what: string, exceeded: string, limit: number, actual: number | 'more' | null, query: string, variables?: object]
  >([
    ['31 levels of fields', 'depth', 30, 31, nested(31)],
    ['31 levels of fields by fragments', 'depth', 30, 31, nestedByFragments(10)],
    ['251 aliases', 'aliases', 250, 251, aliased(251)],
    ['aliases that double by fragments', 'aliases', 250, 1_024, aliasesInFragments],
    ['fragments that double with every level', 'cost', 100_000, Number.MAX_SAFE_INTEGER, aliasBomb],
    ['a list of 11 in the document', 'listLength', 10, 11, `{ nodes(ids: ${JSON.stringify(ids(11))}) { id } }`],
    [
      'a list of 11 in a fragment',
      'listLength',
      10,
      11,
      `{ ...F } fragment F on Query { nodes(ids: ${JSON.stringify(ids(11))}) { id } }`,
    ],
    [
      'a list of 11 in variables',
      'listLength',
      10,
      11,
      'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }',
      { ids: ids(11) },
    ],
    ['a list deep in variables', 'listLength', 10, 12, '{ __typename }', { a: [{ b: { c: ids(12) } }] }],
    [
      'pages of 100 in pages of 100, twice',
      'nodes',
      20_000,
      20_200,
      '{ careers(first: 100) { edges { node { a: skills(first: 100) { edges { cursor } } b: skills(last: 100) { edges { cursor } } } } } d: careers(last: 100) { edges { cursor } } }',
    ],
    [
      'introspection in introspection',
      'cost',
      100_000,
      'more',
      `{ ${range(100)
        .map(
          (n) =>
            `a${n}: __schema { types { fields { name type { ofType { ofType { name } } fields { name type { name kind } } } } } }`,
        )
        .join(' ')} }`,
    ],
    ['introspection of what is longest, often', 'cost', 100_000, 'more', longestType(240)],
    [
      '101 mutations',
      'cost',
      100_000,
      101_202,
      `mutation { ${range(101)
        .map((n) => `a${n}: signOut(input: { refreshToken: "x" }) { __typename }`)
        .join(' ')} }`,
    ],
    ['22,222 values in variables', 'values', 20_000, 22_222, '{ __typename }', { a: nestedLists, b: nestedLists }],
    ['10,001 tokens', 'tokens', 10_000, null, `{ ${'a '.repeat(9_999)} }`],
    ['101 levels of brackets', 'nesting', 100, null, `{ nodes(ids: ${'['.repeat(100)}${']'.repeat(100)}) { id } }`],
    [
      'a filter that is nested in variables',
      'nesting',
      100,
      null,
      '{ __typename }',
      JSON.parse('{"a":'.repeat(102) + '1' + '}'.repeat(102)) as object,
    ],
  ])('%s', async (...[, exceeded, limit, actual, query, variables]) => {
    const { statements, result } = await app.dataSource.logger.during(() => app.send(query, variables));
    expect(result.errors).toEqual([
      expect.objectContaining({ extensions: expect.objectContaining({ code: 'TOO_COSTLY', exceeded, limit }) }),
    ]);
    const has = result.errors![0]!.extensions.actual as number | null;
    expect(actual === 'more' ? Number(has) > limit : has === actual).toBe(true);
    expect(result.errors![0]!.message).toContain(String(has ?? limit));
    expect({ status: result.status, data: result.data, statements }).toEqual({
      status: 400,
      data: undefined,
      statements: [],
    });
  });

  test('a body of 100,001 bytes', async () => {
    const body = JSON.stringify({ query: '{ __typename } #' }).padEnd(100_001, ' ');
    expect(await sendRaw(app, { body })).toMatchObject({
      status: 413,
      errors: [{ extensions: { code: 'TOO_COSTLY', exceeded: 'bodyBytes', limit: 100_000, actual: 100_001 } }],
    });
    expect(await sendRaw(app, { body: body.slice(0, 100_000) })).toMatchObject({ status: 200 });
  });
});

test.each([
  ['30 levels of fields', nested(30)],
  ['28 levels by fragments', nestedByFragments(9)],
  ['250 aliases', aliased(250)],
  ['a list of 10', `{ nodes(ids: ${JSON.stringify(ids(10))}) { id } }`],
  ['10,000 tokens', `{ levels { ${'id '.repeat(9_994)} } }`],
  ['100 levels of brackets', `{ ${'...{ '.repeat(99)} __typename ${'}'.repeat(99)} }`],
])('exactly at a limit nothing is refused for it: %s', async (_what, query) => {
  const { errors } = await app.send(query);
  expect(errors?.map(({ extensions }) => extensions.code) ?? []).not.toContain('TOO_COSTLY');
});

test.each([
  [
    'a code generator asks',
    getIntrospectionQuery({ inputValueDeprecation: true, oneOf: true, schemaDescription: true }),
  ],
  ['a playground asks', getIntrospectionQuery()],
])('what %s about the schema is within the limits', async (_what, query) => {
  const answer = await sendRaw(app, { body: JSON.stringify({ query }) });
  expect(answer).toMatchObject({ status: 200, data: { __schema: {} } });
  expect(Number(answer.headers['x-cost'])).toBeGreaterThan(3_000);
  expect(Number(answer.headers['x-cost'])).toBeLessThanOrEqual(5_000);
});

test('introspection that goes round in circles is refused by the engine', async () => {
  const circles = `{ __schema { types { ${'fields { type { '.repeat(4)} name ${'} }'.repeat(4)} } } }`;
  expect(await app.send(circles)).toMatchObject({
    status: 400,
    errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }],
  });
  const bomb = doubling(
    18,
    'name',
    (f) => `a: ofType { ${f} } b: ofType { ${f} }`,
    '__schema { types',
    '__Type',
  ).replace('...F18 } }', '...F18 } } }');
  expect(await app.send(bomb)).toMatchObject({ status: 400, errors: [{ extensions: { code: 'TOO_COSTLY' } }] });
});

test('too much of nothing is still too much', async () => {
  const endless = doubling(
    600,
    'id',
    (f) => `... on Skill { broader { ${f} } prerequisites(first: 2147483647) { edges { node { ${f} } } } }`,
    'nodes(ids: [])',
    'Node',
  );
  expect(await app.send(endless)).toMatchObject({ errors: [{ extensions: { code: 'TOO_COSTLY' } }] });
});

describe('x-cost: dry-run', () => {
  const dryRun = async (query: string, { variables = {}, headers = {} } = {}) => {
    const { statements, result } = await app.dataSource.logger.during(() =>
      sendRaw(app, { body: JSON.stringify({ query, variables }), headers: { 'x-cost': 'dry-run', ...headers } }),
    );
    return { ...result, statements };
  };
  const costOf = (answer: { text: string }) => (JSON.parse(answer.text) as any).extensions.cost;

  test('answers what an operation has and may have, and runs nothing', async () => {
    const answer = await dryRun(
      'query ($n: Int) { careers(first: $n) { edges { node { name: title skills(first: 3) { totalCount edges { cursor } } } } } }',
      { variables: { n: 5 } },
    );
    expect(answer).toMatchObject({ status: 200, data: null, statements: [], headers: { 'x-cost': '156' } });
    expect(answer.errors).toBeUndefined();
    // careers (20) and edges once; node, title, skills (20), totalCount and its edges 5 times; 5 times 3 cursors.
    expect(costOf(answer)).toEqual({
      cost: 156,
      nodes: 5 + 5 * 3,
      depth: 6,
      aliases: 1,
      listLength: 0,
      limits: { cost: 100_000, nodes: 20_000, depth: 30, aliases: 250, listLength: 10 },
      withinLimits: true,
    });
  });

  test('answers for operations over the limits too', async () => {
    const answer = await dryRun(aliasBomb);
    expect(answer).toMatchObject({ status: 200, data: null, statements: [] });
    expect(costOf(answer)).toMatchObject({ depth: 20, aliases: 3 * 2 ** 18 - 2, withinLimits: false });
  });

  test('runs no mutation, says nothing of what may not be seen, and asks for the same headers as ever', async () => {
    const { register } = await app.ask(
      'mutation ($input: RegisterInput!) { register(input: $input) { accessToken } }',
      {
        input: { email: 'kim@example.org', password: 'a-long-enough-password', displayName: 'Kim' },
      },
    );
    const mutation = 'mutation { signOut(input: { refreshToken: "x" }) { endedSessions } }';
    const headers = { authorization: `Bearer ${register.accessToken}`, 'idempotency-key': 'dry-1' };
    for (const given of [headers, {}]) {
      const answer = await dryRun(mutation, { headers: given });
      expect(answer).toMatchObject({ status: 200, data: null });
      expect(costOf(answer)).toMatchObject({ cost: 1_002, withinLimits: true });
    }
    await expect(app.ask('{ viewer { displayName } }', {}, headers)).resolves.toMatchObject({ viewer: {} });
    // A token that is not valid is refused here as anywhere.
    expect(await dryRun('{ __typename }', { headers: { authorization: 'Bearer none' } })).toMatchObject({
      status: 401,
    });
    // What another site could send is refused as well.
    expect(
      await sendRaw(app, {
        method: 'GET',
        path: '/graphql?query=%7Bviewer%7Bid%7D%7D',
        headers: { 'x-cost': 'dry-run', 'content-type': [] },
      }),
    ).toMatchObject({ status: 400, errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
    const secret =
      'mutation { signIn(input: { email: "kim@example.org", password: "a-long-enough-password" }) { accessToken } }';
    expect(Object.keys(JSON.parse((await dryRun(secret)).text) as object)).toEqual(['data', 'extensions']);
  });

  test('a faulty operation is told its fault, and another value of the header is refused', async () => {
    expect(await dryRun('{ nonsense }')).toMatchObject({
      status: 400,
      errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }],
    });
    expect(await dryRun('query ($n: Int!) { careers(first: $n) { totalCount } }')).toMatchObject({
      errors: [{ extensions: { code: 'BAD_USER_INPUT' } }],
    });
    expect(await dryRun('{ __typename }', { headers: { 'x-cost': 'yes' } })).toMatchObject({
      status: 400,
      errors: [{ extensions: { code: 'BAD_USER_INPUT', problems: [{ pointer: '/x-cost', rule: 'format' }] } }],
    });
  });
});

test('every answer of an operation says what it cost, a refusal too', async () => {
  const cost = async (query: string) => (await sendRaw(app, { body: JSON.stringify({ query }) })).headers['x-cost'];
  expect(await cost('{ levels { slug name } }')).toBe('21');
  expect(await cost('{ __typename }')).toBe('1');
  expect(await cost(nested(31))).toBe('221');
  expect(await cost('{ nonsense }')).toBeUndefined();
});

test('the guide counts its example right, and names each limit with its default', async () => {
  const guide = readFileSync('docs/limits.md', 'utf8');
  const example = /```graphql\n([^`]+)```/.exec(guide)![1]!;
  const { text } = await sendRaw(app, {
    body: JSON.stringify({ query: example }),
    headers: { 'x-cost': 'dry-run' },
  });
  const shown = JSON.parse(/```json\n([^`]+"withinLimits"[^`]+)```/.exec(guide)![1]!) as { extensions: { cost: any } };
  const answered = JSON.parse(text) as typeof shown;
  answered.extensions.cost.limits.listLength = 1_000;
  expect(answered).toEqual(shown);
  expect(guide).toContain(
    `Its cost is ${shown.extensions.cost.cost} and its nodes are ${shown.extensions.cost.nodes}.`,
  );
  const defaults = loadConfig({}).limits;
  for (const [setting, value] of [
    ['MAX_COST', defaults.maxCost],
    ['MAX_NODES', defaults.maxNodes],
    ['MAX_DEPTH', defaults.maxDepth],
    ['MAX_ALIASES', defaults.maxAliases],
    ['MAX_LIST_LENGTH', defaults.maxListLength],
    ['MAX_BODY_BYTES', defaults.maxBodyBytes],
  ] as const)
    expect(guide).toMatch(new RegExp(`\\| +${value.toLocaleString('en')} \\| \`${setting}\``));
  for (const [setting, value] of [
    ['RATE_LIMIT_ANONYMOUS', defaults.budget.anonymous],
    ['RATE_LIMIT_KNOWN', defaults.budget.known],
  ] as const) {
    expect(guide).toContain(value.toLocaleString('en'));
    expect(guide).toContain(setting);
  }
});
