import fc from 'fast-check';
import { type ConnectionUnderTest, readPage, walk } from '../setup/connections';
import { startTestApp, type TestApp } from '../setup/test-app';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp('content');
});
afterAll(() => app.stop());

const key = 'id slug';

/** One connection of each way in which lists are made: root lists in each order, lists that a document owns, back edges, history. */
const connections: ConnectionUnderTest[] = [
  ...['TITLE', 'SLUG'].flatMap((field) => [
    {
      name: `careers by ${field}`,
      path: ['careers'],
      args: `orderBy: { field: ${field} }`,
      key,
      order: `careers by ${field}`,
    },
    {
      name: `careers by ${field}, descending`,
      path: ['careers'],
      args: `orderBy: { field: ${field}, direction: DESC }`,
      key,
    },
  ]),
  { name: 'careers as they come', path: ['careers'], key, order: 'careers by TITLE' },
  { name: 'skills that fit a filter', path: ['skills'], args: 'filter: { kind: { eq: TOOL } }', key },
  { name: 'skills that fit no filter', path: ['skills'], args: 'filter: { or: [] }', key },
  { name: 'questions, which have one order', path: ['questions'], key },
  { name: 'industries, descending', path: ['industries'], args: 'orderBy: { field: NAME, direction: DESC }', key },
  { name: 'the skills of a career', path: ['career(slug: "backend-engineer")', 'skills'], key },
  {
    name: 'the promotions of a career',
    path: ['career(slug: "backend-engineer")', 'transitions'],
    args: 'kind: PROMOTION',
    key,
  },
  {
    name: 'the projects of a career',
    path: ['career(slug: "backend-engineer")', 'projects'],
    key,
    order: 'owned projects',
  },
  { name: 'the questions of an assessment', path: ['assessment(slug: "career-fit-test")', 'questions'], key },
  {
    name: 'the projects of a career that has none',
    path: ['career(slug: "tech-lead")', 'projects'],
    key,
    order: 'owned projects',
  },
  { name: 'the careers of a skill', path: ['skill(slug: "system-design")', 'careers'], key },
  { name: 'the narrower skills of a skill', path: ['skill(slug: "observability-and-operations")', 'narrower'], key },
  { name: 'the careers of an assessment', path: ['assessment(slug: "career-fit-test")', 'careers'], key },
  { name: 'publications', path: ['publications'], key: 'number' },
  {
    name: 'the changes of a publication',
    path: ['publications(first: 1)', 'changes'],
    key: 'kind document { id slug }',
  },
];

test.each([
  ['first: -1', '/first', 'range'],
  ['last: -1', '/last', 'range'],
  ['first: 101', '/first', 'range'],
  ['last: 101', '/last', 'range'],
  ['first: 1, last: 1', '/last', 'exclusive'],
  ['after: "nonsense"', '/after', 'cursor'],
  ['before: "nonsense"', '/before', 'cursor'],
  ['after: ""', '/after', 'cursor'],
  ['last: 2, before: "AAAA"', '/before', 'cursor'],
])('no connection takes %s, and each names the argument', async (args, pointer, rule) => {
  for (const connection of connections) {
    const { args: own, name } = connection;
    const answer = await app.send(readPage({ ...connection, args: [own, args].filter(Boolean).join(', ') }).query);
    expect({ name, errors: answer.errors }).toMatchObject({
      name,
      errors: [{ extensions: { code: 'BAD_USER_INPUT', problems: [{ pointer, rule }] } }],
    });
  }
});

test('the cursor of another list, or of another order, is refused', async () => {
  const cursors = new Map<string, string>();
  for (const each of connections) {
    const { edges } = await readPage(each, { first: 1 }).from(app);
    if (edges[0]) cursors.set(each.name, edges[0].cursor);
  }
  // A cursor marks a place in an order; it says nothing of filters.
  const orderOf = ({ path, args = '', order }: ConnectionUnderTest) =>
    order ?? `${path.join('.')} ${args.replace(/filter.*/, '')}`;
  for (const [index, each] of connections.entries()) {
    // Some others for each, and each for some others: a cursor that one list refuses, all do.
    for (const step of [1, 2, 3, 5, 8, 13]) {
      const other = connections[(index + step) % connections.length]!;
      const cursor = cursors.get(other.name);
      if (!cursor || orderOf(each) === orderOf(other)) continue;
      const args = [each.args, `after: ${JSON.stringify(cursor)}`].filter(Boolean).join(', ');
      const { errors } = await app.send(readPage({ ...each, args }).query);
      const refusal = { code: 'BAD_USER_INPUT', problems: [{ pointer: '/after', rule: 'cursor' }] };
      expect({ list: each.name, cursorOf: other.name, errors }).toMatchObject({
        list: each.name,
        cursorOf: other.name,
        errors: [{ extensions: refusal }],
      });
    }
  }
});

test.each(connections)(
  '$name: walked with pages of any sizes, either way, the list is whole, once, and in order',
  async (connection) => {
    const whole = await walk(app, connection, [100], false);
    const { totalCount } = await readPage(connection, { first: 0 }, 'totalCount').from(app);
    expect(whole).toHaveLength(totalCount!);
    expect(new Set(whole).size).toBe(totalCount);
    const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(sizes, fc.boolean(), async (each, backward) => {
        expect(await walk(app, connection, each, backward)).toEqual(whole);
      }),
      { numRuns: 4 },
    );
  },
);

test.each(connections)(
  '$name: a page between two cursors holds what is between them, and knows what lies around',
  async (connection) => {
    const { edges } = await readPage(connection, { first: 100 }).from(app);
    const cursors = edges.map((edge) => edge.cursor);
    const ids = edges.map((edge) => edge.node);
    const place = fc.nat(Math.max(0, cursors.length - 1));
    if (cursors.length === 0) return;
    await fc.assert(
      fc.asyncProperty(place, place, fc.nat(5), fc.boolean(), async (from, to, size, backward) => {
        const window = ids.slice(from + 1, Math.max(from + 1, to));
        const wanted = backward ? window.slice(Math.max(0, window.length - size)) : window.slice(0, size);
        const page = await readPage(connection, {
          [backward ? 'last' : 'first']: size,
          after: cursors[from],
          before: cursors[to],
        }).from(app);
        expect(page.edges.map((edge) => edge.node)).toEqual(wanted);
        expect(page.pageInfo).toEqual({
          hasNextPage: backward || window.length > size,
          hasPreviousPage: !backward || window.length > size,
          startCursor: page.edges[0]?.cursor ?? null,
          endCursor: page.edges.at(-1)?.cursor ?? null,
        });
      }),
      { numRuns: 6 },
    );
  },
);

test.each(connections)('$name: an empty page has no cursors and says whether there is more', async (connection) => {
  const { totalCount } = await readPage(connection, { first: 0 }, 'totalCount').from(app);
  const empty = { edges: [], pageInfo: { startCursor: null, endCursor: null } };
  expect(await readPage(connection, { first: 0 }).from(app)).toMatchObject({
    ...empty,
    pageInfo: { hasNextPage: totalCount! > 0, hasPreviousPage: false },
  });
  expect(await readPage(connection, { last: 0 }).from(app)).toMatchObject({
    ...empty,
    pageInfo: { hasNextPage: false, hasPreviousPage: totalCount! > 0 },
  });
});

test('without first and last a page has 20 entries', async () => {
  expect((await readPage({ name: 'skills', path: ['skills'], key }, {}).from(app)).edges).toHaveLength(20);
});

test('a list is counted only when totalCount is selected', async () => {
  const counts = async (query: string) =>
    (await app.count(query)).filter(({ text }) => /count\(\*\)/.test(text)).length;
  for (const [before, after] of [
    ['{ careers(first: 2) {', '} }'],
    ['{ skill(slug: "sql") { careers(first: 2) {', '} } }'],
    ['{ publications(first: 2) {', '} }'],
    ['{ publications(first: 1) { edges { node { changes(first: 2) {', '} } } } }'],
  ] as const) {
    const pages = 'edges { cursor node { __typename } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }';
    expect([
      before,
      await counts(`${before} ${pages} ${after}`),
      await counts(`${before} ${pages} totalCount ${after}`),
    ]).toEqual([before, 0, 1]);
    expect(await counts(`${before} totalCount ${after}`)).toBe(1);
  }
  expect(await counts('{ career(slug: "backend-engineer") { skills { totalCount } } }')).toBe(0);
});
