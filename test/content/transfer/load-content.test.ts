import type { DataSource } from 'typeorm';
import { PUBLISHING_LOCK } from '../../../src/content/publishing/publish';
import { type ContentError, type ContentProblem } from '../../../src/content/transfer/content-files';
import { loadContent, loadWhenEmpty } from '../../../src/content/transfer/load-content';
import { projectFile, skillFile, validFiles } from '../../factories/content-files';
import { changed, contentFolder, writeFiles } from '../../setup/content-folder';
import { emptyStore, storedRows, unpublish } from '../../setup/content-store';
import { startTestApp, type TestApp } from '../../setup/test-app';

let app: TestApp;
let store: DataSource;
beforeAll(async () => {
  app = await startTestApp('empty');
  store = app.dataSource;
});
beforeEach(() => emptyStore(store));
afterAll(() => app.stop());

const load = (folder: string) => loadContent(store, folder, 'A load');

/** Loads what must be refused, and checks that nothing of it was stored. */
async function refusalOf(folder: string): Promise<readonly ContentProblem[]> {
  const before = await storedRows(store);
  const error = await load(folder).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toMatchObject({ name: 'ContentError' });
  expect(await storedRows(store)).toEqual(before);
  return (error as ContentError).problems;
}

describe('a folder is refused as a whole', () => {
  test('when one of its files has a mistake', async () => {
    const folder = contentFolder({ ...validFiles, 'skill/zz.yaml': 'name: Z\n' });
    expect(await refusalOf(folder)).toMatchObject([
      { file: 'skill/zz.yaml', pointer: '/kind' },
      { file: 'skill/zz.yaml', pointer: '/summary' },
    ]);
  });

  test('when references lead nowhere, each with its file, line and column', async () => {
    const folder = contentFolder({
      ...validFiles,
      'project/shop.yaml': changed(projectFile, '[sql]', '[sql, nowhere]'),
      'skill/sql.yaml': `${skillFile}broader: [sql]\n`,
    });
    expect(await refusalOf(folder)).toEqual([
      {
        file: 'project/shop.yaml',
        line: 4,
        column: 15,
        pointer: '/skills/1',
        message: 'there is no skill with the slug or id nowhere',
      },
      {
        file: 'skill/sql.yaml',
        line: 4,
        column: 11,
        pointer: '/broader/0',
        message: 'a document cannot refer to itself',
      },
    ]);
  });

  test('when a reference leads to a document that is stored but not public', async () => {
    await load(contentFolder({ 'skill/sql.yaml': skillFile }));
    const [{ id }] = (await store.query(`SELECT id FROM document`)) as [{ id: string }];
    await unpublish(store, [id]);
    expect(await refusalOf(contentFolder({ 'project/shop.yaml': projectFile }))).toEqual([
      {
        file: 'project/shop.yaml',
        line: 4,
        column: 10,
        pointer: '/skills/0',
        message: expect.stringContaining('refers to the skill sql, which would not be published'),
      },
    ]);
  });
});

describe('a load', () => {
  test('makes one publication with every document of the folder', async () => {
    expect(await load(contentFolder(validFiles))).toEqual({ publication: 1, documents: 6, changed: 6 });
    expect(await storedRows(store)).toMatchObject({
      'public.document': 6,
      'public.edition': 6,
      'public.publication': 1,
      'public.publication_item': 6,
      'vault.answer_key': 1,
    });
    expect(await store.query('SELECT number, message FROM publication')).toEqual([{ number: 1, message: 'A load' }]);
  });

  test('of the same folder a second time changes nothing', async () => {
    const folder = contentFolder(validFiles);
    await load(folder);
    const before = await storedRows(store);
    expect(await load(folder)).toEqual({ publication: null, documents: 6, changed: 0 });
    expect(await storedRows(store)).toEqual(before);
  });

  test('after a change of one file makes one edition, and one publication with one item', async () => {
    const folder = contentFolder(validFiles);
    await load(folder);
    writeFiles(folder, { 'question/which.yaml': changed(validFiles['question/which.yaml'], '[this]', '[that]') });
    expect(await load(folder)).toEqual({ publication: 2, documents: 6, changed: 1 });
    const items = await store.query(
      `SELECT d.slug, e.number FROM publication_item i JOIN document d ON d.id = i.document_id JOIN edition e ON e.id = i.edition_id
       WHERE publication_number = 2`,
    );
    expect(items).toEqual([{ slug: 'which', number: 2 }]);
    expect(await storedRows(store)).toMatchObject({ 'public.edition': 7, 'vault.answer_key': 2 });
  });

  test('does not care how a file is laid out, only what it says', async () => {
    await load(contentFolder(validFiles));
    const same = '# The same.\r\nsummary: "Asking databases."\r\nkind: "TOOL"\r\nname: >-\r\n  SQL\r\nbroader:\r\n';
    const result = await load(contentFolder({ 'skill/sql.yaml': same }));
    expect(result).toEqual({ publication: null, documents: 1, changed: 0 });
  });

  test('leaves documents alone that the folder does not have', async () => {
    await load(contentFolder(validFiles));
    const result = await load(contentFolder({ 'project/stall.yaml': projectFile }));
    expect(result).toEqual({ publication: 2, documents: 1, changed: 1 });
    expect(await store.query('SELECT count(*)::int AS total FROM published')).toEqual([{ total: 7 }]);
  });

  test('publishes again what was taken out, without a new edition', async () => {
    const folder = contentFolder({ 'skill/sql.yaml': skillFile });
    await load(folder);
    const [{ id }] = (await store.query(`SELECT id FROM document`)) as [{ id: string }];
    await unpublish(store, [id]);
    expect(await load(folder)).toEqual({ publication: 3, documents: 1, changed: 0 });
    expect(await storedRows(store)).toMatchObject({ 'public.edition': 1 });
  });

  test('gives every document the id that it has in any other database', async () => {
    await load(contentFolder(validFiles));
    const ids = await store.query('SELECT kind, slug, id FROM document ORDER BY 1, 2');
    const other = await startTestApp('empty');
    try {
      // In another order, one by one: what nobody refers to comes last.
      const order = ['skill/sql', 'level/junior', 'source/a-page', 'question/which', 'project/shop', 'career/clerk'];
      for (const name of order.map((each) => `${each}.yaml` as keyof typeof validFiles)) {
        await loadContent(other.dataSource, contentFolder({ [name]: validFiles[name] }), 'One by one');
      }
      expect(await other.dataSource.query('SELECT kind, slug, id FROM document ORDER BY 1, 2')).toEqual(ids);
    } finally {
      await other.stop();
    }
  });
});

describe('at the same time', () => {
  test('two loads of one folder make one publication', async () => {
    const folder = contentFolder(validFiles);
    const results = await Promise.all([load(folder), load(folder), load(folder)]);
    expect(results.flatMap(({ publication }) => publication ?? [])).toEqual([1]);
    expect(await storedRows(store)).toMatchObject({ 'public.edition': 6, 'public.publication': 1 });
  });

  test('two first starts load the starter content once', async () => {
    const folder = contentFolder(validFiles);
    const results = await Promise.all([loadWhenEmpty(store, folder), loadWhenEmpty(store, folder)]);
    expect(results.filter((result) => result !== null)).toEqual([{ publication: 1, documents: 6 }]);
    expect(await loadWhenEmpty(store, folder)).toBeNull();
  });

  test('a load that waits for a publication holds no document that the publication needs', async () => {
    const folder = contentFolder(validFiles);
    await load(folder);
    writeFiles(folder, { 'skill/sql.yaml': changed(skillFile, 'Asking', 'Querying') });
    let waiting: Promise<unknown> = Promise.resolve();
    await store.transaction(async (manager) => {
      await manager.query('SELECT pg_advisory_xact_lock($1)', [PUBLISHING_LOCK]);
      waiting = load(folder);
      await untilSomebodyWaits();
      await manager.query(`SET LOCAL lock_timeout = '5s'`);
      await manager.query('UPDATE document SET version = version + 1');
    });
    expect(await waiting).toMatchObject({ publication: 2, changed: 1 });
  });
});

/** Resolves as soon as a connection to this database waits for the publishing lock. */
async function untilSomebodyWaits(): Promise<void> {
  const waiters = async (): Promise<number> => {
    const [row] = (await store.query(
      `SELECT count(*)::int AS total FROM pg_locks JOIN pg_database d ON d.oid = database
       WHERE datname = current_database() AND locktype = 'advisory' AND objid = $1 AND NOT granted`,
      [PUBLISHING_LOCK],
    )) as [{ total: number }];
    return row.total;
  };
  while ((await waiters()) === 0);
}
