import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { runContentCommand } from '../../../scripts/content';
import { checkoutFolder } from '../../../src/checkout-folder';
import { careerFile, projectFile, skillFile, validFiles } from '../../factories/content-files';
import { wholeFiles } from '../../factories/whole-content';
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
  test.each([[[]], [['publish']], [['check', 'a', 'b']], [['check', '--all']], [['load', '--strict']]])(
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
    expect(error.replaceAll(`${folder}/`, '').split('\n')).toEqual([
      `4 mistakes in 8 files of ${folder}:`,
      expect.stringMatching(/^notes\.txt:1 \/: must lie in a folder of its kind/),
      'skill/odd.yaml:1 /name: must be a text',
      expect.stringMatching(/^skill\/odd\.yaml:1 \/summary: is missing/),
      'skill/odd.yaml:2 /kind: must be one of TECHNICAL, TOOL, TRANSVERSAL',
      '',
    ]);
  });

  test('finds references that the folder lacks, to another kind, and to the document itself', async () => {
    const folder = contentFolder({
      ...validFiles,
      'project/shop.yaml': changed(projectFile, '[sql]', '[sql, junior, no-such, sqll, "No slug"]'),
      'skill/sql.yaml': `${skillFile}prerequisites: [sql]\n`,
    });
    const { code, error } = await run(['check', '.'], { INIT_CWD: folder });
    expect(code).toBe(1);
    expect(error.split('\n').slice(1, -1)).toEqual([
      'project/shop.yaml:4 /skills/1: there is no skill junior in this folder: add skill/junior.yaml, or name one that is there',
      'project/shop.yaml:4 /skills/2: there is no skill no-such in this folder: add skill/no-such.yaml, or name one that is there',
      'project/shop.yaml:4 /skills/3: there is no skill sqll in this folder: did you mean sql?',
      'project/shop.yaml:4 /skills/4: there is no skill No slug in this folder',
      'skill/sql.yaml:4 /prerequisites/0: a document cannot refer to itself',
    ]);
  });

  test('does not take a document for missing whose file has a mistake, nor others for thin', async () => {
    const folder = contentFolder({ ...wholeFiles, 'skill/skill-0.yaml': 'name: [' });
    const { code, out, error } = await run(['check', '.'], { INIT_CWD: folder });
    expect([code, out]).toEqual([1, '']);
    expect(error.split('\n').slice(1, -1)).toEqual([
      expect.stringMatching(/^skill\/skill-0\.yaml:1 \/: is not plain YAML/),
    ]);
  });

  test('finds what a plan would refuse, where it stands', async () => {
    const quiz = changed(wholeFiles['assessment/quiz.yaml']!, 'count: 1', 'count: 7');
    const folder = contentFolder({ ...wholeFiles, 'assessment/quiz.yaml': quiz });
    const { code, error } = await run(['check', folder]);
    expect([code, error]).toEqual([
      1,
      expect.stringContaining('quiz.yaml:6 /blueprint/0: draws 7 questions, but the bank has 1'),
    ]);
  });

  test('finds none in a good folder, and takes a relative one from where the command was typed', async () => {
    const folder = contentFolder(wholeFiles);
    const good = { code: 0, out: `No mistakes in 21 files of ${folder}\n`, error: '' };
    expect(await run(['check', folder])).toEqual(good);
    expect(await run(['check', '.'], { INIT_CWD: folder })).toEqual(good);
    expect(await run(['check', '--strict'], { CONTENT_FOLDER: folder })).toEqual(good);
  });

  test('tells thin content as warnings, which fail with --strict only, its places from where the command was typed', async () => {
    const folder = contentFolder({ 'content/industry/lost.yaml': 'name: Lost\n', 'content/skill/x.yaml': skillFile });
    const places = [
      expect.stringMatching(/^content\/industry\/lost\.yaml:1 \/: nothing refers to it/),
      expect.stringMatching(/^content\/skill\/x\.yaml:1 \/: stands alone/),
      expect.stringMatching(/^content\/skill\/x\.yaml:1 \/topics: is empty/),
      expect.stringMatching(/^content\/skill\/x\.yaml:3 \/summary: has 17 of at least 40/),
      '',
    ];
    const lax = await run(['check', 'content'], { INIT_CWD: folder });
    expect({ ...lax, out: lax.out.split('\n') }).toEqual({
      code: 0,
      out: [
        `No mistakes in 2 files of ${join(folder, 'content')}`,
        '4 thin places in 2 files (warnings; they fail with --strict):',
        ...places,
      ],
      error: '',
    });
    for (const args of [
      ['check', '--strict', 'content'],
      ['check', 'content', '--strict'],
    ]) {
      const strict = await run(args, { INIT_CWD: folder });
      expect([strict.code, strict.error.split('\n')]).toEqual([1, ['4 thin places in 2 files:', ...places]]);
    }
  });

  test('finds no mistakes in the starter content, which it takes without a folder', async () => {
    const { code, out } = await run(['check']);
    expect([code, out]).toEqual([0, expect.stringContaining(join(checkoutFolder, 'content'))]);
  });

  test('finds nothing thin in the starter content either', async () => {
    const { code, error } = await run(['check', '--strict']);
    expect([code, error]).toEqual([0, '']);
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
    expect(error).toContain('career/clerk.yaml:11 /levels/0/salaryClaims/0/max: must be at least min, which is 100\n');
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
