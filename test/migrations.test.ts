import { randomBytes, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { type App, buildApp } from '../src/app';
import { checkoutFolder } from '../src/checkout-folder';
import { testConfig } from './setup/test-config';

const files = readdirSync(join(checkoutFolder, 'migrations')).toSorted();

describe('migration files', () => {
  test('are named <utc-ms>-<verb>-<what>.ts, each with a time of its own that lies in the past', () => {
    expect(files.length).toBeGreaterThan(0);
    const stamps = files.map((file) => {
      expect(file).toMatch(/^\d{13}(-[a-z0-9]+){2,}\.ts$/);
      return Number(file.slice(0, 13));
    });
    expect(new Set(stamps).size).toBe(stamps.length);
    for (const stamp of stamps) expect(stamp).toBeLessThanOrEqual(Date.now());
  });

  test.each(files)('%s exports one class, named like the file', (file) => {
    const [, stamp = '', words = ''] = /^(\d+)-(.*)\.ts$/.exec(file) ?? [];
    const name = words.replace(/(^|-)([a-z0-9])/g, (_, __, letter: string) => letter.toUpperCase()) + stamp;
    const text = readFileSync(join(checkoutFolder, 'migrations', file), 'utf8');
    expect([...text.matchAll(/export class (\w+)/g)].map(([, found]) => found)).toEqual([name]);
  });
});

describe('on a new database', () => {
  const database = `test_${randomBytes(6).toString('hex')}`;
  let admin: DataSource;
  let app: App;
  beforeAll(async () => {
    admin = await new DataSource({ type: 'postgres', url: process.env.TEST_SERVER_URL }).initialize();
    await admin.query(`CREATE DATABASE ${database}`);
    app = await buildApp(testConfig(database));
  });
  afterAll(async () => {
    await app.close();
    await admin.query(`DROP DATABASE ${database} WITH (FORCE)`);
    await admin.destroy();
  });

  test('nothing is synchronized: without migrations there is no table', async () => {
    expect(app.dataSource.options.synchronize).toBe(false);
    expect(await catalog(app.dataSource)).toEqual([]);
  });

  test('every migration is applied once, in the order of the files, and then nothing is left to generate', async () => {
    const names = await app.migrate();
    expect(names.map((name) => name.slice(-13))).toEqual(files.map((file) => file.slice(0, 13)));
    expect(await app.migrate()).toEqual([]);
    const { upQueries } = await app.dataSource.driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
  });

  test('a pool of a single connection is enough for them', async () => {
    const config = testConfig(database);
    const small = await buildApp({ ...config, database: { ...config.database, poolSize: 1 } });
    await small.dataSource.undoLastMigration();
    expect(await small.migrate()).toHaveLength(1);
    expect(await small.migrate()).toEqual([]);
    await small.close();
  });

  test('every index that an entity names is there, those that TypeORM leaves to the migrations too', async () => {
    const named = app.dataSource.entityMetadatas.flatMap(({ indices }) => indices.map(({ name }) => name));
    const rows = (await app.dataSource.query('SELECT indexname FROM pg_indexes')) as { indexname: string }[];
    const existing = rows.map(({ indexname }) => indexname);
    expect(named.filter((name) => name.endsWith('_trgm')).length).toBeGreaterThan(5);
    expect(named.filter((name) => !existing.includes(name))).toEqual([]);
  });

  test('a column that no migration made would be noticed', async () => {
    await app.dataSource.query('ALTER TABLE skill DROP COLUMN summary');
    const { upQueries } = await app.dataSource.driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).toEqual([expect.stringContaining('"summary"')]);
    await app.dataSource.query('ALTER TABLE skill ADD COLUMN summary text NOT NULL');
  });

  test('questions and assessments of before points and windows say what content says that leaves these out', async () => {
    const { dataSource } = app;
    const since = files.length - files.findIndex((file) => file.endsWith('-extend-questions-and-assessments.ts'));
    const takeBack = async () => {
      for (let undone = 0; undone < since; undone += 1) await dataSource.undoLastMigration();
    };
    const row = { edition_id: randomUUID(), document_id: randomUUID(), summary: '', title: 'T', blueprint: [] };
    const rows: [table: string, row: object][] = [
      ['question', { ...row, kind: 'YES_NO', prompt: 'Is it?', options: [], rubric: [] }],
      ['assessment', { ...row, kind: 'QUIZ', review_policy: 'NEVER', retake_wait_hours: 0, question_ids: [] }],
    ];
    await takeBack();
    await dataSource.transaction(async (manager) => {
      // Their editions do not matter here.
      await manager.query('SET LOCAL session_replication_role = replica');
      for (const [table, values] of rows)
        await manager.query(`INSERT INTO ${table} SELECT * FROM jsonb_populate_record(NULL::${table}, $1)`, [values]);
    });
    await app.migrate();
    const said = async (columns: string, table: string) =>
      (await dataSource.query(`SELECT ${columns} FROM ${table}`)) as object[];
    expect(await said('points, scoring, other_units', 'question')).toEqual([
      { points: 1, scoring: 'ALL_OR_NOTHING', other_units: [] },
    ]);
    expect(await said('max_attempts, opens_at, closes_at', 'assessment')).toEqual([
      { max_attempts: null, opens_at: null, closes_at: null },
    ]);
    await dataSource.query(`UPDATE assessment SET review_policy = 'AFTER_WINDOW'`);
    await takeBack();
    expect(await said('review_policy', 'assessment')).toEqual([{ review_policy: 'NEVER' }]);
    await app.migrate();
    await dataSource.query('TRUNCATE question, assessment');
  });

  test('all of them can be taken back, and applied again to the same schema', async () => {
    // The column that came back above stands last now; from here on it is where the migrations put it.
    await takeAllBack();
    await app.migrate();
    const before = await catalog(app.dataSource);
    for (const kind of ['table', 'column', 'constraint', 'index', 'view', 'function', 'trigger']) {
      expect(before).toContainEqual(expect.stringMatching(new RegExp(`^${kind} `)));
    }
    await takeAllBack();
    expect(await catalog(app.dataSource)).toEqual([]);
    await app.migrate();
    expect(await catalog(app.dataSource)).toEqual(before);
  });

  async function takeAllBack(): Promise<void> {
    for (const _ of files) await app.dataSource.undoLastMigration();
  }
});

/** Everything that migrations made, one line each; extensions, TypeORM's own table and the job queue's do not count. */
async function catalog(dataSource: DataSource): Promise<string[]> {
  const rows = (await dataSource.query(`
    WITH ours AS (SELECT oid, nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname NOT IN ('information_schema', 'graphile_worker')),
      relations AS (SELECT c.*, nspname FROM pg_class c JOIN ours ON ours.oid = relnamespace WHERE relname NOT LIKE 'migration%')
    SELECT format('schema %s', nspname) AS line FROM ours WHERE nspname <> 'public'
    UNION ALL SELECT format('table %s.%s', nspname, relname) FROM relations WHERE relkind = 'r'
    UNION ALL SELECT format('column %s.%s %s %s %s %s %s %s', nspname, relname, attnum, attname, format_type(atttypid, atttypmod),
        attcollation::regcollation, attnotnull, pg_get_expr(adbin, adrelid))
      FROM relations r JOIN pg_attribute a ON a.attrelid = r.oid LEFT JOIN pg_attrdef d ON (d.adrelid, d.adnum) = (r.oid, a.attnum)
      WHERE relkind = 'r' AND attnum > 0 AND NOT attisdropped
    UNION ALL SELECT format('constraint %s.%s %s %s', nspname, relname, conname, pg_get_constraintdef(c.oid))
      FROM relations r JOIN pg_constraint c ON c.conrelid = r.oid
    UNION ALL SELECT format('index %s', pg_get_indexdef(r.oid)) FROM relations r WHERE relkind = 'i'
    UNION ALL SELECT format('view %s.%s %s', nspname, relname, pg_get_viewdef(r.oid)) FROM relations r WHERE relkind = 'v'
    UNION ALL SELECT format('function %s', pg_get_functiondef(p.oid)) FROM pg_proc p JOIN ours ON ours.oid = pronamespace
      WHERE NOT EXISTS (SELECT 1 FROM pg_depend WHERE objid = p.oid AND deptype = 'e')
    UNION ALL SELECT format('trigger %s', pg_get_triggerdef(t.oid)) FROM pg_trigger t JOIN relations r ON r.oid = tgrelid
      WHERE NOT tgisinternal
    UNION ALL SELECT format('sequence %s.%s', nspname, relname) FROM relations r WHERE relkind = 'S'
    ORDER BY 1`)) as { line: string }[];
  return rows.map(({ line }) => line);
}
