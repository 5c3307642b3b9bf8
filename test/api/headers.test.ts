import { INTERNALS, sendRaw } from '../setup/graphql-request';
import { saveDrafts } from '../setup/content-store';
import { startTestApp, type TestApp } from '../setup/test-app';
import { careerDraft } from '../factories/career';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp('content');
  await saveDrafts(app.dataSource, [careerDraft('only-a-draft', ['sql'])]);
});
afterAll(() => app.stop());

const asked = (perspective: string | string[]) =>
  sendRaw(app, {
    headers: { 'x-perspective': perspective, 'x-request-id': 'perspective-1' },
    body: JSON.stringify({ query: '{ career(slug: "only-a-draft") { id } careers { totalCount } }' }),
  });

test.each(['draft', 'release:a1b2c3d4-0000-5000-8000-000000000000', 'publication:1', 'publication:999', ' draft '])(
  'the perspective "%s" is refused, with no data at all',
  async (perspective) => {
    const answer = await asked(perspective);
    expect(answer.status).toBe(401);
    expect(answer.data ?? null).toBeNull();
    expect(answer.errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED', requestId: 'perspective-1' } }]);
    expect(answer.text).not.toMatch(INTERNALS);
  },
);

test.each([
  'nonsense',
  '',
  'DRAFT',
  'published;draft',
  'published, draft',
  'release:1',
  'release:',
  'publication:0',
  'publication:one',
  '__proto__',
])('the perspective "%s" does not exist and is refused as such, with no data at all', async (perspective) => {
  const answer = await asked(perspective);
  expect(answer.status).toBe(400);
  expect(answer.data ?? null).toBeNull();
  expect(answer.errors).toMatchObject([
    { extensions: { code: 'BAD_USER_INPUT', problems: [{ pointer: '/x-perspective', rule: 'perspective' }] } },
  ]);
});

test('the header twice is no way around either', async () => {
  expect(await asked(['published', 'draft'])).toMatchObject({
    status: 400,
    errors: [{ extensions: { code: 'BAD_USER_INPUT' } }],
  });
});

test.each(['published', ' published '])(
  'the perspective "%s" reads what is published, as no header does',
  async (perspective) => {
    const data = { career: null, careers: { totalCount: 12 } };
    expect(await asked(perspective)).toMatchObject({ status: 200, data });
    expect(await app.ask('{ career(slug: "only-a-draft") { id } careers { totalCount } }')).toEqual(data);
  },
);

test.each([
  [undefined, 'en'],
  ['', 'en'],
  ['de', 'de'],
  ['de-at, de;q=0.9, en;q=0.8', 'de-AT'],
  ['en;q=0.1, fr;q=0.9, de;q=0.5', 'fr'],
  ['fr;q=0, de;q=0.1', 'de'],
  ['*', 'en'],
  ['zh-hant-TW', 'zh-Hant-TW'],
  ['en_US;q=1, pt-br;q=0.3', 'pt-BR'],
  ['"; DROP TABLE career; --', 'en'],
  [`${'de-'.repeat(300)}at`, 'en'],
])('accept-language %j is answered in en, and said to be asked for in %s', async (header, requested) => {
  const answer = await sendRaw(app, {
    headers: header === undefined ? {} : { 'accept-language': header },
    body: JSON.stringify({
      query: '{ skill(slug: "sql") { locale { requested served } broader { locale { requested served } } } }',
    }),
  });
  const locale = { requested, served: 'en' };
  expect(answer.data).toEqual({ skill: { locale, broader: [{ locale }] } });
});

const nonsense = JSON.stringify({ query: '{ nonsense }' });

test.each(['a', 'client-1.2_3', 'x'.repeat(64)])('a request may name itself: %s', async (id) => {
  const answer = await sendRaw(app, { body: nonsense, headers: { 'x-request-id': id } });
  expect(answer.headers['x-request-id']).toBe(id);
  expect(answer.errors?.[0]?.extensions.requestId).toBe(id);
});

test.each(['', ' ', 'x'.repeat(65), 'a b', 'a"b', 'a<script>', 'é', 'a/../b'])(
  'a name that is not plain is replaced: %j',
  async (id) => {
    const answer = await sendRaw(app, {
      body: nonsense,
      headers: { 'x-request-id': Buffer.from(id, 'utf8').toString('latin1') },
    });
    expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(answer.errors?.[0]?.extensions.requestId).toBe(answer.headers['x-request-id']);
  },
);

test('an error of a body that came in many parts carries its own request id', async () => {
  const text = JSON.stringify({ query: `{ nonsense } #${'x'.repeat(200_000)}` });
  const parts = text.match(/[\s\S]{1,20000}/g) ?? [];
  const answers = await Promise.all(
    ['slow-1', 'slow-2', 'slow-3'].map((id) => sendRaw(app, { body: parts, headers: { 'x-request-id': id } })),
  );
  expect(answers.map((answer) => answer.errors?.[0]?.extensions.requestId)).toEqual(['slow-1', 'slow-2', 'slow-3']);
});
