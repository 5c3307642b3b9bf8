import sql, { raw, type Sql } from 'sql-template-tag';
import type { DataSource } from 'typeorm';
import { keysetAfter, orderBy, type SortColumn } from '../../kernel/database/keyset';
import { type Connection, connectionWith } from '../../kernel/graphql/connection';
import { encodeCursor } from '../../kernel/graphql/cursor';
import { cutPage, type Page } from '../../kernel/graphql/page';
import type { BatchWaves } from '../../kernel/loading/batch-waves';
import { LoaderSet, manyByKey } from '../../kernel/loading/loaders';
import type { AttemptRef } from '../attempt/grade-attempt';

/** A correction that was applied, as a row. */
export interface AppliedCorrectionRow {
  readonly number: number;
  readonly questionId: string;
  readonly keyEditionId: string;
  readonly mayLower: boolean;
  readonly reason: string;
  readonly actorId: string;
  readonly appliedAt: Date;
  readonly finishedAt: Date | null;
  readonly attempts: number;
  readonly checked: number;
  readonly raised: number;
  readonly lowered: number;
  readonly newlyPassed: number;
  readonly newlyFailed: number;
}

/** What a correction did to one attempt. */
export interface RegradingRow {
  readonly at: Date;
  readonly reason: string;
  readonly pointsBefore: number;
  readonly points: number;
  readonly passedBefore: boolean | null;
  readonly passed: boolean | null;
}

const columns =
  raw(`c.number, c.question_id AS "questionId", c.key_edition_id AS "keyEditionId", c.may_lower AS "mayLower", c.reason,
  c.actor_id AS "actorId", c.applied_at AS "appliedAt", c.finished_at AS "finishedAt", c.attempts, c.checked, c.raised, c.lowered,
  c.newly_passed AS "newlyPassed", c.newly_failed AS "newlyFailed"`);

const listOrder: SortColumn[] = [{ column: 'c.number', type: 'int' }];

/** Reads corrections for editors, and for learners what they did to their attempts. Lives as long as one request. */
export class CorrectionReader {
  private readonly loaders = new LoaderSet();

  constructor(
    private readonly dataSource: DataSource,
    private readonly waves: BatchWaves,
  ) {}

  /** The correction with this number. */
  async byNumber(number: number): Promise<AppliedCorrectionRow | null> {
    const [row] = await this.query<AppliedCorrectionRow>(
      sql`SELECT ${columns} FROM grading_correction c WHERE c.number = ${number}`,
    );
    return row ?? null;
  }

  /** Corrections, the latest first: those of a question, or of all. */
  async list(
    questionId: string | null,
    page: Page,
  ): Promise<Connection<{ cursor: string; node: AppliedCorrectionRow }>> {
    const wanted = questionId === null ? sql`true` : sql`c.question_id = ${questionId}::uuid`;
    const read = await this.query<AppliedCorrectionRow>(sql`
      SELECT ${columns} FROM grading_correction c WHERE ${wanted} AND ${keysetAfter(page, 'corrections', listOrder, true)}
      ${orderBy(listOrder, !page.backward)} LIMIT ${page.limit + 1}`);
    const { rows, ...more } = cutPage(read, page);
    const edges = rows.map((node) => ({ node, cursor: encodeCursor('corrections', [node.number]) }));
    return connectionWith(edges, more, async () => {
      const [row] = await this.query<{ total: number }>(
        sql`SELECT count(*)::int AS total FROM grading_correction c WHERE ${wanted}`,
      );
      return row!.total;
    });
  }

  /** What corrections did to an attempt of a learner who has proved to be one, the first one first. */
  ofAttempt({ learnerId, id }: AttemptRef): Promise<RegradingRow[]> {
    const load = this.loaders.get('ofAttempt', () =>
      manyByKey<RegradingRow>(this.waves, async (keys) => {
        const rows = await this.query<RegradingRow & { attempt: string }>(sql`
          SELECT g.learner_id || '/' || g.attempt_id AS attempt, g.graded_at AS at, g.reason, b.points::float8 AS "pointsBefore",
            g.points::float8 AS points, b.passed AS "passedBefore", g.passed
          FROM unnest(${keys.map((key) => key.slice(0, 36))}::uuid[], ${keys.map((key) => key.slice(37))}::uuid[]) AS wanted(learner_id, id)
          JOIN grade g ON g.learner_id = wanted.learner_id AND g.attempt_id = wanted.id AND g.reason IS NOT NULL
          JOIN grade b ON b.learner_id = g.learner_id AND b.attempt_id = g.attempt_id AND b.number = g.number - 1
          ORDER BY g.number`);
        return rows.map((row) => [row.attempt, row] as const);
      }),
    );
    return load.load(`${learnerId}/${id}`);
  }

  private query<Row>(statement: Sql): Promise<Row[]> {
    return this.waves.run(() => this.dataSource.query(statement.text, statement.values));
  }
}
