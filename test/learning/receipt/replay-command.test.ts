import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { runReplayCommand } from '../../../scripts/replay';
import { type App, buildApp } from '../../../src/app';
import { isAlive } from '../../../src/kernel/database/embedded-process';
import { type EmbeddedServer, startEmbeddedServer } from '../../../src/kernel/database/embedded-server';
import { SigningKeys } from '../../../src/accounts/session/signing-keys';
import { seededRandom } from '../../../src/learning/grading/seeded-random';
import { issueReceipts } from '../../../src/learning/receipt/issue-receipts';
import { quizOfEachKind } from '../../factories/paper';
import { contentFolder, writeFiles } from '../../setup/content-folder';
import { publishDrafts, storedRows } from '../../setup/content-store';
import { partsOf, signedByUs } from '../../setup/receipts';
import { answerAndSubmit, startAttempts } from '../../setup/taken-attempts';
import { startTestApp, type TestApp } from '../../setup/test-app';
import { testConfig } from '../../setup/test-config';

/** A receipt of a quiz with one question of each kind, in a database that has nothing else. */
async function makeReceipt(app: Pick<TestApp, 'dataSource'>): Promise<string> {
  await publishDrafts(app.dataSource, quizOfEachKind('tour', { title: 'Tour' }));
  const [taken] = await startAttempts(app, ['tour']);
  await answerAndSubmit(app, [taken!], seededRandom(1));
  const issuer = { keys: new SigningKeys(app.dataSource), issuer: 'careergraph' };
  const [receipt] = await issueReceipts(app.dataSource, issuer, [{ ...taken!, gradeNumber: 1 }]);
  return receipt!;
}

/** Runs the command; resolves to its exit code and all that it wrote. */
async function run(args: string[], env: NodeJS.ProcessEnv): Promise<{ code: number; out: string; error: string }> {
  let out = '';
  let error = '';
  const code = await runReplayCommand(args, env, { out: (text) => (out += text), error: (text) => (error += text) });
  return { code, out, error };
}

const file = (text: string): string => path.join(contentFolder({ 'receipt.json': text }), 'receipt.json');

describe('in the database of DATABASE_URL', () => {
  let app: TestApp;
  let env: NodeJS.ProcessEnv;
  let receipt: string;
  beforeAll(async () => {
    app = await startTestApp('empty');
    receipt = await makeReceipt(app);
    env = { DATABASE_URL: (app.dataSource.options as unknown as { url: string }).url };
  });
  afterAll(() => app.stop());

  test.each([[[]], [['a', 'b']], [['--all']]])('wrong arguments %j are answered with the usage', async (args) => {
    expect(await run(args, env)).toEqual({ code: 2, out: '', error: expect.stringMatching(/^Usage: npm run replay/) });
  });

  test.each([
    ['a file that is not there', () => path.join(contentFolder({}), 'nothing.json'), /no such file/],
    ['JSON of another shape', () => file('{ "data": 1 }'), /holds JSON, and not as/],
    ['broken JSON', () => file('{ "receipt": '), /holds JSON, and not as/],
    ['no text in the JSON', () => file('{ "receipt": 5 }'), /holds JSON, and not as/],
  ])('%s is named', async (_, name, message) => {
    expect(await run([name()], env)).toEqual({ code: 1, out: '', error: expect.stringMatching(message) });
  });

  test('a server that can’t be reached is named, and never the password', async () => {
    const { code, error } = await run([file(receipt)], { DATABASE_URL: 'postgres://someone:hush@127.0.0.1:1/nothing' });
    expect([code, error]).toEqual([1, expect.stringMatching(/ECONNREFUSED/)]);
    expect(error).not.toContain('hush');
  });

  test('what is no receipt of ours ends with 1, and says why', async () => {
    for (const [text, rule] of [
      ['hello', 'form'],
      [`${receipt.slice(0, -2)}AA`, 'signature|form'],
    ] as const) {
      const { code, out } = await run([file(text)], env);
      expect([code, out]).toEqual([
        1,
        expect.stringMatching(new RegExp(`^(${rule}): .*\nThe receipt is NOT valid\\.\n$`)),
      ]);
    }
  });

  test('one that does not match ends with 1, and shows both', async () => {
    const { header, payload } = partsOf(receipt);
    const { points } = payload.grade;
    const forged = await signedByUs(app, { ...payload, grade: { ...payload.grade, points: points + 0.5 } }, header);
    const { code, out } = await run([file(forged)], env);
    expect(code).toBe(1);
    expect(out).toContain(`points     stated ${points + 0.5}, by grading again ${points}\n`);
    expect(out).toContain('The receipt is valid, and it does NOT match.\n');
  });

  test('a good one ends with 0 and shows what was compared, from a text, from JSON, from where it was typed; nothing is written', async () => {
    const before = await storedRows(app.dataSource);
    const folder = contentFolder({ 'receipt.json': JSON.stringify({ receipt }) });
    writeFiles(folder, { 'receipt.txt': `\n${receipt}\n` });
    const answers = [
      await run([path.join(folder, 'receipt.json')], env),
      await run(['receipt.txt'], { ...env, INIT_CWD: folder }),
    ];
    const { points, percent, passed } = partsOf(receipt).payload.grade;
    for (const { code, out, error } of answers) {
      expect([code, error]).toEqual([0, '']);
      expect(out.split('\n')).toEqual([
        expect.stringMatching(/^Signed by careergraph: assessment tour, submitted 20.*Z, grade 1$/),
        'Compared: the order of the options of 7 questions, publication 1, and the score',
        `  points     stated ${points}, by grading again ${points}`,
        '  maxPoints  stated 21, by grading again 21',
        `  percent    stated ${percent}, by grading again ${percent}`,
        `  passed     stated ${passed}, by grading again ${passed}`,
        `  sections   stated 1 (${percent}%), by grading again 1 (${percent}%)`,
        '  affinities stated none, by grading again none',
        'The receipt is valid, and it matches.',
        '',
      ]);
    }
    expect(await storedRows(app.dataSource)).toEqual(before);
  });

  test('one that is too long for the API is read here', async () => {
    const { header, payload } = partsOf(receipt);
    payload.items[4].answer = { text: 'é'.repeat(300_000) };
    const { code, out } = await run([file(await signedByUs(app, payload, header))], env);
    expect(code).toBe(1);
    expect(out).not.toContain('length');
    expect(out).toMatch(/The receipt is valid/);
  });
});

describe('in the embedded database', () => {
  let folder: string;
  let server: EmbeddedServer;
  let app: App;
  let receipt: string;
  beforeAll(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'careergraph-replay-'));
    // As root, PostgreSQL runs as another user, who must be able to pass.
    chmodSync(folder, 0o755);
    server = await startEmbeddedServer({ folder, log: () => undefined, durable: false });
    const config = testConfig('unused');
    app = await buildApp({ ...config, database: { ...config.database, url: server.url } });
    await app.migrate();
    receipt = await makeReceipt(app);
  }, 120_000);
  afterAll(async () => {
    await app.close();
    await server.stop();
    for (const used of [path.dirname(server.data), folder]) rmSync(used, { recursive: true, force: true });
  });

  test('a folder without one is named, and nothing is made', async () => {
    const empty = contentFolder({});
    const { code, error } = await run([file(receipt)], { DATA_FOLDER: empty });
    expect([code, error]).toEqual([1, expect.stringMatching(/^There is no database in .* yet: npm start makes one/)]);
  });

  test('it works while the server runs, which runs on, and when it does not, and leaves nothing running', async () => {
    const settings = { DATA_FOLDER: folder };
    expect((await run([file(receipt)], settings)).code).toBe(0);
    expect(await app.dataSource.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await app.close();
    await server.stop();
    expect(isAlive(server.pid)).toBe(false);

    const { code, out } = await run([file(receipt)], settings);
    expect([code, out]).toEqual([0, expect.stringContaining('it matches.')]);
    // It gave the folder back: the next one gets it.
    server = await startEmbeddedServer({ folder, log: () => undefined, durable: false });
    const config = testConfig('unused');
    app = await buildApp({ ...config, database: { ...config.database, url: server.url } });
  });
});
