import { Role } from '../../src/accounts/role';
import { skillDraft } from '../factories/skill';
import { registered } from '../setup/accounts';
import { publishDrafts, saveDrafts } from '../setup/content-store';
import { type HttpAnswer, sendRaw } from '../setup/graphql-request';
import { startTestApp, type TestApp } from '../setup/test-app';

let app: TestApp;
beforeAll(async () => (app = await startTestApp('content', { PUBLIC_MAX_AGE_SECONDS: '30' })));
afterAll(() => app.stop());

const PUBLIC = 'public, max-age=30, must-revalidate';
const PRIVATE = 'private, no-store';
const VARY = 'Accept, Accept-Language, Authorization, X-Perspective';

type Sent = Record<string, string | string[]>;
/** A GET as a browser sends it, with nothing that needs a preflight. */
const get = (query: string, headers: Sent = {}, variables: object = {}, on: Pick<TestApp, 'address'> = app) =>
  sendRaw(on, {
    method: 'GET',
    path: `/graphql?${new URLSearchParams({ query, variables: JSON.stringify(variables) }).toString()}`,
    headers: { 'content-type': [], ...headers },
  });
/** The same with the header that lets any query through. */
const ask = (query: string, headers: Sent = {}) => get(query, { 'apollo-require-preflight': 'true', ...headers });
const keptBy = ({ headers }: HttpAnswer) => [headers['cache-control'], headers.etag === undefined];
const tagOf = ({ headers }: HttpAnswer) => String(headers.etag);
const skill = '{ skill(slug: "sql") { id slug name } }';

describe('never kept is', () => {
  test.each([
    ['who asks', '{ viewer { id } }'],
    ['who asks, beside what is public', '{ viewer { id } levels { slug } }'],
    [
      'who asks, in a fragment of a fragment',
      '{ ...A } fragment A on Query { ...B } fragment B on Query { viewer { id } }',
    ],
    ['who asks, in an inline fragment that is skipped', '{ levels { slug } ... @skip(if: true) { viewer { id } } }'],
    ['who asks, under the name of something public', '{ levels: viewer { id } }'],
    ['an attempt', '{ attempt(id: "x", attemptToken: "y") { id } }'],
    ['what a token opens', '{ anonymousLearner(attemptToken: "x") { __typename } }'],
    ['a receipt', '{ verifyReceipt(receipt: "x") { __typename } }'],
    ['a query for editors', '{ documents { totalCount } }'],
    ['an error of a field', '{ levels { slug } careers(first: -1) { totalCount } }'],
    ['a query that does not fit the schema', '{ nonsense }'],
    ['no query', ''],
  ])('%s', async (_what, query) => {
    const answer = await ask(query);
    expect(keptBy(answer)).toEqual([PRIVATE, true]);
    expect(answer.status).not.toBe(304);
    // Not even to somebody who claims to have it.
    expect((await ask(query, { 'if-none-match': '*' })).status).toBe(answer.status);
  });

  test('what is public, when it is asked for by POST, with a token, or in a perspective', async () => {
    const { headers } = await registered(app, Role.EDITOR);
    expect(keptBy(await sendRaw(app, { body: JSON.stringify({ query: skill }) }))).toEqual([PRIVATE, true]);
    for (const sent of [headers, { ...headers, 'x-perspective': 'draft' }, { 'x-perspective': 'published' }]) {
      const answer = await get(skill, { ...sent, 'if-none-match': '*' });
      expect(answer).toMatchObject({ status: 200, data: { skill: { slug: 'sql' } } });
      expect(keptBy(answer)).toEqual([PRIVATE, true]);
    }
  });
});

test('what is public is kept, by what it varies with', async () => {
  for (const query of [
    skill,
    '{ __schema { queryType { name } } __typename }',
    `query ($s: String!) { skill(slug: $s) { id } }`,
  ]) {
    const answer = await get(query, {}, { s: 'sql' });
    expect(answer).toMatchObject({ status: 200, headers: { 'cache-control': PUBLIC, vary: VARY } });
    expect(answer.errors).toBeUndefined();
    expect(tagOf(answer)).toMatch(/^W\/"[\w-]{27}"$/);
  }
});

test('who has the present answer hears so, and nothing of the operation runs', async () => {
  const etag = tagOf(await get(skill));
  const strong = etag.replace('W/', '');
  for (const tags of [etag, strong, `"other", ${etag}`]) {
    const { statements, result } = await app.dataSource.logger.during(() => get(skill, { 'if-none-match': tags }));
    expect(result).toMatchObject({ status: 304, text: '', headers: { etag, 'cache-control': PUBLIC, vary: VARY } });
    expect(result.headers['content-type']).toBeUndefined();
    expect(statements.map(({ text }) => text)).toEqual([
      expect.stringMatching(/^SELECT \(SELECT max\(number\) FROM publication/),
    ]);
  }
  expect(await get(skill, { 'if-none-match': '"other"' })).toMatchObject({ status: 200 });
  const head = {
    method: 'HEAD',
    path: `/graphql?${new URLSearchParams({ query: skill, variables: '{}' }).toString()}`,
  };
  expect(await sendRaw(app, { ...head, headers: { 'if-none-match': etag } })).toMatchObject({ status: 304, text: '' });
});

test('whatever makes another answer makes another tag', async () => {
  const withSlug = 'query ($s: String!) { skill(slug: $s) { id locale { requested } } }';
  const answers = await Promise.all([
    get(skill),
    get('{ skill(slug: "git") { id slug name } }'),
    get(withSlug, {}, { s: 'sql' }),
    get(withSlug, {}, { s: 'git' }),
    get(withSlug, { 'accept-language': 'de' }, { s: 'git' }),
    get(skill, { accept: 'application/json' }),
  ]);
  expect(new Set(answers.map(tagOf)).size).toBe(answers.length);
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
});

test('a draft changes no tag; a publication and a new slug do, and the new answer is there at once, at every process', async () => {
  const other = await app.alongside();
  try {
    const tags = [tagOf(await get(skill))];
    await saveDrafts(app.dataSource, [skillDraft('a-draft')]);
    expect(await get(skill, { 'if-none-match': tags[0]! }, {}, other)).toMatchObject({ status: 304 });

    await publishDrafts(app.dataSource, [skillDraft('one-more')]);
    const published = await get(skill, { 'if-none-match': tags[0]! }, {}, other);
    expect(published).toMatchObject({ status: 200, data: { skill: { slug: 'sql' } } });
    tags.push(tagOf(published));

    for (const slug of ['sequel', 'sql-language', 'sequel', 'sql']) {
      await renameSkill(slug);
      const renamed = await get(skill, { 'if-none-match': tags.join(', ') });
      // The first slug again is the first answer again, yet the old addresses are others now.
      expect(renamed).toMatchObject({ status: 200, data: { skill: { slug } } });
      tags.push(tagOf(renamed));
      expect(await get(skill, { 'if-none-match': tagOf(renamed) }, {}, other)).toMatchObject({ status: 304 });
      tags.splice(2);
    }
  } finally {
    await other.stop();
  }
});

async function renameSkill(slug: string): Promise<void> {
  const editor = await registered(app, Role.EDITOR);
  const { skill: found } = await app.ask(skill);
  const { document } = await app.ask(
    'query ($slug: String!) { document(kind: SKILL, slug: $slug) { version } }',
    { slug: found.slug },
    editor.headers,
  );
  await app.ask(
    'mutation ($input: RenameSlugInput!) { renameSlug(input: $input) { document { slug } } }',
    { input: { documentId: found.id, expectedVersion: document.version, slug } },
    editor.headers,
  );
}
