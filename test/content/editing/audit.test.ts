import type { DataSource } from 'typeorm';
import { codesOf, type Desk, openDesk, skillContent } from '../../setup/editors-desk';
import { startTestApp, type TestApp } from '../../setup/test-app';

let app: TestApp;
let desk: Desk;
let store: DataSource;
beforeAll(async () => {
  app = await startTestApp('empty');
  desk = await openDesk(app);
  store = app.dataSource;
});
afterAll(() => app.stop());

const LOG = `query ($first: Int, $after: String, $action: String, $documentId: ID, $actorId: ID, $since: DateTimeISO) {
  auditLog(first: $first, after: $after, action: $action, documentId: $documentId, actorId: $actorId, since: $since) {
    totalCount pageInfo { hasNextPage endCursor }
    edges { node { at action address requestId editionId actor { displayName } document { id slug } } } } }`;
const log = async (variables: object = {}) => (await app.ask(LOG, { first: 50, ...variables }, desk.admin)).auditLog;

test('the log is refused to everybody but admins', async () => {
  for (const headers of [desk.editor, desk.publisher, desk.learner])
    expect(codesOf(await app.send(LOG, {}, headers))).toEqual(['FORBIDDEN']);
  expect(codesOf(await app.send(LOG))).toEqual(['UNAUTHENTICATED']);
});

test('the database itself refuses to change, delete or truncate entries', async () => {
  await desk.save('Skill', { slug: 'in-stone', content: skillContent('In stone') });
  for (const statement of [
    `UPDATE audit_entry SET action = 'nothing'`,
    `UPDATE audit_entry SET actor_id = NULL`,
    'DELETE FROM audit_entry',
    'TRUNCATE audit_entry',
  ])
    await expect(store.query(statement)).rejects.toThrow('never changed or deleted');
  expect((await log({ action: 'saveSkill' })).totalCount).toBe(1);
});

test('each editorial mutation leaves an entry for each document: who, what, which edition, from where, in which request', async () => {
  const { id } = await desk.save('Skill', { slug: 'watched', content: skillContent('Watched') });
  const other = await desk.save('Skill', { slug: 'watched-too', content: skillContent('Watched too') });
  const document = 'document { version }';
  await desk.to('renameSlug', { documentId: id, expectedVersion: 1, slug: 'watched-on' }, document);
  await desk.to('restoreEdition', { documentId: id, expectedVersion: 2, number: 1 }, document);
  const number = await desk.publish([id, other.id]);
  await desk.to('revertPublication', { number }, 'publication { number }', desk.publisher);
  await desk.publish([id]);
  await desk.unpublish([id]);
  await desk.to('archiveDocument', { documentId: id, expectedVersion: 2 }, document);
  await desk.to('restoreDocument', { documentId: id, expectedVersion: 3 }, document, {
    ...desk.editor,
    'x-request-id': 'the-last-request',
  });
  const { edges, totalCount } = await log({ documentId: id });
  const entries = edges.map(({ node }: { node: any }) => node);
  expect(entries.map(({ action, actor }: any) => `${action} by ${actor.displayName}`)).toEqual([
    'restoreDocument by The EDITOR',
    'archiveDocument by The EDITOR',
    'unpublish by The PUBLISHER',
    'publish by The PUBLISHER',
    'revertPublication by The PUBLISHER',
    'publish by The PUBLISHER',
    'restoreEdition by The EDITOR',
    'renameSlug by The EDITOR',
    'saveSkill by The EDITOR',
  ]);
  expect(totalCount).toBe(9);
  expect(entries[0]).toMatchObject({ requestId: 'the-last-request', document: { id, slug: 'watched-on' } });
  for (const { address } of entries) expect(address).toMatch(/^(127\.0\.0\.1|::ffff:127\.0\.0\.1|::1)$/);
  const editions = entries.map(({ editionId }: any) => editionId !== null);
  expect(editions).toEqual([false, false, false, true, false, true, true, false, true]);
  // The publication of two documents left one entry each; what was public already leaves none.
  expect((await log({ action: 'publish', documentId: other.id })).totalCount).toBe(1);
});

test('a publication of what is public in part names only what it changed', async () => {
  const [one, two] = await Promise.all(
    ['part-one', 'part-two'].map((slug) => desk.save('Skill', { slug, content: skillContent(slug) })),
  );
  await desk.publish([one!.id]);
  await desk.publish([one!.id, two!.id]);
  expect((await log({ action: 'publish', documentId: one!.id })).totalCount).toBe(1);
  expect((await log({ action: 'publish', documentId: two!.id })).totalCount).toBe(1);
});

test('what is refused leaves no entry, and what cannot be logged is not done', async () => {
  const before = (await log()).totalCount as number;
  await desk.trySave('Skill', { slug: 'not a slug', content: skillContent('X') });
  await desk.tryPublish([]);
  expect((await log()).totalCount).toBe(before);
  await store.query(
    `CREATE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'broken'; END $$;
     CREATE TRIGGER broken BEFORE INSERT ON audit_entry FOR EACH ROW EXECUTE FUNCTION broken()`,
  );
  try {
    expect(codesOf(await desk.trySave('Skill', { slug: 'unlogged', content: skillContent('X') }))).toEqual([
      'INTERNAL',
    ]);
    expect(await store.query(`SELECT 1 FROM document WHERE slug = 'unlogged'`)).toEqual([]);
  } finally {
    await store.query('DROP TRIGGER broken ON audit_entry; DROP FUNCTION broken()');
  }
});

test('the log is filtered by action, actor, document and time, and paged from the latest back', async () => {
  const all = await log();
  const walked: string[] = [];
  let after: string | undefined;
  do {
    const page = await log({ first: 4, after });
    walked.push(...page.edges.map(({ node }: { node: any }) => JSON.stringify(node)));
    after = page.pageInfo.hasNextPage ? (page.pageInfo.endCursor as string) : undefined;
  } while (after);
  expect(walked).toEqual(all.edges.map(({ node }: { node: any }) => JSON.stringify(node)));
  const { viewer } = await app.ask('{ viewer { id } }', {}, desk.publisher);
  const mine = await log({ actorId: viewer.id });
  expect(mine.totalCount).toBeGreaterThan(0);
  expect(mine.edges.every(({ node }: { node: any }) => node.actor.displayName === 'The PUBLISHER')).toBe(true);
  const saves = await log({ action: 'saveSkill' });
  expect(new Set(saves.edges.map(({ node }: { node: any }) => node.action))).toEqual(new Set(['saveSkill']));
  const { at } = all.edges[2].node;
  const since = await log({ since: at });
  expect(since.totalCount).toBeGreaterThanOrEqual(3);
  expect(since.totalCount).toBeLessThan(all.totalCount);
  expect(codesOf(await app.send(LOG, { documentId: 'rubbish' }, desk.admin))).toEqual(['BAD_USER_INPUT']);
});
