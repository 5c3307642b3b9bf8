import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { runContentCommand } from '../../../scripts/content';
import { checkoutFolder } from '../../../src/config';
import { careerFile, projectFile, skillFile, validFiles } from '../../factories/content-files';
import { changed, contentFolder, writeFiles } from '../../setup/content-folder';
import { storedRows } from '../../setup/content-store';
import { startTestApp, type TestApp } from '../../setup/test-app';

let app: TestApp;
let url: string;
beforeAll(async () => {
  app = await startTestApp('empty');
  url = (app.dataSource.options as unknown as { url: string }).url;
});
afterAll(() => app.stop());

/** Runs the command; resolves to its exit code and all that it wrote. */
async function run(args: string[], env: NodeJS.ProcessEnv = {}): Promise<{ code: number; out: string; error: string }> {
  let out = '';
  let error = '';
  const code = await runContentCommand(args, env, { out: (text) => (out += text), error: (text) => (error += text) });
  return { code, out, error };
}

describe('wrong arguments', () => {
  test.each([[[]], [['publish']], [['check', 'a', 'b']], [['check', '--all']]])(
    '%j are answered with the usage',
    async (args) => {
      expect(await run(args)).toEqual({ code: 2, out: '', error: expect.stringMatching(/^Usage: npm run content/) });
    },
  );

  test('a folder that is not there is named', async () => {
    const folder = join(contentFolder({}), 'nowhere');
    expect(await run(['check', folder])).toEqual({ code: 1, out: '', error: `There is no folder ${folder}\n` });
  });

  test('a wrong setting is named', async () => {
    expect(await run(['check'], { PORT: 'x' })).toMatchObject({
      code: 1,
      error: expect.stringMatching(/^PORT is "x"/),
    });
  });
});

describe('check', () => {
  test('lists every mistake of every file, one a line', async () => {
    const folder = contentFolder({
      ...validFiles,
      'skill/odd.yaml': 'name: 1\nkind: ODD\n',
      'notes.txt': 'later',
    });
    const { code, out, error } = await run(['check', folder]);
    expect([code, out]).toEqual([1, '']);
    expect(error.split('\n')).toEqual([
      '4 mistakes in the content files; nothing was stored.',
      expect.stringMatching(/^notes\.txt:1:1 \/ must lie in a folder of its kind/),
      'skill/odd.yaml:1:1 /name must be a text',
      expect.stringMatching(/^skill\/odd\.yaml:1:1 \/summary is missing/),
      'skill/odd.yaml:2:1 /kind must be one of TECHNICAL, TOOL, TRANSVERSAL',
      '',
    ]);
  });

  test('finds references that the folder lacks, to another kind, and to the document itself', async () => {
    const folder = contentFolder({
      ...validFiles,
      'project/shop.yaml': changed(projectFile, '[sql]', '[sql, junior, no-such]'),
      'skill/sql.yaml': `${skillFile}prerequisites: [sql]\n`,
    });
    const { code, error } = await run(['check', folder]);
    expect(code).toBe(1);
    expect(error.split('\n').slice(1, -1)).toEqual([
      'project/shop.yaml:4:15 /skills/1 there is no skill junior in this folder',
      'project/shop.yaml:4:23 /skills/2 there is no skill no-such in this folder',
      'skill/sql.yaml:4:17 /prerequisites/0 a document cannot refer to itself',
    ]);
  });

  test('finds none in a good folder, and takes a relative one from where the command was typed', async () => {
    const folder = contentFolder(validFiles);
    const good = { code: 0, out: `No mistakes in 6 files of ${folder}\n`, error: '' };
    expect(await run(['check', folder])).toEqual(good);
    expect(await run(['check', '.'], { INIT_CWD: folder })).toEqual(good);
    expect(await run(['check'], { CONTENT_FOLDER: folder })).toEqual(good);
  });

  test('finds none in the starter content, which it takes without a folder', async () => {
    const { code, out } = await run(['check']);
    expect([code, out]).toEqual([0, expect.stringContaining(join(checkoutFolder, 'content'))]);
  });
});

describe('load', () => {
  test('without DATABASE_URL says that it needs one', async () => {
    const { code, out, error } = await run(['load', contentFolder(validFiles)]);
    expect([code, out, error]).toEqual([1, '', expect.stringMatching(/^Loading needs DATABASE_URL/)]);
  });

  test('says when the server cannot be reached, and never the password', async () => {
    const nobody = 'postgres://someone:hush@127.0.0.1:1/nothing';
    const { code, error } = await run(['load', contentFolder(validFiles)], { DATABASE_URL: nobody });
    expect([code, error]).toEqual([1, expect.stringMatching(/ECONNREFUSED/)]);
    expect(error).not.toContain('hush');
  });

  test('asks for a start of this version when the database lacks migrations', async () => {
    const database = `test_${randomBytes(6).toString('hex')}`;
    const admin = await new DataSource({ type: 'postgres', url: process.env.TEST_SERVER_URL }).initialize();
    try {
      await admin.query(`CREATE DATABASE ${database}`);
      const bare = new URL(url);
      bare.pathname = `/${database}`;
      const { code, error } = await run(['load', contentFolder(validFiles)], { DATABASE_URL: bare.href });
      expect([code, error]).toEqual([1, expect.stringMatching(/^The database lacks migrations of this version/)]);
      await admin.query(`DROP DATABASE ${database}`);
    } finally {
      await admin.destroy();
    }
  });

  test('stores nothing of a folder with a mistake, and says where it is', async () => {
    const folder = contentFolder({ ...validFiles, 'career/clerk.yaml': changed(careerFile, 'max: 200', 'max: 99') });
    const before = await storedRows(app.dataSource);
    const { code, error } = await run(['load', folder], { DATABASE_URL: url });
    expect(code).toBe(1);
    expect(error).toContain('career/clerk.yaml:11:9 /levels/0/salaryClaims/0/max must be at least min, which is 100\n');
    expect(await storedRows(app.dataSource)).toEqual(before);
  });

  test('publishes the folder, then only what changed, then nothing', async () => {
    const folder = contentFolder(validFiles);
    const load = () => run(['load', folder], { DATABASE_URL: url });
    const said = (out: string) => ({ code: 0, out, error: '' });
    expect(await load()).toEqual(said('Publication 1: 6 documents loaded, 6 of them new or changed\n'));
    expect(await load()).toEqual(said('Nothing to do: all 6 documents are published as they are\n'));
    writeFiles(folder, { 'skill/sql.yaml': changed(skillFile, 'Asking', 'Querying') });
    expect(await load()).toEqual(said('Publication 2: 6 documents loaded, 1 of them new or changed\n'));
    const names = await app.ask('{ skill(slug: "sql") { summary } }');
    expect(names).toEqual({ skill: { summary: 'Querying databases.' } });
  });
});
