import { toGlobalId } from '../../../src/kernel/graphql/global-id';
import { skillDraft } from '../../factories/skill';
import { publishDrafts, saveDrafts } from '../../setup/content-store';
import { ReleaseDesk } from '../../setup/release-operations';
import { startTestApp, type TestApp } from '../../setup/test-app';

let app: TestApp;
let desk: ReleaseDesk;
let release: string;
beforeAll(async () => {
  app = await startTestApp('empty');
  desk = await ReleaseDesk.open(app);
  await publishDrafts(app.dataSource, [skillDraft('known', { name: 'Published' })]);
  const [inRelease] = await saveDrafts(app.dataSource, [skillDraft('known', { name: 'In the release' })]);
  const { id } = await desk.releaseOf('Previewed', [toGlobalId('Skill', inRelease!.documentId)]);
  await saveDrafts(app.dataSource, [skillDraft('known', { name: 'A later draft' })]);
  release = `release:${id}`;
});
afterAll(() => app.stop());

const CREATE = `mutation ($input: CreatePreviewTokenInput!) {
  createPreviewToken(input: $input) { token expiresAt perspective previewToken { id createdBy { displayName } } } }`;
const REVOKE = `mutation ($input: RevokePreviewTokenInput!) { revokePreviewToken(input: $input) { previewToken { revokedAt } } }`;

async function make(perspective = release, expiresInMinutes = 30, by = desk.editor) {
  return (await app.ask(CREATE, { input: { perspective, expiresInMinutes } }, by)).createPreviewToken;
}
const refusedToMake = async (perspective: string, expiresInMinutes: number, by = desk.editor) =>
  (await app.send(CREATE, { input: { perspective, expiresInMinutes } }, by)).errors![0]!.extensions;
const headersOf = (token: string, perspective?: string) => ({
  authorization: `Bearer ${token}`,
  ...(perspective === undefined ? {} : { 'x-perspective': perspective }),
});
const read = (token: string, perspective?: string) =>
  app.send('{ skill(slug: "known") { name } skills { totalCount } }', {}, headersOf(token, perspective));
const shown = (name: string) => ({ status: 200, data: { skill: { name }, skills: { totalCount: 1 } } });

describe('a preview token is not made', () => {
  test('for the anonymous and for learners', async () => {
    expect(await refusedToMake(release, 30, {})).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await refusedToMake(release, 30, desk.learner)).toMatchObject({ code: 'FORBIDDEN' });
  });

  test.each(['published', 'nonsense', '', 'release:1', 'publication:0'])(
    'for the perspective "%s"',
    async (perspective) => {
      expect(await refusedToMake(perspective, 30)).toMatchObject({
        code: 'BAD_USER_INPUT',
        problems: [{ pointer: '/input/perspective' }],
      });
    },
  );

  test('for a release or a publication that there is not', async () => {
    expect(await refusedToMake('release:00000000-0000-4000-8000-000000000000', 30)).toMatchObject({
      code: 'NOT_FOUND',
    });
    expect(await refusedToMake('publication:99999', 30)).toMatchObject({ code: 'NOT_FOUND' });
  });

  test.each([0, -1, 1441, 2_000_000_000])('for %d minutes', async (minutes) => {
    expect(await refusedToMake('draft', minutes)).toMatchObject({ code: 'BAD_USER_INPUT' });
  });
});

describe('a preview token', () => {
  test('opens its perspective for reading, named by either id of the release', async () => {
    const { token, perspective, expiresAt } = await make();
    expect(perspective).toBe(release);
    expect(Math.abs(new Date(expiresAt).getTime() - Date.now() - 30 * 60_000)).toBeLessThan(60_000);
    expect(await read(token, perspective)).toMatchObject(shown('In the release'));
    const key = Buffer.from(release.slice('release:'.length), 'base64url').toString().split(':')[1];
    expect(await read(token, `release:${key}`)).toMatchObject(shown('In the release'));
    expect(await read((await make('draft')).token, 'draft')).toMatchObject(shown('A later draft'));
    expect(await read((await make('publication:1')).token, 'publication:1')).toMatchObject(shown('Published'));
  });

  test.each([undefined, 'published', 'draft', 'publication:1', 'release:00000000-0000-4000-8000-000000000000'])(
    'for a release does not open the perspective %s',
    async (perspective) => {
      const answer = await read((await make()).token, perspective);
      expect(answer).toMatchObject({ status: 403, errors: [{ extensions: { code: 'FORBIDDEN' } }] });
      expect(answer.data ?? null).toBeNull();
    },
  );

  test('runs no mutation, not even one that anyone may use, and no query of editors', async () => {
    const { token } = await make();
    const ask = (text: string) => app.send(text, {}, headersOf(token, release));
    const mutations = [
      'createRelease(input: { title: "x" }) { release { id } }',
      'register(input: { email: "a@b.example", password: "a long password", displayName: "x" }) { accessToken }',
      'signIn(input: { email: "a@b.example", password: "a long password" }) { accessToken }',
      `createPreviewToken(input: { perspective: "draft", expiresInMinutes: 5 }) { token }`,
    ];
    for (const mutation of mutations) {
      expect([mutation, await ask(`mutation { ${mutation} }`)]).toMatchObject([
        mutation,
        { errors: [{ extensions: { code: 'FORBIDDEN' } }] },
      ]);
    }
    const queries = [
      'documents { totalCount }',
      'releases { totalCount }',
      'previewTokens { totalCount }',
      'auditLog { totalCount }',
    ];
    for (const query of queries) {
      expect([query, await ask(`{ ${query} }`)]).toMatchObject([
        query,
        { errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] },
      ]);
    }
    expect(await ask('{ viewer { id } }')).toMatchObject({ data: { viewer: null } });
  });

  test('is refused once it has run out', async () => {
    const { token } = await make();
    expect(await read(token, release)).toMatchObject({ status: 200 });
    await app.dataSource.query(`UPDATE preview_token SET expires_at = now() - interval '1 second'`);
    expect(await read(token, release)).toMatchObject({
      status: 401,
      errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
    });
  });

  test('is refused once it is revoked, which can be repeated; others go on', async () => {
    const [revoked, other] = [await make(), await make()];
    const listed = async () =>
      (await app.ask('{ previewTokens { totalCount edges { node { id } } } }', {}, desk.editor)).previewTokens;
    expect((await listed()).edges.map(({ node }: any) => node.id)).toEqual([
      other.previewToken.id,
      revoked.previewToken.id,
    ]);
    const input = { id: revoked.previewToken.id };
    expect((await app.send(REVOKE, { input }, desk.learner)).errors![0]!.extensions.code).toBe('FORBIDDEN');
    const { previewToken } = (await app.ask(REVOKE, { input }, desk.publisher)).revokePreviewToken;
    expect(await read(revoked.token, release)).toMatchObject({ status: 401 });
    expect(await read(other.token, release)).toMatchObject({ status: 200 });
    expect((await app.ask(REVOKE, { input }, desk.editor)).revokePreviewToken.previewToken).toEqual(previewToken);
    expect((await listed()).totalCount).toBe(1);
    const nobodys = { id: toGlobalId('PreviewToken', '00000000-0000-4000-8000-000000000000') };
    expect((await app.send(REVOKE, { input: nobodys }, desk.editor)).errors![0]!.extensions.code).toBe('NOT_FOUND');
  });

  test('is worth nothing when one letter of it is another, and does not stand in the database', async () => {
    const { token } = await make();
    for (const at of [4, 20, token.length - 2]) {
      const wrong = token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1);
      expect(await read(wrong, release)).toMatchObject({ status: 401 });
    }
    const rows = JSON.stringify(
      await app.dataSource.query(`SELECT t.*, encode(token_hash, 'base64') AS coded FROM preview_token t`),
    );
    expect(rows).not.toContain(token.slice(4, 40));
  });

  test('opens nothing any more when its maker may not read drafts any more', async () => {
    const { token, previewToken } = await make();
    expect(previewToken.createdBy.displayName).toBe('The EDITOR');
    const [taken] = await app.dataSource.query(`DELETE FROM role_grant WHERE role = 'EDITOR' RETURNING user_id`);
    expect(await read(token, release)).toMatchObject({ status: 403 });
    await app.dataSource.query(`INSERT INTO role_grant (user_id, role) SELECT unnest($1::uuid[]), 'EDITOR'`, [
      taken.map((row: { user_id: string }) => row.user_id),
    ]);
    expect(await read(token, release)).toMatchObject({ status: 200 });
  });

  test('of a release that was deleted opens nothing', async () => {
    const { id: releaseId } = await desk.do('createRelease', { title: 'Short-lived' });
    const { token, perspective } = await make(`release:${releaseId}`);
    await desk.do('deleteRelease', { releaseId });
    expect(await read(token, perspective)).toMatchObject({
      status: 404,
      errors: [{ extensions: { code: 'NOT_FOUND' } }],
    });
  });
});
