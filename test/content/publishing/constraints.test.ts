import type { DataSource, EntityManager } from 'typeorm';
import { AssessmentKind } from '../../../src/content/assessment/assessment-kind';
import { DemandOutlook, TransitionKind } from '../../../src/content/career/career-enums';
import { allKinds } from '../../../src/content/publishing/content-kinds';
import { EdgeRow } from '../../../src/content/publishing/edge-row';
import type { SavedDraft } from '../../../src/content/publishing/save-editions';
import { QuestionKind } from '../../../src/content/question/question-kind';
import { assessmentDraft } from '../../factories/assessment';
import { careerDraft, salaryClaim } from '../../factories/career';
import { employerDraft } from '../../factories/employer';
import { industryDraft } from '../../factories/industry';
import { levelDraft } from '../../factories/level';
import { projectDraft } from '../../factories/project';
import { questionDraft } from '../../factories/question';
import { skillDraft } from '../../factories/skill';
import { sourceDraft } from '../../factories/source';
import { publishDrafts, saveDrafts, storedRows, unpublish } from '../../setup/content-store';
import { MarkedContent } from '../../setup/marked-content';
import { startTestApp, type TestApp } from '../../setup/test-app';
import { slugsByKind } from '../../setup/walk-targets';

let app: TestApp;
let store: DataSource;
let career: SavedDraft;
let level: SavedDraft;
let withdrawn: SavedDraft;

/** Published documents that state at least one edge of every kind. */
beforeAll(async () => {
  app = await startTestApp('empty');
  store = app.dataSource;
  const { saved } = await publishDrafts(store, [
    careerDraft('a-career', ['a-skill'], {
      transitions: [{ career: 'b-career', kind: TransitionKind.TRANSITION }],
      industries: ['an-industry'],
      employers: ['an-employer'],
      levels: [{ level: 'a-level', salaryClaims: [salaryClaim('a-source')] }],
      projects: ['a-project'],
      practicePrompts: ['a-prompt'],
      assessments: ['an-assessment'],
      learningPath: [{ id: 'step', title: 'Step', text: 'Learn.', skills: ['a-skill'] }],
      demand: [{ id: 'demand', outlook: DemandOutlook.STEADY, text: 'Steady.', source: 'a-source' }],
    }),
    levelDraft('a-level'),
    questionDraft('a-question', {
      skill: 'a-skill',
      key: { correctOptions: ['this'], affinities: [{ option: 'this', career: 'a-career', weight: 1 }] },
    }),
    questionDraft('b-question', { skill: 'a-skill' }),
    questionDraft('a-prompt', {
      kind: QuestionKind.OPEN,
      options: undefined,
      key: undefined,
      rubric: [{ id: 'covers', text: 'Covers it.' }],
    }),
    assessmentDraft('an-assessment', ['a-question'], {
      kind: AssessmentKind.EXAM,
      timeLimitMinutes: 10,
      passPercent: 70,
      blueprint: [{ skill: 'a-skill', count: 1 }],
    }),
    careerDraft('b-career', ['a-skill']),
    skillDraft('a-skill', { broader: ['b-skill'], prerequisites: ['b-skill'] }),
    skillDraft('b-skill'),
    industryDraft('an-industry'),
    employerDraft('an-employer'),
    sourceDraft('a-source'),
    projectDraft('a-project', ['a-skill']),
    skillDraft('withdrawn'),
  ]);
  career = saved[0]!;
  level = saved[1]!;
  withdrawn = saved.at(-1)!;
  await unpublish(store, [withdrawn.documentId]);
});
afterAll(() => app.stop());

/** Tries a change and takes it back; resolves to what the database said, or 'accepted'. */
async function attempt(change: (manager: EntityManager) => Promise<unknown>): Promise<unknown> {
  const runner = store.createQueryRunner();
  await runner.startTransaction();
  try {
    await change(runner.manager);
    return 'accepted';
  } catch (error) {
    return error;
  } finally {
    await runner.rollbackTransaction();
    await runner.release();
  }
}

const attemptSql = (sql: string, values: unknown[] = []) => attempt((manager) => manager.query(sql, values));

/** Tries a copy of a table's first row with other values. */
const attemptCopy = (table: string, overrides: object) =>
  attemptSql(
    `INSERT INTO ${table} SELECT (jsonb_populate_record(NULL::${table}, to_jsonb(t) || $1)).* FROM ${table} t LIMIT 1`,
    [JSON.stringify(overrides)],
  );

describe('history never changes', () => {
  test.each([
    ['edition', `UPDATE edition SET message = 'other'`],
    ['edition', 'DELETE FROM edition'],
    ['answer_key', `UPDATE vault.answer_key SET content = '{}'`],
    ['answer_key', 'DELETE FROM vault.answer_key'],
    ['publication', `UPDATE publication SET message = 'other'`],
    ['publication', 'DELETE FROM publication'],
    ['edition', 'TRUNCATE edition CASCADE'],
    ['answer_key', 'TRUNCATE vault.answer_key'],
    ['publication', 'TRUNCATE publication CASCADE'],
    ['publication_item', 'TRUNCATE publication_item'],
    ['publication_item', 'DELETE FROM publication_item'],
    [
      'publication_item',
      'UPDATE publication_item SET previous_edition_id = edition_id, edition_id = NULL WHERE superseded_by IS NULL AND edition_id IS NOT NULL',
    ],
    ['publication_item', 'UPDATE publication_item SET superseded_by = NULL WHERE superseded_by IS NOT NULL'],
    [
      'publication_item',
      'UPDATE publication_item SET superseded_by = superseded_by + 1 WHERE superseded_by IS NOT NULL',
    ],
  ])('the database refuses to change a row of %s: %s', async (table, sql) => {
    const before = await storedRows(store);
    expect(await attemptSql(sql)).toMatchObject({
      code: '23001',
      message: `rows of ${table} are never changed or deleted`,
    });
    expect(await storedRows(store)).toEqual(before);
  });

  test('but an item is superseded once, by a later publication', async () => {
    const supersede = (by: number) =>
      attemptSql('UPDATE publication_item SET superseded_by = $2 WHERE document_id = $1 AND superseded_by IS NULL', [
        career.documentId,
        by,
      ]);
    expect(await supersede(1)).toMatchObject({ constraint: 'publication_item_superseded_check' });
    expect(await supersede(99)).toMatchObject({ constraint: 'publication_item_superseded_by_fk' });
    expect(await supersede(2)).toBe('accepted');
  });

  test('and a document has one present state, and no publication without a change', async () => {
    const next = `INSERT INTO publication (number) VALUES (3)`;
    const columns = 'publication_number, document_id, edition_id, slug, previous_edition_id';
    const item = (values: string) =>
      attemptSql(`${next}; INSERT INTO publication_item (${columns}) VALUES (3, ${values})`);
    expect(await item(`'${career.documentId}', NULL, 'a-career', '${career.editionId}'`)).toMatchObject({
      constraint: 'publication_item_current_key',
    });
    expect(await item(`'${career.documentId}', '${career.editionId}', NULL, '${career.editionId}'`)).toMatchObject({
      constraint: 'publication_item_change_check',
    });
    expect(await item(`'${career.documentId}', '${level.editionId}', NULL, NULL`)).toMatchObject({
      code: expect.stringMatching('23503|23505'),
    });
  });

  test('and what is taken out keeps the slug that it was taken out under', async () => {
    const columns = 'publication_number, document_id, edition_id, slug, previous_edition_id';
    const sql = `INSERT INTO publication (number) VALUES (3); INSERT INTO publication_item (${columns})
      VALUES (3, '${career.documentId}', NULL, NULL, '${career.editionId}')`;
    expect(await attemptSql(sql)).toMatchObject({ constraint: 'publication_item_slug_check' });
  });

  test('nor does a document point at an edition of another one', async () => {
    for (const column of ['latest_edition_id', 'published_edition_id']) {
      const sql = `UPDATE document SET ${column} = $1 WHERE id = $2`;
      expect(await attemptSql(sql, [career.editionId, level.documentId])).toMatchObject({ code: '23503' });
    }
  });
});

describe('every edge', () => {
  // Documents of each kind with every field filled, so that a new edge is covered as it is.
  beforeAll(async () => {
    const documents = slugsByKind([], ['edges-one', 'edges-two']);
    const marked = new MarkedContent({ mark: 'EDGES', documents, entries: 1, number: 7 });
    const drafts = allKinds().flatMap((kind) =>
      documents.get(kind.kind)!.map((slug) => ({ kind, slug, content: marked.fill(kind, slug) })),
    );
    await saveDrafts(store, drafts);
  });

  const edges = () => {
    const found = store.entityMetadatas.filter(({ target }) => (target as Function).prototype instanceof EdgeRow);
    return found.map((metadata) => ({
      table: metadata.tablePath,
      name: metadata.tableName,
      target: metadata.findColumnWithPropertyName('targetId')!.databaseName,
    }));
  };

  test('has a position from 0 and leads to another document than its own', async () => {
    expect(edges().length).toBeGreaterThanOrEqual(16);
    for (const { table, name, target } of edges()) {
      const [row] = (await store.query(`SELECT * FROM ${table} LIMIT 1`)) as Record<string, unknown>[];
      const refused = { code: '23514', constraint: `${name}_check` };
      expect([table, await attemptCopy(table, { position: -1 })]).toMatchObject([table, refused]);
      expect([table, await attemptCopy(table, { position: 900, [target]: row!.document_id })]).toMatchObject([
        table,
        refused,
      ]);
      expect([table, await attemptCopy(table, { position: 900 })]).toEqual([table, 'accepted']);
    }
  });

  test('leads to a document that exists, from an edition of its own document', async () => {
    for (const { table, target } of edges()) {
      const nowhere = '00000000-0000-4000-8000-000000000000';
      expect([table, await attemptCopy(table, { position: 900, [target]: nowhere })]).toMatchObject([
        table,
        { code: '23503' },
      ]);
      const foreign = { position: 900, edition_id: withdrawn.editionId };
      expect([table, await attemptCopy(table, foreign)]).toMatchObject([table, { code: '23503' }]);
    }
  });
});

describe('the database itself refuses', () => {
  test.each([
    ['a salary whose upper end is below the lower', 'salary_claim', { min: 2, max: 1 }, 'salary_claim_range_check'],
    ['a salary below nothing', 'salary_claim', { min: -1, max: null }, 'salary_claim_range_check'],
    ['a currency that is no code', 'salary_claim', { currency: 'usd' }, 'salary_claim_currency_check'],
    ['an unknown pay period', 'salary_claim', { period: 'WEEK' }, 'salary_claim_period_check'],
    ['an unknown confidence', 'salary_claim', { confidence: 'SURE' }, 'salary_claim_confidence_check'],
    ['an unknown outlook', 'demand_claim', { outlook: 'GOOD' }, 'demand_claim_outlook_check'],
    ['an unknown importance', 'career_skill', { importance: 'VITAL' }, 'career_skill_importance_check'],
    ['an unknown kind of transition', 'career_transition', { kind: 'JUMP' }, 'career_transition_kind_check'],
    ['an affinity above 2', 'vault.affinity', { weight: 3 }, 'affinity_weight_check'],
    ['an affinity below -2', 'vault.affinity', { weight: -3 }, 'affinity_weight_check'],
    ['a blueprint that draws no question', 'assessment_skill', { count: 0 }, 'assessment_skill_count_check'],
  ])('%s', async (_, table, values, constraint) => {
    const overrides = { position: 900, ...values };
    expect(await attemptCopy(table, overrides)).toMatchObject({ code: '23514', constraint });
  });

  test('nothing about the open end of a salary, or one that is a single figure', async () => {
    expect(await attemptCopy('salary_claim', { position: 900, min: 5, max: null })).toBe('accepted');
    expect(await attemptCopy('salary_claim', { position: 900, min: 5, max: 5 })).toBe('accepted');
  });

  test('a window of an assessment that ends before it begins, or at once', async () => {
    const window = (opensAt: string, closesAt: string | null) =>
      attemptSql('UPDATE assessment SET opens_at = $1, closes_at = $2', [opensAt, closesAt]);
    const refused = { code: '23514', constraint: 'assessment_window_check' };
    expect(await window('2026-09-02T00:00:00Z', '2026-09-01T00:00:00Z')).toMatchObject(refused);
    expect(await window('2026-09-01T02:00:00+02:00', '2026-09-01T00:00:00Z')).toMatchObject(refused);
    expect(await window('2026-09-01T00:00:00Z', '2026-09-01T00:00:01Z')).toBe('accepted');
    expect(await window('2026-09-01T00:00:00Z', null)).toBe('accepted');
  });

  test.each([
    ['level', 'rank', 0, 'level_rank_check'],
    ['level', 'rank', 101, 'level_rank_check'],
    ['skill', 'kind', 'HARD', 'skill_kind_check'],
    ['question', 'kind', 'ESSAY', 'question_kind_check'],
    ['question', 'difficulty', 'MILD', 'question_difficulty_check'],
    ['assessment', 'kind', 'TEST', 'assessment_kind_check'],
    ['assessment', 'pass_percent', 101, 'assessment_pass_percent_check'],
    ['assessment', 'time_limit_minutes', 0, 'assessment_minutes_check'],
    ['assessment', 'retake_wait_hours', -1, 'assessment_retake_check'],
    ['assessment', 'review_policy', 'ALWAYS', 'assessment_review_policy_check'],
    ['assessment', 'max_attempts', 0, 'assessment_max_attempts_check'],
    ['assessment', 'max_attempts', 1001, 'assessment_max_attempts_check'],
    ['question', 'points', 0, 'question_points_check'],
    ['question', 'points', 21, 'question_points_check'],
    ['question', 'scoring', 'HALF', 'question_scoring_check'],
    ['document', 'slug', 'Two Words', 'document_slug_check'],
    ['document', 'slug', 'x'.repeat(81), 'document_slug_check'],
    ['document', 'version', 0, 'document_version_check'],
  ])('in %s a %s of %s', async (table, column, value, constraint) => {
    const sql = `UPDATE ${table} SET ${column} = $1`;
    expect(await attemptSql(sql, [value])).toMatchObject({ code: '23514', constraint });
  });
});
