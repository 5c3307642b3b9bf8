import type { EntityManager } from 'typeorm';
import sql, { raw, type Sql } from 'sql-template-tag';
import { keysetAfter, orderBy, type SortColumn } from '../../kernel/database/keyset';
import { type Connection, connectionWith } from '../../kernel/graphql/connection';
import { encodeCursor } from '../../kernel/graphql/cursor';
import { cutPage, type Page } from '../../kernel/graphql/page';
import { chooseKey, hundredthsBy } from '../grading/choose-key';
import type { ItemAnswer } from '../grading/grading-types';
import { type CorrectionCase, fittingPapers, type PaperEdition, SCORED_ATTEMPT } from './correction-case';

/** How many different answers one statement brings. */
const ANSWERS_AT_ONCE = 1_000;

type Store = Pick<EntityManager, 'query'>;

/** What the same answers on the same edition would earn. Answers are named by their SHA-256. */
interface Effect {
  readonly editionId: string;
  readonly answer: string;
  /** What the item would give, in hundredths of a point. */
  readonly hundredths: number;
  /** Whether the latest key alone would give less, and the grade stays all the same. */
  readonly spared: boolean;
}

/** What applying a correction would do, over all attempts. */
export interface CorrectionTotals {
  readonly attempts: number;
  readonly raised: number;
  readonly lowered: number;
  readonly newlyPassed: number;
  readonly newlyFailed: number;
  readonly spared: number;
}

/** What applying a correction would do to one attempt. Points have at most two decimals. */
export interface ChangedAttempt {
  readonly id: string;
  readonly editionId: string;
  readonly submittedAt: Date;
  readonly itemPointsBefore: number;
  readonly itemPoints: number;
  readonly itemMaxPoints: number;
  readonly pointsBefore: number;
  readonly points: number;
  readonly maxPoints: number;
  readonly passedBefore: boolean | null;
  readonly passed: boolean | null;
}

/** Names an answer: equal answers are equal texts in PostgreSQL, whatever order they were written in. */
const ANSWER = `encode(sha256(convert_to(coalesce(g.answer, '{}')::text, 'UTF8')), 'hex')`;

/** Graded items of a question on papers of some editions: `i`, with its attempt, grade and item grade. */
const graded = (questionId: string, editionIds: readonly string[]): Sql => sql`
  FROM attempt_item i ${raw(SCORED_ATTEMPT)}
  JOIN grade t ON t.learner_id = a.learner_id AND t.attempt_id = a.id AND t.number = a.grade_number
  JOIN item_grade g ON g.learner_id = a.learner_id AND g.attempt_id = a.id AND g.number = a.grade_number AND g.position = i.position
  WHERE i.question_id = ${questionId}::uuid AND i.question_edition_id = ANY(${editionIds}::uuid[]) AND g.points IS NOT NULL`;

const listOrder: SortColumn[] = [{ column: 'c.id', type: 'uuid' }];

/** What a correction would do, without doing it. The keys are seen here alone; what comes out are points. */
export class CorrectionEffects {
  private effects: Promise<Effect[]> | undefined;
  private readonly papers: readonly PaperEdition[];

  constructor(
    private readonly store: Store,
    private readonly wanted: CorrectionCase,
    private readonly mayLower: boolean,
  ) {
    this.papers = fittingPapers(wanted);
  }

  /** Over all attempts. */
  async totals(): Promise<CorrectionTotals> {
    const [row] = await this.query<Omit<CorrectionTotals, 'attempts'>>(sql`
      ${await this.changes()}
      SELECT count(*) FILTER (WHERE c.after > c.before)::int AS raised, count(*) FILTER (WHERE c.after < c.before)::int AS lowered,
        count(*) FILTER (WHERE c.passed AND NOT c.passed_before)::int AS "newlyPassed",
        count(*) FILTER (WHERE c.passed_before AND NOT c.passed)::int AS "newlyFailed",
        count(*) FILTER (WHERE c.after = c.before AND c.spared)::int AS spared FROM c`);
    return { attempts: this.papers.reduce((sum, { gradedAttempts }) => sum + gradedAttempts, 0), ...row! };
  }

  /** The attempts whose points would change, in an order that says nothing about their learners. */
  async attempts(page: Page): Promise<Connection<{ cursor: string; node: ChangedAttempt }>> {
    const changes = await this.changes();
    const read = await this.query<ChangedAttempt>(sql`
      ${changes}
      SELECT c.id, c.edition_id AS "editionId", c.submitted_at AS "submittedAt", c.before::float8 AS "itemPointsBefore",
        c.after::float8 AS "itemPoints", c.max AS "itemMaxPoints", c.total_before::float8 AS "pointsBefore",
        c.total::float8 AS points, c.total_max AS "maxPoints", c.passed_before AS "passedBefore", c.passed
      FROM c WHERE c.after <> c.before AND ${keysetAfter(page, 'corrected-attempts', listOrder, false)}
      ${orderBy(listOrder, page.backward)} LIMIT ${page.limit + 1}`);
    const { rows, ...more } = cutPage(read, page);
    const edges = rows.map((node) => ({ node, cursor: encodeCursor('corrected-attempts', [node.id]) }));
    return connectionWith(edges, more, async () => {
      const [row] = await this.query<{ total: number }>(
        sql`${changes} SELECT count(*)::int AS total FROM c WHERE c.after <> c.before`,
      );
      return row!.total;
    });
  }

  /** The relation `c`: every attempt on which the correction has an effect, with its points before and after. */
  private async changes(): Promise<Sql> {
    const effects = await (this.effects ??= this.readEffects());
    return sql`
      WITH effect AS MATERIALIZED (
        SELECT * FROM unnest(${effects.map(({ editionId }) => editionId)}::uuid[], ${effects.map(({ answer }) => answer)}::text[],
          ${effects.map(({ hundredths }) => hundredths)}::int[], ${effects.map(({ spared }) => spared)}::boolean[])
          AS e(edition_id, answer, hundredths, spared)
      ), item AS (
        SELECT a.id, i.question_edition_id AS edition_id, a.submitted_at, ${raw(ANSWER)} AS answer, g.points AS before, i.points AS max,
          t.points AS total_before, t.max_points AS total_max, t.passed AS passed_before, s.pass_percent
        ${graded(this.wanted.questionId, this.editionIds)}
      ), changed AS (
        SELECT item.*, effect.spared, effect.hundredths / 100.0 AS after,
          item.total_before - item.before + effect.hundredths / 100.0 AS total
        FROM item JOIN effect ON effect.edition_id = item.edition_id AND effect.answer = item.answer
      ), c AS (
        SELECT changed.*, CASE WHEN passed_before IS NOT NULL THEN total * 100 >= pass_percent * total_max END AS passed FROM changed
      )`;
  }

  private get editionIds(): string[] {
    return this.papers.map(({ id }) => id);
  }

  /** Grades each different answer once, however many gave it. */
  private async readEffects(): Promise<Effect[]> {
    const found: Effect[] = [];
    let after = { editionId: '00000000-0000-0000-0000-000000000000', answer: '' };
    if (this.papers.length === 0) return found;
    for (let read = ANSWERS_AT_ONCE; read === ANSWERS_AT_ONCE;) {
      const rows = await this.query<{ editionId: string; answer: string; value: ItemAnswer }>(sql`
        SELECT DISTINCT ON (i.question_edition_id, ${raw(ANSWER)}) i.question_edition_id AS "editionId", ${raw(ANSWER)} AS answer,
          coalesce(g.answer, '{}') AS value
        ${graded(this.wanted.questionId, this.editionIds)}
          AND (i.question_edition_id, ${raw(ANSWER)}) > (${after.editionId}::uuid, ${after.answer}::text)
        ORDER BY i.question_edition_id, ${raw(ANSWER)} LIMIT ${ANSWERS_AT_ONCE}`);
      found.push(...rows.flatMap((row) => this.effectOf(row)));
      read = rows.length;
      after = rows.at(-1) ?? after;
    }
    return found;
  }

  private effectOf(row: { editionId: string; answer: string; value: ItemAnswer }): Effect[] {
    const { item, key, id, corrections } = this.papers.find((paper) => paper.id === row.editionId)!;
    const latest = { editionId: this.wanted.editionId, key: this.wanted.key, mayLower: this.mayLower };
    const own = { editionId: id, key };
    const pointsBy = (applied: PaperEdition['corrections']): number | null =>
      hundredthsBy(item, chooseKey(item, own, applied, row.value).key, row.value);
    const [before, after] = [pointsBy(corrections), pointsBy([...corrections, latest])];
    if (before === null || after === null) return [];
    const spared = after === before && (hundredthsBy(item, latest.key, row.value) ?? before) < before;
    if (after === before && !spared) return [];
    return [{ editionId: row.editionId, answer: row.answer, hundredths: after, spared }];
  }

  private query<Row>(statement: Sql): Promise<Row[]> {
    return this.store.query<Row[]>(statement.text, statement.values);
  }
}
