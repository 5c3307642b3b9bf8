import sql, { type Sql } from 'sql-template-tag';
import type { DataSource } from 'typeorm';
import { keysetAfter, orderBy, type SortColumn } from '../../kernel/database/keyset';
import { type Connection, connectionWith } from '../../kernel/graphql/connection';
import { encodeCursor } from '../../kernel/graphql/cursor';
import { cutPage, type Page } from '../../kernel/graphql/page';
import type { BatchWaves } from '../../kernel/loading/batch-waves';
import { LoaderSet, oneByKey } from '../../kernel/loading/loaders';
import type { QuestionKind } from '../../content/question/question-kind';

/** With fewer attempts nothing is told: chance would say more than the question. */
export const ENOUGH_ATTEMPTS = 20;
/** The latest so many attempts of a question are looked at: more would not make the numbers better. */
export const MOST_ATTEMPTS = 5_000;

/** What attempts say of a question. Shares lie between 0 and 1; numbers are rounded to four decimals. */
export interface QuestionNumbers {
  readonly attempts: number;
  readonly facility: number | null;
  readonly discrimination: number | null;
  readonly unansweredShare: number | null;
  readonly medianSeconds: number | null;
  /** By the option's id; by `true` and `false` for YES_NO. Options that nobody chose are left out. */
  readonly options: Readonly<Record<string, { readonly chosen: number; readonly meanPercent: number | null }>>;
}

/** A question with the editions that its numbers are about. */
export interface QuestionRow {
  readonly id: string;
  readonly kind: `${QuestionKind}`;
  readonly options: readonly { readonly id: string; readonly text: string }[];
  /** The latest first. */
  readonly editionIds: readonly string[];
}

const listOrder: SortColumn[] = [
  { column: 'd.slug', type: 'text' },
  { column: 'd.id', type: 'uuid' },
];

/** Reads what graded attempts say of questions, all questions of a page at once. Lives as long as one request. */
export class QuestionStatisticsReader {
  private readonly loaders = new LoaderSet();

  constructor(
    private readonly dataSource: DataSource,
    private readonly waves: BatchWaves,
  ) {}

  /**
   * A question and its editions that ask and grade the same as the public one (or the latest, where none is public): same kind,
   * options, units, scoring and key. Other words of the prompt or the explanation, and other points, make no difference.
   */
  question(id: string): Promise<QuestionRow | null> {
    const load = this.loaders.get('question', () =>
      oneByKey<QuestionRow>(this.waves, async (ids) => {
        const rows = await this.query<QuestionRow>(sql`
          SELECT d.id, r.kind, r.options, array_agg(e.id ORDER BY e.number DESC) AS "editionIds"
          FROM document d JOIN question r ON r.edition_id = coalesce(d.published_edition_id, d.latest_edition_id)
          LEFT JOIN vault.answer_key rk ON rk.edition_id = r.edition_id
          JOIN edition e ON e.document_id = d.id
          JOIN question q ON q.edition_id = e.id AND q.kind = r.kind AND q.options = r.options AND q.scoring = r.scoring
            AND q.unit IS NOT DISTINCT FROM r.unit AND q.other_units = r.other_units
          LEFT JOIN vault.answer_key k ON k.edition_id = e.id
          WHERE d.id = ANY(${ids}::uuid[]) AND d.kind = 'QUESTION'
            AND coalesce(k.content->'key', '{}') - '{explanation,affinities}'::text[]
              = coalesce(rk.content->'key', '{}') - '{explanation,affinities}'::text[]
          GROUP BY d.id, r.edition_id`);
        return new Map(rows.map((row) => [row.id, row]));
      }),
    );
    return load.load(id);
  }

  /** What the attempts at an assessment, or at any when it is null, say of a question. */
  async numbers({ id, editionIds }: QuestionRow, assessmentId: string | null): Promise<QuestionNumbers> {
    const load = this.loaders.get(`numbers/${assessmentId}`, () =>
      oneByKey<QuestionNumbers>(this.waves, async (keys) => {
        const rows = await this.query<QuestionNumbers & { id: string }>(
          numbersOf(keys.flatMap(toEditions), assessmentId),
        );
        return new Map(rows.map((row) => [keys.find((key) => key.startsWith(row.id))!, row]));
      }),
    );
    const found = await load.load([id, ...editionIds].join('/'));
    return found ?? { ...nothing, attempts: 0 };
  }

  /** The questions that graded attempts at an assessment were asked, by slug. */
  async asked(assessmentId: string, page: Page): Promise<Connection<{ cursor: string; node: { id: string } }>> {
    const wanted = sql`d.kind = 'QUESTION' AND d.id IN (
      SELECT i.question_id FROM attempt a JOIN attempt_item i ON i.learner_id = a.learner_id AND i.attempt_id = a.id
      WHERE a.assessment_id = ${assessmentId}::uuid AND a.state <> 'IN_PROGRESS')`;
    const read = await this.query<{ id: string; slug: string }>(sql`
      SELECT d.id, d.slug FROM document d
      WHERE ${wanted} AND ${keysetAfter(page, 'question-statistics', listOrder, false)}
      ${orderBy(listOrder, page.backward)} LIMIT ${page.limit + 1}`);
    const { rows, ...more } = cutPage(read, page);
    const edges = rows.map(({ id, slug }) => ({
      node: { id },
      cursor: encodeCursor('question-statistics', [slug, id]),
    }));
    return connectionWith(edges, more, async () => {
      const [row] = await this.query<{ total: number }>(
        sql`SELECT count(*)::int AS total FROM document d WHERE ${wanted}`,
      );
      return row!.total;
    });
  }

  private query<Row>(statement: Sql): Promise<Row[]> {
    return this.waves.run(() => this.dataSource.query(statement.text, statement.values));
  }
}

const nothing = { facility: null, discrimination: null, unansweredShare: null, medianSeconds: null, options: {} };

/** The pairs of question and edition that a loader's key names. */
function toEditions(key: string): { questionId: string; editionId: string }[] {
  const [questionId = '', ...editionIds] = key.split('/');
  return editionIds.map((editionId) => ({ questionId, editionId }));
}

/**
 * One statement, whatever the number of questions. `taken` has the attempts that count, a row each; the rest of a paper is what
 * it gave without the question, so the correlation is the corrected one.
 */
function numbersOf(editions: readonly { questionId: string; editionId: string }[], assessmentId: string | null): Sql {
  return sql`
    WITH wanted AS (
      SELECT * FROM unnest(${editions.map(({ questionId }) => questionId)}::uuid[], ${editions.map(({ editionId }) => editionId)}::uuid[])
        AS w(question_id, edition_id)
    ), taken AS MATERIALIZED (
      SELECT * FROM (
        SELECT w.question_id, a.learner_id, a.id AS attempt_id, a.started_at, i.position, g.answer,
          g.points::float8 / i.points AS share,
          CASE WHEN g.points IS NOT NULL AND t.max_points > i.points
            THEN (t.points - g.points)::float8 / (t.max_points - i.points) END AS rest,
          t.points::float8 / nullif(t.max_points, 0) * 100 AS percent,
          row_number() OVER (PARTITION BY w.question_id ORDER BY a.submitted_at DESC, a.id) AS place
        FROM wanted w JOIN attempt_item i ON i.question_id = w.question_id AND i.question_edition_id = w.edition_id
        JOIN attempt a ON a.learner_id = i.learner_id AND a.id = i.attempt_id AND a.state <> 'IN_PROGRESS'
          AND (${assessmentId}::uuid IS NULL OR a.assessment_id = ${assessmentId}::uuid)
        JOIN grade t ON t.learner_id = a.learner_id AND t.attempt_id = a.id AND t.number = a.grade_number
        JOIN item_grade g ON g.learner_id = t.learner_id AND g.attempt_id = t.attempt_id AND g.number = t.number
          AND g.position = i.position
      ) AS latest WHERE place <= ${MOST_ATTEMPTS}
    ), summary AS (
      SELECT question_id, count(*)::int AS attempts, count(share) AS scored, avg(share) AS facility,
        avg((answer IS NULL)::int)::float8 AS unanswered, count(rest) AS pairs,
        CASE WHEN min(share) FILTER (WHERE rest IS NOT NULL) < max(share) FILTER (WHERE rest IS NOT NULL)
          AND min(rest) < max(rest) THEN corr(rest, share) END AS correlation
      FROM taken GROUP BY question_id
    ), chosen AS (
      SELECT question_id, jsonb_object_agg(id, jsonb_build_object('chosen', times, 'meanPercent', mean)) AS options
      FROM (
        SELECT question_id, o.id, count(*) AS times, round(avg(percent)::numeric, 4) AS mean
        FROM taken CROSS JOIN LATERAL jsonb_array_elements_text(CASE WHEN answer ? 'optionIds' THEN answer->'optionIds'
          WHEN answer ? 'yes' THEN jsonb_build_array(answer->'yes') ELSE '[]' END) AS o(id)
        GROUP BY question_id, o.id
      ) AS counted GROUP BY question_id
    ), spent AS (
      SELECT learner_id, attempt_id, position, greatest(sum(seconds), 0) AS seconds
      FROM (
        SELECT n.learner_id, n.attempt_id, n.position, extract(epoch FROM n.received_at - lag(n.received_at, 1, a.started_at)
          OVER (PARTITION BY n.learner_id, n.attempt_id ORDER BY n.received_at, n.client_id)) AS seconds
        FROM (SELECT DISTINCT learner_id, attempt_id, started_at FROM taken) AS a
        JOIN answer n ON n.learner_id = a.learner_id AND n.attempt_id = a.attempt_id
      ) AS steps GROUP BY learner_id, attempt_id, position
    ), times AS (
      SELECT t.question_id, count(*) AS timed, percentile_cont(0.5) WITHIN GROUP (ORDER BY s.seconds::float8) AS median
      FROM taken t JOIN spent s USING (learner_id, attempt_id, position) GROUP BY t.question_id
    )
    SELECT question_id AS id, attempts,
      CASE WHEN scored >= ${ENOUGH_ATTEMPTS} THEN round(facility::numeric, 4)::float8 END AS facility,
      CASE WHEN pairs >= ${ENOUGH_ATTEMPTS} THEN round(correlation::numeric, 4)::float8 END AS discrimination,
      CASE WHEN attempts >= ${ENOUGH_ATTEMPTS} THEN round(unanswered::numeric, 4)::float8 END AS "unansweredShare",
      CASE WHEN timed >= ${ENOUGH_ATTEMPTS} THEN round(median::numeric, 1)::float8 END AS "medianSeconds",
      CASE WHEN attempts >= ${ENOUGH_ATTEMPTS} THEN coalesce(options, '{}') ELSE '{}' END AS options
    FROM summary LEFT JOIN chosen USING (question_id) LEFT JOIN times USING (question_id)`;
}
