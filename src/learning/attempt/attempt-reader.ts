import sql, { join, raw, type Sql } from 'sql-template-tag';
import type { DataSource } from 'typeorm';
import { assessmentKind } from '../../content/assessment/assessment.kind';
import type { EditionReader } from '../../content/publishing/edition-reader';
import { keysetAfter, orderBy, type SortColumn } from '../../kernel/database/keyset';
import { type Connection, connectionWith } from '../../kernel/graphql/connection';
import { encodeCursor } from '../../kernel/graphql/cursor';
import { cutPage, type Page } from '../../kernel/graphql/page';
import type { BatchWaves } from '../../kernel/loading/batch-waves';
import { LoaderSet, manyByKey, oneByKey } from '../../kernel/loading/loaders';
import type { Grade, ItemAnswer, ItemKey } from '../grading/grading-types';
import type { AttemptState } from './attempt-state';
import { closeOverdueOf, OVERDUE } from './close-attempts';
import type { AttemptRef } from './grade-attempt';

/** An attempt as a row. */
export interface AttemptRow {
  readonly learnerId: string;
  readonly id: string;
  readonly assessmentId: string;
  readonly assessmentEditionId: string;
  readonly state: AttemptState;
  readonly startedAt: Date;
  readonly deadline: Date | null;
  readonly submittedAt: Date | null;
  readonly gradeNumber: number | null;
  /** The clock of the database when the row was read. */
  readonly serverTime: Date;
}

/** One question of a paper. */
export interface PaperRow {
  readonly position: number;
  readonly questionId: string;
  readonly questionEditionId: string;
  /** In the order that is shown. */
  readonly optionIds: readonly string[];
  readonly points: number;
}

/** The answer of an item that counts. */
export interface AnswerRow {
  readonly position: number;
  readonly revision: number;
  readonly value: ItemAnswer;
  readonly receivedAt: Date;
}

/** The grade of an attempt that counts. */
export interface GradeRow {
  readonly number: number;
  readonly gradedAt: Date;
  readonly result: Grade;
}

/** The key that an item was graded by. */
export interface KeyRow {
  readonly position: number;
  readonly key: ItemKey & { readonly explanation?: string };
}

export interface SelfReviewRow {
  readonly position: number;
  readonly metItemIds: readonly string[];
  readonly reviewedAt: Date;
}

/** What a list of attempts is narrowed by. */
export interface AttemptConditions {
  readonly assessment?: string | null;
  readonly states?: readonly string[] | null;
}

const columns = raw(`a.learner_id AS "learnerId", a.id, a.assessment_id AS "assessmentId",
  a.assessment_edition_id AS "assessmentEditionId", a.state, a.started_at AS "startedAt", a.deadline,
  a.submitted_at AS "submittedAt", a.grade_number AS "gradeNumber", clock_timestamp() AS "serverTime"`);

const listOrder: SortColumn[] = [
  { column: 'a.started_at', type: 'timestamptz' },
  { column: 'a.id', type: 'uuid' },
];

/** What loaders go by: the learner first, as the tables do. */
const keyOf = ({ learnerId, id }: AttemptRef): string => `${learnerId}/${id}`;

/**
 * Reads attempts and their parts, in one statement a part however many attempts there are. It is asked with a learner who
 * has proved to be one: whose attempt it is, is part of every condition. Lives as long as one request, and a mutation makes a
 * new one.
 */
export class AttemptReader {
  private readonly loaders = new LoaderSet();

  constructor(
    private readonly dataSource: DataSource,
    private readonly editions: EditionReader,
    private readonly waves: BatchWaves,
  ) {}

  /** An attempt of a learner; null when the learner has none with this id. One whose time has run out is closed first. */
  async byId(learnerId: string, id: string): Promise<AttemptRow | null> {
    const read = () =>
      this.query<AttemptRow & { overdue: boolean }>(sql`
        SELECT ${columns}, ${raw(OVERDUE)} IS TRUE AS overdue FROM attempt a WHERE a.learner_id = ${learnerId}::uuid AND a.id = ${id}::uuid`);
    const [row] = await read();
    if (!row?.overdue) return row ?? null;
    await this.dataSource.transaction((manager) => closeOverdueOf(manager, learnerId));
    return (await read())[0] ?? null;
  }

  /** An attempt of a learner for what was made from it; one statement for many. Null when the learner has none with this id. */
  async named(attempt: AttemptRef): Promise<AttemptRow | null> {
    const [row] = await this.parts<AttemptRow>(
      'named',
      attempt,
      sql`SELECT a.learner_id || '/' || a.id AS attempt, ${columns}
        FROM wanted JOIN attempt a ON a.learner_id = wanted.learner_id AND a.id = wanted.id`,
    );
    return row ?? null;
  }

  /** Closes the attempts of a learner whose time has run out, the first time that it is asked to. */
  closeOverdue(learnerId: string): Promise<void> {
    return this.loaders.get(`overdue/${learnerId}`, async () => {
      const [row] = await this.query<{ overdue: boolean }>(
        sql`SELECT EXISTS (SELECT FROM attempt a WHERE a.learner_id = ${learnerId}::uuid AND ${raw(OVERDUE)}) AS overdue`,
      );
      if (row!.overdue) await this.dataSource.transaction((manager) => closeOverdueOf(manager, learnerId));
    });
  }

  /** The attempts of a learner, the latest first. Those whose time has run out are closed first. */
  async list(
    learnerId: string,
    { assessment, states }: AttemptConditions,
    page: Page,
  ): Promise<Connection<{ cursor: string; node: AttemptRow }>> {
    await this.closeOverdue(learnerId);
    const conditions = [sql`a.learner_id = ${learnerId}::uuid`];
    if (assessment != null) {
      const ids = await this.editions.idsOfSlug(assessmentKind, assessment);
      conditions.push(sql`a.assessment_id = ANY(${ids}::uuid[])`);
    }
    if (states != null) conditions.push(sql`a.state = ANY(${states}::text[])`);
    const mine = join(conditions, ' AND ');
    const read = await this.query<AttemptRow & { at: string }>(sql`
      SELECT ${columns}, a.started_at::text AS at FROM attempt a
      WHERE ${mine} AND ${keysetAfter(page, 'attempts', listOrder, true)}
      ${orderBy(listOrder, !page.backward)} LIMIT ${page.limit + 1}`);
    const { rows, ...more } = cutPage(read, page);
    const edges = rows.map((node) => ({ node, cursor: encodeCursor('attempts', [node.at, node.id]) }));
    return connectionWith(edges, more, async () => {
      const [row] = await this.query<{ total: number }>(
        sql`SELECT count(*)::int AS total FROM attempt a WHERE ${mine}`,
      );
      return row!.total;
    });
  }

  /** The attempts that a learner got by claiming those of others, the earliest first. Those whose time has run out are closed first. */
  async claimedFrom(learnerId: string, formerLearnerIds: readonly string[]): Promise<AttemptRow[]> {
    await this.closeOverdue(learnerId);
    return this.query<AttemptRow>(sql`
      SELECT ${columns} FROM attempt a
      WHERE a.learner_id = ${learnerId}::uuid AND a.claimed_from_id = ANY(${formerLearnerIds}::uuid[])
      ORDER BY a.started_at, a.id`);
  }

  /** The questions of an attempt's paper, in order. */
  paper(attempt: AttemptRow): Promise<PaperRow[]> {
    return this.parts<PaperRow>(
      'paper',
      attempt,
      sql`SELECT p.learner_id || '/' || p.attempt_id AS attempt, p.position, p.question_id AS "questionId",
        p.question_edition_id AS "questionEditionId", p.option_ids AS "optionIds", p.points
        FROM wanted JOIN attempt_item p ON p.learner_id = wanted.learner_id AND p.attempt_id = wanted.id ORDER BY p.position`,
    );
  }

  /** Of each item that was answered the answer that counts. */
  answers(attempt: AttemptRow): Promise<AnswerRow[]> {
    return this.parts<AnswerRow>(
      'answers',
      attempt,
      sql`SELECT DISTINCT ON (n.learner_id, n.attempt_id, n.position) n.learner_id || '/' || n.attempt_id AS attempt,
        n.position, n.revision, n.value, n.received_at AS "receivedAt"
        FROM wanted JOIN answer n ON n.learner_id = wanted.learner_id AND n.attempt_id = wanted.id
        ORDER BY n.learner_id, n.attempt_id, n.position, n.revision DESC, n.client_id DESC`,
    );
  }

  /** The grade that counts; null before submission. */
  async grade(attempt: AttemptRow): Promise<GradeRow | null> {
    if (attempt.gradeNumber === null) return null;
    const [grade] = await this.parts<GradeRow>(
      'grade',
      attempt,
      sql`SELECT g.learner_id || '/' || g.attempt_id AS attempt, g.number, g.graded_at AS "gradedAt", g.result
        FROM wanted JOIN attempt a ON a.learner_id = wanted.learner_id AND a.id = wanted.id
        JOIN grade g ON g.learner_id = a.learner_id AND g.attempt_id = a.id AND g.number = a.grade_number`,
    );
    return grade ?? null;
  }

  /**
   * What is right, by what is known now: the key of the last correction of each item, or else the one that it was graded by.
   * Only what may be reviewed is asked for.
   */
  async keys(attempt: AttemptRow): Promise<KeyRow[]> {
    if (attempt.gradeNumber === null) return [];
    return this.parts<KeyRow>(
      'keys',
      attempt,
      sql`SELECT i.learner_id || '/' || i.attempt_id AS attempt, i.position, k.content->'key' AS key
        FROM wanted JOIN attempt a ON a.learner_id = wanted.learner_id AND a.id = wanted.id AND a.state <> 'IN_PROGRESS'
        JOIN item_grade i ON i.learner_id = a.learner_id AND i.attempt_id = a.id AND i.number = a.grade_number
        JOIN attempt_item p ON p.learner_id = i.learner_id AND p.attempt_id = i.attempt_id AND p.position = i.position
        LEFT JOIN LATERAL (
          SELECT c.key_edition_id FROM grading_correction_paper o JOIN grading_correction c ON c.number = o.correction_number
          WHERE o.paper_edition_id = p.question_edition_id ORDER BY c.number DESC LIMIT 1
        ) AS corrected ON true
        JOIN vault.answer_key k
          ON k.edition_id = coalesce(corrected.key_edition_id, i.key_edition_id) AND k.content ? 'key'`,
    );
  }

  /** What the learner found of the own answers to open questions. */
  selfReviews(attempt: AttemptRow): Promise<SelfReviewRow[]> {
    return this.parts<SelfReviewRow>(
      'selfReviews',
      attempt,
      sql`SELECT r.learner_id || '/' || r.attempt_id AS attempt, r.position, r.met_item_ids AS "metItemIds",
        r.reviewed_at AS "reviewedAt"
        FROM wanted JOIN self_review r ON r.learner_id = wanted.learner_id AND r.attempt_id = wanted.id`,
    );
  }

  /** Whether any attempt of the learner at the same assessment was passed. */
  async hasPassed({ learnerId, assessmentId }: AttemptRow): Promise<boolean> {
    const load = this.loaders.get('passed', () =>
      oneByKey<boolean>(this.waves, async (keys) => {
        const [learners, assessments] = halves(keys);
        const rows = await this.query<{ learner: string; assessment: string }>(sql`
          SELECT DISTINCT a.learner_id AS learner, a.assessment_id AS assessment
          FROM unnest(${learners}::uuid[], ${assessments}::uuid[]) AS wanted(learner_id, id)
          JOIN attempt a ON a.learner_id = wanted.learner_id AND a.assessment_id = wanted.id
          JOIN grade g ON g.learner_id = a.learner_id AND g.attempt_id = a.id AND g.number = a.grade_number AND g.passed`);
        return new Map(rows.map(({ learner, assessment }) => [`${learner}/${assessment}`, true]));
      }),
    );
    return (await load.load(`${learnerId}/${assessmentId}`)) ?? false;
  }

  /** Parts of attempts, by a statement over the relation `wanted` (learner_id, id) that names the attempt of each row. */
  private parts<Row>(name: string, attempt: AttemptRef, statement: Sql): Promise<Row[]> {
    const load = this.loaders.get(name, () =>
      manyByKey<Row>(this.waves, async (keys) => {
        const [learners, attempts] = halves(keys);
        const rows = await this.query<Row & { attempt: string }>(
          sql`WITH wanted AS MATERIALIZED (SELECT * FROM unnest(${learners}::uuid[], ${attempts}::uuid[]) AS w(learner_id, id)) ${statement}`,
        );
        return rows.map((row) => [row.attempt, row] as const);
      }),
    );
    return load.load(keyOf(attempt));
  }

  private query<Row>(statement: Sql): Promise<Row[]> {
    return this.waves.run(() => this.dataSource.query(statement.text, statement.values));
  }
}

/** The two UUIDs of each key, apart. */
const halves = (keys: readonly string[]): [string[], string[]] => [
  keys.map((key) => key.slice(0, 36)),
  keys.map((key) => key.slice(37)),
];
