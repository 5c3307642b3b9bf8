import { INTERNALS, type RawRequest, sendRaw } from '../setup/graphql-request';
import { startTestApp, type TestApp } from '../setup/test-app';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp('content');
});
afterAll(() => app.stop());

const body = (value: unknown): RawRequest => ({ body: JSON.stringify(value) });
const query = (text: string, variables?: object): RawRequest => body({ query: text, variables });
const repeat = (text: string, times: number): string => text.repeat(times);

const filterVariable = 'query ($filter: SkillFilter) { skills(filter: $filter) { totalCount } }';
const nestedFilter = (depth: number): string =>
  `{"query": ${JSON.stringify(filterVariable)}, "variables": {"filter": ${repeat('{"not": ', depth)}{}${repeat('}', depth)}}}`;

const refusals: [what: string, request: RawRequest, status: number, code: string, message: RegExp][] = [
  ['an unknown field', query('{ careers { edges { node { salary } } } }'), 400, 'GRAPHQL_VALIDATION_FAILED', /salary/],
  ['an unknown argument', query('{ careers(limit: 3) { totalCount } }'), 400, 'GRAPHQL_VALIDATION_FAILED', /limit/],
  ['a syntax error', query('{ careers {'), 400, 'GRAPHQL_PARSE_FAILED', /Syntax Error/],
  ['no operation', query('fragment F on Career { id }'), 400, 'GRAPHQL_VALIDATION_FAILED', /F/],
  ['an empty document', query(''), 400, 'BAD_USER_INPUT', /query/i],
  ['a comment alone', query('# nothing'), 400, 'GRAPHQL_PARSE_FAILED', /Syntax Error/],
  [
    'a literal of a wrong type',
    query('{ careers(first: "five") { totalCount } }'),
    400,
    'GRAPHQL_VALIDATION_FAILED',
    /Int/,
  ],
  [
    'a variable of a wrong type',
    query('query ($first: Int) { careers(first: $first) { totalCount } }', { first: 'five' }),
    400,
    'BAD_USER_INPUT',
    /\$first/,
  ],
  [
    'a number beyond 32 bits',
    query('query ($first: Int) { careers(first: $first) { totalCount } }', { first: 2 ** 31 }),
    400,
    'BAD_USER_INPUT',
    /\$first/,
  ],
  [
    'an enum value that there is none of',
    query('query ($k: TransitionKind) { career(slug: "x") { transitions(kind: $k) { totalCount } } }', { k: 'JUMP' }),
    400,
    'BAD_USER_INPUT',
    /JUMP/,
  ],
  [
    'a field of an input that there is none of',
    query(filterVariable, { filter: { key: { eq: 'x' } } }),
    400,
    'BAD_USER_INPUT',
    /key/,
  ],
  [
    'a missing variable',
    query('query ($slug: String!) { career(slug: $slug) { id } }'),
    400,
    'BAD_USER_INPUT',
    /\$slug/,
  ],
  [
    'too many errors in variables',
    query(
      `query (${Array.from({ length: 60 }, (_, n) => `$v${n}: Int!`).join(' ')}) { ${Array.from({ length: 60 }, (_, n) => `a${n}: careers(first: $v${n}) { totalCount }`).join(' ')} }`,
    ),
    400,
    'BAD_USER_INPUT',
    /\$v0/,
  ],
  [
    'an unknown name of an operation',
    body({ query: 'query A { levels { id } }', operationName: 'B' }),
    400,
    'BAD_USER_INPUT',
    /B/,
  ],
  [
    'two operations and no name',
    query('query A { levels { id } } query B { levels { id } }'),
    400,
    'BAD_USER_INPUT',
    /operation/i,
  ],
  ['an unknown mutation', query('mutation { unheardOf }'), 400, 'GRAPHQL_VALIDATION_FAILED', /mutation/i],
  ['a subscription', query('subscription { published }'), 400, 'GRAPHQL_VALIDATION_FAILED', /subscription/i],
  ['no body', {}, 400, 'BAD_USER_INPUT', /body/i],
  ['an empty object', body({}), 400, 'BAD_USER_INPUT', /body/i],
  ['a list of operations', body([{ query: '{ levels { id } }' }]), 400, 'BAD_USER_INPUT', /./],
  ['a text for a body', body('{ levels { id } }'), 400, 'BAD_USER_INPUT', /./],
  ['null for a body', body(null), 400, 'BAD_USER_INPUT', /./],
  ['a query that is no text', body({ query: { levels: true } }), 400, 'BAD_USER_INPUT', /strings/i],
  [
    'variables that are a text',
    body({ query: '{ levels { id } }', variables: '{}' }),
    400,
    'BAD_USER_INPUT',
    /variables/i,
  ],
  ['invalid JSON', { body: '{"query": "{ levels { id } }"' }, 400, 'BAD_USER_INPUT', /JSON/i],
  [
    'JSON that reaches for prototypes',
    { body: '{"query": "{ levels { id } }", "__proto__": {"x": 1}}' },
    400,
    'BAD_USER_INPUT',
    /./,
  ],
  [
    'a wrong content type',
    { ...query('{ levels { id } }'), headers: { 'content-type': 'application/xml' } },
    415,
    'BAD_USER_INPUT',
    /media type/i,
  ],
  [
    'a form',
    { body: 'query=%7Blevels%7Bid%7D%7D', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
    415,
    'BAD_USER_INPUT',
    /media type/i,
  ],
  [
    'plain text',
    { ...query('{ levels { id } }'), headers: { 'content-type': 'text/plain' } },
    415,
    'BAD_USER_INPUT',
    /media type/i,
  ],
  [
    'an exotic charset',
    { ...query('{ levels { id } }'), headers: { 'content-type': 'application/json; charset=utf-16' } },
    415,
    'BAD_USER_INPUT',
    /charset/i,
  ],
  [
    'a GET with a content type of a form',
    { method: 'GET', path: '/graphql?query=%7Blevels%7Bid%7D%7D', headers: { 'content-type': 'text/plain' } },
    415,
    'BAD_USER_INPUT',
    /media type/i,
  ],
  [
    'a GET that any page of another site could send, of what is not public',
    { method: 'GET', path: '/graphql?query=%7Bviewer%7Bid%7D%7D', headers: { 'content-type': [] } },
    400,
    'BAD_USER_INPUT',
    /blocked/i,
  ],
  ['a body over 1 MB', query(`{ levels { id } } #${repeat('x', 1_000_000)}`), 413, 'BAD_USER_INPUT', /large/i],
  ['too many tokens', query(`{ levels { ${repeat('id ', 10_000)} } }`), 400, 'GRAPHQL_PARSE_FAILED', /token/i],
  ['20,000 braces', query(repeat('{', 20_000)), 400, 'BAD_USER_INPUT', /too deep/],
  ['20,000 nested fields', query(repeat('{a', 20_000) + repeat('}', 20_000)), 400, 'BAD_USER_INPUT', /too deep/],
  ['3,000 nested fields', query(repeat('{a', 3_000) + repeat('}', 3_000)), 400, 'BAD_USER_INPUT', /too deep/],
  [
    'nested lists',
    query(`{ nodes(ids: ${repeat('[', 101)}${repeat(']', 101)}) { id } }`),
    400,
    'BAD_USER_INPUT',
    /too deep/,
  ],
  [
    'nested inline fragments',
    query(`{ ${repeat('... { ', 101)} x ${repeat('}', 101)} }`),
    400,
    'BAD_USER_INPUT',
    /too deep/,
  ],
  [
    'a filter nested 2,000 deep',
    query(`{ skills(filter: ${repeat('{ not: ', 2_000)}{}${repeat('}', 2_000)}) { totalCount } }`),
    400,
    'BAD_USER_INPUT',
    /too deep/,
  ],
  [
    '1,000 fragments, each in the one before',
    query(
      `{ levels { ...F0 } } ${Array.from({ length: 1_000 }, (_, n) => `fragment F${n} on Level { ...F${n + 1} }`).join(' ')} fragment F1000 on Level { nonsense }`,
    ),
    400,
    'GRAPHQL_VALIDATION_FAILED',
    /nonsense/,
  ],
  ['variables nested 2,000 deep', { body: nestedFilter(2_000) }, 400, 'BAD_USER_INPUT', /too deep/],
  ['variables nested 80,000 deep', { body: nestedFilter(80_000) }, 400, 'BAD_USER_INPUT', /too deep/],
  [
    'a fragment that spreads itself',
    query('{ levels { ...F } } fragment F on Level { ...F }'),
    400,
    'GRAPHQL_VALIDATION_FAILED',
    /itself/,
  ],
];

test.each(refusals)(
  '%s is refused with a status, a code, a request id, and no word of the inside',
  async (_what, sent, status, code, message) => {
    const answer = await sendRaw(app, { ...sent, headers: { 'x-request-id': 'refused-1', ...sent.headers } });
    const [error] = answer.errors ?? [];
    expect({ status: answer.status, text: answer.text }).toEqual({ status, text: expect.stringMatching(message) });
    expect(error?.extensions).toMatchObject({
      code: expect.stringMatching(new RegExp(`^(${code})$`)),
      requestId: 'refused-1',
    });
    expect(answer.headers['x-request-id']).toBe('refused-1');
    for (const each of answer.errors ?? [])
      expect(each.extensions).toMatchObject({ code: expect.not.stringContaining('INTERNAL'), requestId: 'refused-1' });
    expect(answer.text).not.toMatch(INTERNALS);
  },
);

test.each([
  [
    'a document',
    query(`{ skills(filter: ${repeat('{ not: ', 4)}{}${repeat('}', 4)}) { totalCount } } # ${repeat('{', 200)}`),
  ],
  ['a text in a document', query(`{ skills(filter: { name: { contains: "${repeat('[', 200)}" } }) { totalCount } }`)],
  ['variables', { body: nestedFilter(4) }],
])('brackets that are not nested too deep in %s are let through', async (_what, sent) => {
  expect(await sendRaw(app, sent)).toMatchObject({ status: 200, data: { skills: {} } });
});

test.each(['application/json', 'application/json; charset=utf-8', 'Application/JSON;charset="UTF-8"'])(
  'JSON in UTF-8 is let through: %s',
  async (type) => {
    expect(await sendRaw(app, { ...query('{ levels { slug } }'), headers: { 'content-type': type } })).toMatchObject({
      status: 200,
    });
  },
);

test('after all of these refusals the server answers as before', async () => {
  await expect(app.ask('{ levels { slug } }')).resolves.toMatchObject({
    levels: [{ slug: 'junior' }, { slug: 'mid' }, { slug: 'senior' }],
  });
});

test('nothing is where nothing should be', async () => {
  const answer = await sendRaw(app, { method: 'GET', path: '/no/such/place', headers: { 'x-request-id': 'lost-1' } });
  expect(answer).toMatchObject({ status: 404, errors: [{ extensions: { code: 'NOT_FOUND', requestId: 'lost-1' } }] });
});

test('a wrong argument of one field leaves the others in the answer and names itself', async () => {
  const answer = await app.send('{ levels { slug } careers(first: -1) { totalCount } }');
  expect(answer.status).toBe(200);
  expect(answer.errors).toMatchObject([
    { path: ['careers'], extensions: { code: 'BAD_USER_INPUT', problems: [{ pointer: '/first', rule: 'range' }] } },
  ]);
});

test('a query may come by GET too, and a mistake in it is told the same way', async () => {
  const get = (search: Record<string, string>) =>
    sendRaw(app, {
      method: 'GET',
      path: `/graphql?${new URLSearchParams(search).toString()}`,
    });
  expect((await get({ query: '{ levels { slug } }' })).data).toMatchObject({ levels: [{}, {}, {}] });
  expect(await get({ query: '{ nonsense }' })).toMatchObject({
    status: 400,
    errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }],
  });
  expect(await get({ query: '{ levels { slug } }', variables: '{' })).toMatchObject({
    status: 400,
    errors: [{ extensions: { code: 'BAD_USER_INPUT' } }],
  });
  expect(await get({})).toMatchObject({ status: 400, errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
});
