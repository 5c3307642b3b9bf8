import { createHash } from 'node:crypto';
import { ALLOWED_HEADERS, EXPOSED_HEADERS } from '../../src/kernel/http/cors';
import { type HttpAnswer, type RawRequest, sendRaw } from '../setup/graphql-request';
import { startTestApp, type TestApp } from '../setup/test-app';

const OURS = 'https://app.example.org';
const LOCAL = 'http://localhost:5173';

let closed: TestApp;
let open: TestApp;
let wide: TestApp;
beforeAll(async () => {
  closed = await startTestApp('content');
  open = await startTestApp('content', { CORS_ORIGINS: `${OURS}, ${LOCAL}` });
  wide = await startTestApp('empty', { CORS_ORIGINS: '*' });
});
afterAll(async () => {
  for (const app of [closed, open, wide]) await app.stop();
});

const corsOf = ({ headers }: HttpAnswer) =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => name.startsWith('access-control-')));
const preflight = (origin: string, method = 'POST', path = '/graphql'): RawRequest => ({
  method: 'OPTIONS',
  path,
  headers: {
    'content-type': [],
    origin,
    'access-control-request-method': method,
    'access-control-request-headers': 'authorization,content-type,x-perspective',
  },
});
const body = JSON.stringify({ query: '{ levels { slug } }' });
const get = (query: string, headers: Record<string, string | string[]> = {}): RawRequest => ({
  method: 'GET',
  path: `/graphql?${new URLSearchParams({ query }).toString()}`,
  headers: { 'content-type': [], ...headers },
});

describe('another origin (CORS)', () => {
  test.each([
    'https://evil.example',
    'null',
    `${OURS}.evil.example`,
    'http://app.example.org',
    'https://APP.example.org',
    `${OURS}:8443`,
    `${OURS}/`,
  ])('%s, which is not named, gets no header, from a preflight, an answer or an error', async (origin) => {
    for (const sent of [preflight(origin), { body, headers: { origin } }, { body: '{', headers: { origin } }]) {
      const answer = await sendRaw(open, sent);
      expect(corsOf(answer)).toEqual({});
      // Or a cache would give one origin what another was told.
      expect(answer.headers.vary).toMatch(/Origin/);
    }
  });

  test('gets no header without the setting, whoever it is', async () => {
    for (const sent of [preflight(OURS), { body, headers: { origin: OURS } }])
      expect(corsOf(await sendRaw(closed, sent))).toEqual({});
  });

  test.each([OURS, LOCAL])('%s, which is named, may ask and read, without credentials', async (origin) => {
    const asked = await sendRaw(open, preflight(origin));
    expect(asked).toMatchObject({ status: 204, text: '' });
    expect(corsOf(asked)).toEqual({
      'access-control-allow-origin': origin,
      'access-control-allow-methods': 'GET, HEAD, POST',
      'access-control-allow-headers': ALLOWED_HEADERS.join(', '),
      'access-control-expose-headers': EXPOSED_HEADERS.join(', '),
      'access-control-max-age': '7200',
    });
    const requests: RawRequest[] = [
      { body, headers: { origin } },
      { body: '{', headers: { origin } },
      { body, headers: { origin, authorization: 'Bearer wrong' } },
      { body, headers: { origin, accept: 'image/png' } },
      { path: '/no/such/place', headers: { origin } },
      { method: 'GET', path: '/.well-known/jwks.json', headers: { origin } },
    ];
    for (const sent of requests) {
      const read = corsOf(await sendRaw(open, sent));
      expect(read['access-control-allow-origin']).toBe(origin);
      expect(read['access-control-expose-headers']).toContain('x-request-id');
      expect(read['access-control-allow-credentials']).toBeUndefined();
    }
  });

  test('may send and read the headers that docs/http.md names', () => {
    for (const name of [
      'authorization',
      'content-type',
      'x-perspective',
      'idempotency-key',
      'x-request-id',
      'if-none-match',
    ])
      expect(ALLOWED_HEADERS).toContain(name);
    for (const name of ['x-request-id', 'etag', 'retry-after']) expect(EXPOSED_HEADERS).toContain(name);
  });

  test('may be any where the setting is *, still without credentials, and answers are the same for all', async () => {
    for (const sent of [preflight('https://any.example'), { body, headers: { origin: 'https://any.example' } }]) {
      const answer = await sendRaw(wide, sent);
      expect(corsOf(answer)['access-control-allow-origin']).toBe('*');
      expect(corsOf(answer)['access-control-allow-credentials']).toBeUndefined();
      expect(String(answer.headers.vary)).not.toMatch(/Origin/);
    }
  });

  test('keeps what a public GET varies by', async () => {
    const { headers, status } = await sendRaw(open, get('{ levels { slug } }', { origin: OURS }));
    expect([status, headers.vary]).toEqual([200, 'Origin, Accept, Accept-Language, Authorization, X-Perspective']);
    expect(headers['cache-control']).toMatch(/^public/);
  });
});

describe('a request that another site makes up (CSRF)', () => {
  const blocked = {
    status: 400,
    errors: [{ message: expect.stringMatching(/blocked.*apollo-require-preflight: true/) }],
  };

  test.each([
    ['as an image', get('{ levels { slug } }', { 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' })],
    ['of who asks', get('{ viewer { id } }')],
    ['of who asks, by a script that names what it accepts', get('{ viewer { id } }', { accept: 'application/json' })],
    ['with an empty header', get('{ viewer { id } }', { 'apollo-require-preflight': '' })],
    ['of an attempt', get('{ attempt(id: "x", attemptToken: "y") { id } }')],
  ])('by GET, %s, is blocked, and nothing runs', async (_how, sent) => {
    const { statements, result } = await closed.dataSource.logger.during(() => sendRaw(closed, sent));
    expect(result).toMatchObject(blocked);
    expect(Object.hasOwn(result, 'data')).toBe(false);
    expect(statements).toEqual([]);
  });

  test.each([
    'text/plain',
    'text/plain; charset=utf-8; x=application/json',
    'multipart/form-data; boundary=x',
    'application/x-www-form-urlencoded',
    '',
  ])('by POST as %j is refused, also with a header for Apollo', async (type) => {
    const headers = { 'content-type': type || [], 'apollo-require-preflight': 'true' };
    expect(await sendRaw(closed, { body, headers })).toMatchObject({ status: 415 });
  });

  test('does not register a persisted query', async () => {
    const query = '{ viewer { id } }';
    const sha256Hash = createHash('sha256').update(query).digest('hex');
    const extensions = JSON.stringify({ persistedQuery: { version: 1, sha256Hash } });
    const sent = {
      ...get(''),
      path: `/graphql?${new URLSearchParams({ query, extensions }).toString()}`,
    };
    expect(await sendRaw(closed, sent)).toMatchObject(blocked);
    const { errors } = await sendRaw(closed, { body: JSON.stringify({ extensions: JSON.parse(extensions) }) });
    expect(errors).toMatchObject([{ extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } }]);
  });

  test.each([
    ['of public content', get('{ levels { slug } }')],
    ['of public content, from a link', get('{ levels { slug } }', { 'sec-fetch-mode': 'navigate' })],
    ['of the schema', get('{ __schema { queryType { name } } }')],
    ['of who asks, with a header', get('{ viewer { id } }', { 'apollo-require-preflight': 'true' })],
    ['of who asks, with the name of the operation', get('{ viewer { id } }', { 'x-apollo-operation-name': 'Me' })],
    ['of who asks, with a perspective', get('{ viewer { id } }', { 'x-perspective': 'published' })],
    ['of who asks, with the type of its body', get('{ viewer { id } }', { 'content-type': 'application/json' })],
  ])('is none that comes by GET %s', async (_what, sent) => {
    expect(await sendRaw(closed, sent)).toMatchObject({ status: 200, data: expect.any(Object) });
  });
});

test('every answer is safe in a browser', async () => {
  for (const sent of [
    { body },
    { body: '{' },
    { path: '/no/such/place' },
    { method: 'OPTIONS' },
    { method: 'GET', path: '/.well-known/jwks.json' },
    { method: 'GET', path: '/health/live' },
    { method: 'GET', path: '/', headers: { accept: 'text/html' } },
  ]) {
    const { headers } = await sendRaw(closed, sent);
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-resource-policy': 'same-origin',
      'content-security-policy': expect.stringMatching(/^default-src 'none';.*frame-ancestors 'none'$/),
    });
    expect(headers['set-cookie']).toBeUndefined();
  }
});
