import type { DataSource } from 'typeorm';
import { QuestionKind } from '../../../src/content/question/question-kind';
import { careerDraft } from '../../factories/career';
import { questionDraft } from '../../factories/question';
import { skillDraft } from '../../factories/skill';
import { publishDrafts, storedRows } from '../../setup/content-store';
import { startTestApp, type TestApp } from '../../setup/test-app';

let app: TestApp;
let store: DataSource;
beforeAll(async () => {
  app = await startTestApp('content');
  store = app.dataSource;
});
afterAll(() => app.stop());

const first = async (sql: string, editionId: string): Promise<Record<string, unknown> | undefined> =>
  ((await store.query(sql, [editionId])) as Record<string, unknown>[])[0];
const editionContent = (id: string) => first('SELECT content FROM edition WHERE id = $1', id);
const vaultContent = (id: string) => first('SELECT content FROM vault.answer_key WHERE edition_id = $1', id);

test('of the starter content every question but the practice prompts and the self-check has a key, and no edition holds one', async () => {
  const [{ leaked }] = (await store.query(
    `SELECT count(*)::int AS leaked FROM edition WHERE content ? 'key' OR content::text ~ '"(affinities|correctOptions|tolerancePercent|caseSensitive|explanation)"'`,
  )) as [{ leaked: number }];
  expect(leaked).toBe(0);
  const keyless = (await store.query(
    `SELECT q.kind::text, count(*)::int FROM document d JOIN question q ON q.edition_id = d.published_edition_id
     LEFT JOIN vault.answer_key k ON k.edition_id = d.published_edition_id WHERE k.edition_id IS NULL GROUP BY 1 ORDER BY 1`,
  )) as { kind: string; count: number }[];
  expect(keyless).toEqual([
    { kind: 'OPEN', count: 12 },
    { kind: 'YES_NO', count: 3 },
  ]);
});

test('a key is in the vault and nowhere else: not in the edition, not in the row of the question', async () => {
  const secret = 'only the vault says so';
  const key = { correctOptions: ['that'], explanation: secret };
  const { saved } = await publishDrafts(store, [questionDraft('has-a-secret', { key })]);
  const { editionId } = saved[0]!;
  expect(await vaultContent(editionId)).toEqual({ content: { key } });
  expect(await editionContent(editionId)).toMatchObject({ content: { prompt: 'Which one (has-a-secret)?' } });
  expect(await editionContent(editionId)).not.toHaveProperty('content.key');
  const found: string[] = [];
  for (const table of Object.keys(await storedRows(store))) {
    const rows = (await store.query(`SELECT 1 FROM ${table} t WHERE strpos(to_jsonb(t)::text, $1) > 0`, [
      secret,
    ])) as [];
    if (rows.length > 0) found.push(table);
  }
  expect(found).toEqual(['vault.answer_key']);
});

test('a question without a key has no row in the vault', async () => {
  const noKey = { kind: QuestionKind.YES_NO, options: undefined, key: undefined };
  const { saved } = await publishDrafts(store, [questionDraft('keyless', noKey)]);
  expect(await editionContent(saved[0]!.editionId)).toBeDefined();
  expect(await vaultContent(saved[0]!.editionId)).toBeUndefined();
});

test('a change of the key alone is a new edition; the key of the old one stays', async () => {
  const before = await publishDrafts(store, [questionDraft('rekeyed', { key: { correctOptions: ['this'] } })]);
  const after = await publishDrafts(store, [questionDraft('rekeyed', { key: { correctOptions: ['that'] } })]);
  expect(after.saved[0]!.changed).toBe(true);
  expect(await vaultContent(before.saved[0]!.editionId)).toEqual({ content: { key: { correctOptions: ['this'] } } });
  expect(await vaultContent(after.saved[0]!.editionId)).toEqual({ content: { key: { correctOptions: ['that'] } } });
});

test('what answers say about careers has its rows in the vault only', async () => {
  const key = { affinities: [{ option: 'this', career: 'hinted-career', weight: 2 }] };
  const { saved } = await publishDrafts(store, [
    questionDraft('hints', { key }),
    careerDraft('hinted-career', ['hinted-skill']),
    skillDraft('hinted-skill'),
  ]);
  const rows = await store.query(
    'SELECT career_id, option_id, weight, position FROM vault.affinity WHERE edition_id = $1',
    [saved[0]!.editionId],
  );
  expect(rows).toEqual([{ career_id: saved[1]!.documentId, option_id: 'this', weight: 2, position: 0 }]);
  const outside = await store.query(
    `SELECT table_name, column_name FROM information_schema.columns
     WHERE table_schema <> 'vault' AND column_name ~ 'affinit|weight|option_id|correct|answer_key'
     AND table_schema NOT IN ('pg_catalog', 'information_schema') ORDER BY 1`,
  );
  // The first is the order in which a paper shows options, two are the numbers of corrections, the last says that there is something in the vault, not what.
  expect(outside).toEqual([
    { table_name: 'attempt_item', column_name: 'option_ids' },
    { table_name: 'grade', column_name: 'correction_number' },
    { table_name: 'grading_correction_paper', column_name: 'correction_number' },
    { table_name: 'question', column_name: 'has_affinities' },
  ]);
});
