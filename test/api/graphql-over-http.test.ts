import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { auditServer } from 'graphql-http';
import { checkoutFolder } from '../../src/checkout-folder';
import { errorCodes } from '../../src/kernel/errors/errors';
import { chooseMediaType } from '../../src/kernel/http/media-type';
import { curlCommands, runCurl } from '../setup/curl';
import { type HttpAnswer, type RawRequest, sendRaw } from '../setup/graphql-request';
import { startTestApp, type TestApp } from '../setup/test-app';

let app: TestApp;
beforeAll(async () => (app = await startTestApp('content')));
afterAll(() => app.stop());

const docs = readFileSync(join(checkoutFolder, 'docs', 'http.md'), 'utf8');
const JSON_TYPE = 'application/json; charset=utf-8';
const GRAPHQL_TYPE = 'application/graphql-response+json; charset=utf-8';
const post = (body: object, headers = {}): RawRequest => ({ body: JSON.stringify(body), headers });
const get = (search: Record<string, string>, headers = {}): RawRequest => ({
  method: 'GET',
  path: `/graphql?${new URLSearchParams(search).toString()}`,
  headers: { 'content-type': [], ...headers },
});
const levels = { query: '{ levels { slug } }' };

test('no audit of graphql-http finds anything', async () => {
  const results = await auditServer({ url: `${app.address}/graphql` });
  const findings = results.flatMap((result) =>
    result.status === 'ok' ? [] : [`${result.status} ${result.id}: ${result.name}: ${result.reason}`],
  );
  // What an implementation MAY do is a notice when it does not: it is told, and is no fault.
  const notices = findings.filter((finding) => finding.startsWith('notice'));
  if (notices.length > 0) console.warn(notices.join('\n'));
  expect(results.length).toBeGreaterThan(55);
  expect(findings.filter((finding) => !notices.includes(finding))).toEqual([]);
});

describe('the media type that Accept wants most', () => {
  test.each([
    [undefined, 'application/json'],
    ['', 'application/json'],
    ['*/*', 'application/json'],
    ['application/*', 'application/json'],
    ['application/json', 'application/json'],
    ['application/graphql-response+json', 'application/graphql-response+json'],
    ['Application/GraphQL-Response+JSON; Charset="UTF-8"', 'application/graphql-response+json'],
    ['application/graphql-response+json, application/json', 'application/graphql-response+json'],
    ['application/json, application/graphql-response+json', 'application/json'],
    ['application/json;q=0.5, application/graphql-response+json;q=0.4', 'application/json'],
    ['application/json;q=0.4, application/graphql-response+json;q=0.5', 'application/graphql-response+json'],
    ['*/*, application/graphql-response+json', 'application/graphql-response+json'],
    ['application/json;q=0, */*', 'application/graphql-response+json'],
    ['*/*;q=0.1, application/graphql-response+json;q=0', 'application/json'],
    ['text/html,application/xhtml+xml,*/*;q=0.8', 'application/json'],
    [
      'multipart/mixed;deferSpec=20220824,application/graphql-response+json,application/json;q=0.9',
      'application/graphql-response+json',
    ],
    ['image/png', undefined],
    ['text/html', undefined],
    ['application/json;q=0', undefined],
    ['*/*;q=0', undefined],
    ['application/json; charset=utf-16', undefined],
    ['application/json;q=high', undefined],
    [', ;', undefined],
  ])('of %j is %s', (accept, type) => {
    expect(chooseMediaType(accept)).toBe(type);
  });

  test('is that of the answer, data and errors alike, and where there is none nothing runs', async () => {
    const inputs = { email: 'nobody@example.org', password: 'a password for tests', displayName: 'Nobody' };
    const register = {
      query: 'mutation ($input: RegisterInput!) { register(input: $input) { viewer { id } } }',
      variables: { input: inputs },
    };
    const refused = await sendRaw(app, post(register, { accept: 'image/png' }));
    expect(refused).toMatchObject({ status: 406, headers: { 'content-type': JSON_TYPE } });
    expect(refused.errors).toMatchObject([
      { message: expect.stringMatching(/application\/json or application\/graphql-response/) },
    ]);
    expect(await app.dataSource.query('SELECT FROM user_account WHERE email = $1', [inputs.email])).toEqual([]);
    for (const [accept, type] of [
      ['application/json', JSON_TYPE],
      ['application/graphql-response+json', GRAPHQL_TYPE],
    ] as const) {
      for (const sent of [
        post(levels, { accept }),
        get(levels, { accept }),
        post({ query: '{' }, { accept }),
        post(levels, { accept, authorization: 'Bearer wrong' }),
        { body: '{', headers: { accept } },
        { method: 'PUT', headers: { accept } },
      ])
        expect((await sendRaw(app, sent)).headers['content-type']).toBe(type);
    }
  });
});

describe('the table of statuses in docs/http.md', () => {
  const hash = 'a'.repeat(64);
  const requests: Record<string, RawRequest[]> = {
    'data, perhaps with errors of some fields': [
      post(levels),
      post({ query: '{ levels { slug } careers(first: -1) { totalCount } }' }),
    ],
    'the document is not GraphQL': [post({ query: '{' }), get({ query: '{' })],
    'the operation does not fit the schema': [post({ query: '{ nonsense }' }), get({ query: '{ nonsense }' })],
    'several operations, and none has the `operationName`': [undefined, 'C'].flatMap((operationName) => {
      const several = {
        query: 'query A { levels { slug } } query B { levels { name } }',
        ...(operationName && { operationName }),
      };
      return [post(several), get(several), get(several, { 'apollo-require-preflight': 'true' })];
    }),
    'a variable has a wrong value': [
      post({ query: 'query ($first: Int!) { careers(first: $first) { totalCount } }' }),
      get({ query: 'query ($first: Int!) { careers(first: $first) { totalCount } }', variables: '{"first": "x"}' }),
    ],
    'the operation costs too much': [
      post({
        query: `{ careers(first: 100) { edges { node { skills(first: 100) { edges { node { careers(first: 100) { edges {
          node { title } } } } } } } } } }`,
      }),
    ],
    'a persisted query is not known': [
      post({ extensions: { persistedQuery: { version: 1, sha256Hash: hash } } }),
      get({ extensions: JSON.stringify({ persistedQuery: { version: 1, sha256Hash: hash } }) }),
    ],
    'the body is no JSON, or has no query': [{ body: '{' }, { body: '' }, post({}), post({ variables: {} }), post([])],
    'a header has a wrong value': [
      post(levels, { 'x-perspective': 'nonsense' }),
      post({ query: 'mutation { __typename }' }, { 'idempotency-key': 'two words' }),
    ],
    'a plain GET of what is not public': [get({ query: '{ viewer { id } }' })],
    'the token is wrong, or one is needed for this perspective': [
      post(levels, { authorization: 'Bearer wrong' }),
      post(levels, { 'x-perspective': 'draft' }),
    ],
    'a mutation by GET, or another method': [
      get({ query: 'mutation { __typename }' }),
      ...['PUT', 'PATCH', 'DELETE'].map((method) => ({ method })),
    ],
    'the body is over 1 MB': [post({ query: `{ levels { slug } } #${'x'.repeat(1_000_000)}` })],
    'the body is no JSON by its content type, or not in UTF-8': [
      'text/plain',
      'multipart/form-data; boundary=x',
      'application/x-www-form-urlencoded',
      'application/graphql',
      'application/json; charset=latin1',
    ]
      .map((type) => post(levels, { 'content-type': type }))
      .concat(post(levels, { 'content-type': [] }), post(levels, { 'content-encoding': 'gzip' })),
    'address and headers are over 16 KB': [get({ query: `{ levels { slug } } #${'x'.repeat(20_000)}` })],
  };
  const rows = [...docs.matchAll(/^\| (.+?) +\| (\d{3}) +\| (\d{3}) +\| (.+?) +\|$/gm)].map((row) => ({
    what: row[1]!,
    json: Number(row[2]),
    graphql: Number(row[3]),
    code: row[4]!,
  }));

  test('has a request here for each row', () => {
    expect(rows.map((row) => row.what)).toEqual(Object.keys(requests));
  });

  test.each(rows)('is right: $what', async ({ what, json, graphql, code }) => {
    for (const request of requests[what]!) {
      for (const [accept, status] of [
        ['application/json', json],
        ['application/graphql-response+json', graphql],
      ] as const) {
        const answer = await sendRaw(app, { ...request, headers: { ...request.headers, accept } });
        expect({ request, accept, status: answer.status }).toEqual({ request, accept, status });
        for (const { message, extensions } of answer.errors ?? []) {
          expect(message).not.toBe('');
          expect(extensions).toMatchObject({ requestId: answer.headers['x-request-id'] });
          if (code in errorCodes) expect(extensions.code).toBe(code);
        }
        if (code in errorCodes) {
          expect(answer.errors).toBeDefined();
          expect(Object.hasOwn(answer, 'data')).toBe(false);
        } else expect(answer.data).toBeDefined();
        expect(answer.headers['x-content-type-options']).toBe('nosniff');
        if (status === 405) expect(answer.headers.allow).toMatch(/POST/);
      }
    }
  });
});

test('a persisted query is told by hash and query once, by GET or POST, and then by the hash alone', async () => {
  const commands = curlCommands(docs);
  expect(commands).toHaveLength(7);
  const answers: HttpAnswer[] = [];
  for (const command of commands)
    answers.push(await runCurl(app, command.replace('W/"…"', String(answers.at(-1)?.headers.etag))));
  const data = {
    levels: [
      { slug: 'junior', name: 'Junior' },
      { slug: 'mid', name: 'Mid-level' },
      { slug: 'senior', name: 'Senior' },
    ],
  };
  expect(answers).toMatchObject([
    { status: 200, data },
    { status: 200, data },
    { status: 200, text: '', headers: { etag: expect.any(String) } },
    { status: 304, text: '' },
    { errors: [{ message: 'PersistedQueryNotFound', extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } }] },
    { status: 200, data },
    { status: 200, data: { viewer: null } },
  ]);
  expect(answers[4]!.errors![0]!.extensions.problems).toMatchObject([
    { message: expect.stringMatching(/send the same/i) },
  ]);
  const byHash = await runCurl(app, commands[4]!);
  expect(byHash).toMatchObject({
    status: 200,
    data,
    headers: { 'cache-control': 'public, max-age=0, must-revalidate' },
  });
});

test.each([
  [{ version: 1, sha256Hash: 'b'.repeat(64) }, /SHA-256 of its exact text/],
  [{ version: 2, sha256Hash: 'b'.repeat(64) }, /version 1/],
  ['text', /version 1/],
])('a persisted query that is %j is refused, and nothing runs', async (persistedQuery, message) => {
  const sent = { query: '{ levels { slug } }', extensions: { persistedQuery } };
  const { statements, result } = await app.dataSource.logger.during(() => sendRaw(app, post(sent)));
  expect(result).toMatchObject({ status: 400, errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
  expect(result.errors![0]!.message).toMatch(message);
  expect(statements).toEqual([]);
});

test('HEAD is answered as GET is, without the body', async () => {
  const given = await sendRaw(app, get(levels));
  const head = await sendRaw(app, {
    ...get(levels),
    method: 'HEAD',
    headers: { 'content-type': [], accept: 'image/*' },
  });
  expect(head).toMatchObject({ status: 406, text: '' });
  const same = await fetch(`${app.address}${get(levels).path}`, {
    method: 'HEAD',
    headers: { accept: 'application/graphql-response+json' },
  });
  expect(same.status).toBe(200);
  for (const name of ['etag', 'content-type', 'content-length', 'cache-control', 'vary'])
    expect(same.headers.get(name)).toBe(given.headers[name]);
});

test('OPTIONS says what goes, and a browser that opens /graphql gets the playground', async () => {
  expect(await sendRaw(app, { method: 'OPTIONS' })).toMatchObject({
    status: 204,
    text: '',
    headers: { allow: 'GET, HEAD, POST, OPTIONS' },
  });
  const browser = { 'content-type': [], accept: 'text/html' };
  expect(await sendRaw(app, { method: 'GET', headers: browser })).toMatchObject({
    status: 302,
    headers: { location: '/' },
  });
  expect(await sendRaw(app, get(levels, { accept: 'text/html,*/*;q=0.8' }))).toMatchObject({ status: 200 });
});

test('what is no HTTP, or an address that can not be read, is answered in the same form', async () => {
  const raw = (text: string) =>
    new Promise<string>((resolve, reject) => {
      const { hostname, port } = new URL(app.address);
      const socket = connect(Number(port), hostname, () => socket.write(text));
      let answer = '';
      socket.on('data', (part) => (answer += part.toString()));
      socket.on('end', () => resolve(answer)).on('error', reject);
    });
  for (const [text, status] of [
    ['NONSENSE\r\n\r\n', 400],
    ['GET /%zz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n', 400],
    [`GET ${get({ query: '{ nonsense }' }).path} HTTP/1.0\r\nhost: a:b:c\r\n\r\n`, 200],
    [`GET ${get({ query: '{ nonsense }' }).path} HTTP/1.0\r\n\r\n`, 200],
  ] as const) {
    const answer = await raw(text);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    const { errors } = JSON.parse(answer.split('\r\n\r\n')[1]!) as { errors: { extensions: object }[] };
    expect(errors[0]!.extensions).toMatchObject({ code: expect.any(String), requestId: expect.any(String) });
    expect(errors[0]!.extensions).not.toMatchObject({ code: 'INTERNAL' });
  }
});
