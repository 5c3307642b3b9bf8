import sql, { join, raw, type Sql } from 'sql-template-tag';
import type { DataSource } from 'typeorm';
import type { RequestViewer } from '../../accounts/request-viewer';
import { Role } from '../../accounts/role';
import { projectKind } from '../../content/project/project.kind';
import type { EditionReader } from '../../content/publishing/edition-reader';
import { keysetAfter, orderBy, type SortColumn } from '../../kernel/database/keyset';
import { type Connection, connectionWith } from '../../kernel/graphql/connection';
import { encodeCursor } from '../../kernel/graphql/cursor';
import { cutPage, type Page } from '../../kernel/graphql/page';
import type { BatchWaves } from '../../kernel/loading/batch-waves';
import { countByKey, LoaderSet, manyByKey } from '../../kernel/loading/loaders';
import type { SubmissionAction, SubmissionState } from './submission-state';
import { hasTaken, HELD_UNTIL, IN_QUEUE } from './submission-store';

/** A submission as a row, with the name of who reviews it or did so last. */
export interface SubmissionRow {
  readonly learnerId: string;
  readonly id: string;
  readonly projectId: string;
  readonly state: SubmissionState;
  readonly stretchState: SubmissionState | null;
  readonly round: number;
  readonly version: number;
  readonly waitingSince: Date;
  readonly heldUntil: Date | null;
  readonly reviewerName: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** What names a round of a submission. */
export interface RoundKey {
  readonly learnerId: string;
  readonly submissionId: string;
  readonly number: number;
}

export interface RoundRow extends RoundKey {
  readonly projectId: string;
  readonly projectEditionId: string;
  readonly stretch: boolean;
  readonly repositoryUrl: string;
  readonly submittedAt: Date;
  readonly withdrawnAt: Date | null;
  readonly reviewedAt: Date | null;
  readonly reviewerName: string | null;
  readonly comment: string | null;
}

export interface EvidenceRow {
  readonly criterionId: string;
  readonly text: string;
}

export interface VerdictRow {
  readonly round: number;
  readonly criterionId: string;
  readonly met: boolean;
  readonly comment: string | null;
}

export interface EventRow {
  readonly sequence: number;
  readonly action: SubmissionAction;
  readonly round: number;
  readonly state: SubmissionState;
  readonly stretchState: SubmissionState | null;
  readonly at: Date;
}

/** What a list of submissions is narrowed by. */
export interface SubmissionConditions {
  readonly project?: string | null;
  readonly states?: readonly string[] | null;
}

type SubmissionPage = Promise<Connection<{ cursor: string; node: SubmissionRow }>>;

const columns = raw(`s.learner_id AS "learnerId", s.id, s.project_id AS "projectId", s.state,
  s.stretch_state AS "stretchState", s.round, s.version, s.waiting_since AS "waitingSince", ${HELD_UNTIL} AS "heldUntil",
  (SELECT u.display_name FROM user_account u WHERE u.id = coalesce(s.reviewer_id, (
    SELECT r.reviewer_id FROM submission_round r WHERE r.learner_id = s.learner_id AND r.submission_id = s.id
      AND r.reviewer_id IS NOT NULL ORDER BY r.number DESC LIMIT 1))) AS "reviewerName",
  s.created_at AS "createdAt", s.updated_at AS "updatedAt"`);

const latestFirst: SortColumn[] = [
  { column: 's.created_at', type: 'timestamptz' },
  { column: 's.id', type: 'uuid' },
];
const oldestFirst: SortColumn[] = [
  { column: 's.waiting_since', type: 'timestamptz' },
  { column: 's.id', type: 'uuid' },
];
const inSequence: SortColumn[] = [{ column: 'e.sequence', type: 'int' }];

/** What loaders go by: the learner first, as the tables do. */
const keyOf = ({ learnerId, id }: Pick<SubmissionRow, 'learnerId' | 'id'>): string => `${learnerId}/${id}`;

/**
 * Reads submissions and their parts, in one statement a part however many submissions there are. Who may see a submission is
 * part of every condition that finds one; the parts are asked for with a row that was found. Lives as long as one request, and
 * a mutation makes a new one.
 */
export class SubmissionReader {
  private readonly loaders = new LoaderSet();

  constructor(
    private readonly dataSource: DataSource,
    private readonly editions: EditionReader,
    private readonly waves: BatchWaves,
  ) {}

  /**
   * A submission that a viewer may see: the own one; for a reviewer those in the queue, and those that they have had for
   * review. Null for any other.
   */
  async byId(viewer: RequestViewer, id: string): Promise<SubmissionRow | null> {
    const asReviewer = viewer.roles.includes(Role.REVIEWER);
    const asLearner = viewer.via !== 'api-token' || viewer.roles.includes(Role.LEARNER);
    const [row] = await this.query<SubmissionRow>(sql`
      SELECT ${columns} FROM submission s CROSS JOIN (SELECT ${viewer.id}::uuid AS id) AS me
      WHERE s.id = ${id}::uuid
        AND (${asLearner}::boolean AND s.learner_id = me.id
          OR ${asReviewer}::boolean AND s.learner_id <> me.id AND (${raw(IN_QUEUE)} OR ${raw(hasTaken('me.id'))}))`);
    return row ?? null;
  }

  /** A submission of a learner for what was made from it; one statement for many. Null when the learner has none with this id. */
  async named(submission: Pick<SubmissionRow, 'learnerId' | 'id'>): Promise<SubmissionRow | null> {
    const [row] = await this.parts<SubmissionRow>(
      'named',
      submission,
      sql`SELECT ${columns}, s.id AS "submissionId"
        FROM wanted JOIN submission s ON s.learner_id = wanted.learner_id AND s.id = wanted.id`,
    );
    return row ?? null;
  }

  /** The submissions of a learner, the latest first. */
  async ofLearner(learnerId: string, { project, states }: SubmissionConditions, page: Page): SubmissionPage {
    const conditions = [sql`s.learner_id = ${learnerId}::uuid`];
    if (project != null) {
      const ids = await this.editions.idsOfSlug(projectKind, project);
      conditions.push(sql`s.project_id = ANY(${ids}::uuid[])`);
    }
    if (states != null) conditions.push(sql`s.state = ANY(${states}::text[])`);
    return this.list('submissions', join(conditions, ' AND '), latestFirst, true, page);
  }

  /** The queue for a reviewer, without what is their own: what has waited longest comes first. */
  queue(reviewerId: string, page: Page): SubmissionPage {
    const waiting = sql`${raw(IN_QUEUE)} AND s.learner_id <> ${reviewerId}::uuid`;
    return this.list('review-queue', waiting, oldestFirst, false, page);
  }

  /** What a reviewer has for review, in the order of the queue. */
  heldBy(reviewerId: string, page: Page): SubmissionPage {
    return this.list('held-submissions', sql`s.reviewer_id = ${reviewerId}::uuid`, oldestFirst, false, page);
  }

  /** The rounds of a submission, first to last. */
  rounds(submission: SubmissionRow): Promise<RoundRow[]> {
    return this.parts<RoundRow>(
      'rounds',
      submission,
      sql`SELECT r.learner_id AS "learnerId", r.submission_id AS "submissionId", r.number, r.project_id AS "projectId",
        r.project_edition_id AS "projectEditionId", r.stretch, r.repository_url AS "repositoryUrl",
        r.submitted_at AS "submittedAt", r.withdrawn_at AS "withdrawnAt", r.reviewed_at AS "reviewedAt",
        (SELECT u.display_name FROM user_account u WHERE u.id = r.reviewer_id) AS "reviewerName", r.comment
        FROM wanted JOIN submission_round r ON r.learner_id = wanted.learner_id AND r.submission_id = wanted.id
        ORDER BY r.number`,
    );
  }

  /** The verdicts of all rounds of a submission. */
  verdicts(submission: Pick<SubmissionRow, 'learnerId' | 'id'>): Promise<VerdictRow[]> {
    return this.parts<VerdictRow>(
      'verdicts',
      submission,
      sql`SELECT v.learner_id AS "learnerId", v.submission_id AS "submissionId", v.round, v.criterion_id AS "criterionId",
        v.met, v.comment
        FROM wanted JOIN submission_verdict v ON v.learner_id = wanted.learner_id AND v.submission_id = wanted.id
        ORDER BY v.round`,
    );
  }

  /** The evidence of one round: of the others it stays where it is, as it can be long. */
  evidence({ learnerId, submissionId, number }: RoundKey): Promise<EvidenceRow[]> {
    const load = this.loaders.get('evidence', () =>
      manyByKey<EvidenceRow>(this.waves, async (keys) => {
        const [learners, submissions, numbers] = apart(keys);
        const rows = await this.query<EvidenceRow & RoundKey>(sql`
          SELECT e.learner_id AS "learnerId", e.submission_id AS "submissionId", e.round AS number,
            e.criterion_id AS "criterionId", e.text
          FROM unnest(${learners}::uuid[], ${submissions}::uuid[], ${numbers}::int[]) AS wanted(learner_id, id, round)
          JOIN submission_evidence e ON e.learner_id = wanted.learner_id AND e.submission_id = wanted.id
            AND e.round = wanted.round`);
        return rows.map((row) => [`${row.learnerId}/${row.submissionId}/${row.number}`, row] as const);
      }),
    );
    return load.load(`${learnerId}/${submissionId}/${number}`);
  }

  /** What was done with a submission, first to last. */
  async history(submission: SubmissionRow, page: Page): Promise<Connection<{ cursor: string; node: EventRow }>> {
    const between = keysetAfter(page, 'submission-history', inSequence, false);
    const read = await this.parts<EventRow>(
      `history/${JSON.stringify(page)}`,
      submission,
      sql`SELECT wanted.learner_id AS "learnerId", wanted.id AS "submissionId", event.* FROM wanted CROSS JOIN LATERAL (
          SELECT e.sequence, e.action, e.round, e.state, e.stretch_state AS "stretchState", e.at FROM submission_event e
          WHERE e.learner_id = wanted.learner_id AND e.submission_id = wanted.id AND ${between}
          ${orderBy(inSequence, page.backward)} LIMIT ${page.limit + 1}) AS event
        ORDER BY ${raw(page.backward ? 'event.sequence DESC' : 'event.sequence')}`,
    );
    const { rows, ...more } = cutPage(read, page);
    const edges = rows.map((node) => ({ node, cursor: encodeCursor('submission-history', [node.sequence]) }));
    return connectionWith(edges, more, () => this.countEvents(submission));
  }

  private countEvents(submission: SubmissionRow): Promise<number> {
    const load = this.loaders.get('events', () =>
      countByKey(this.waves, async (keys) => {
        const [learners, submissions] = apart(keys);
        const rows = await this.query<{ key: string; total: number }>(sql`
          SELECT e.learner_id || '/' || e.submission_id AS key, count(*)::int AS total
          FROM unnest(${learners}::uuid[], ${submissions}::uuid[]) AS wanted(learner_id, id)
          JOIN submission_event e ON e.learner_id = wanted.learner_id AND e.submission_id = wanted.id
          GROUP BY e.learner_id, e.submission_id`);
        return new Map(rows.map(({ key, total }) => [key, total]));
      }),
    );
    return load.load(keyOf(submission));
  }

  private async list(
    name: string,
    condition: Sql,
    order: readonly SortColumn[],
    descending: boolean,
    page: Page,
  ): SubmissionPage {
    const read = await this.query<SubmissionRow & { sortKey: string }>(sql`
      SELECT ${columns}, ${raw(order[0]!.column)}::text AS "sortKey" FROM submission s
      WHERE ${condition} AND ${keysetAfter(page, name, order, descending)}
      ${orderBy(order, descending !== page.backward)} LIMIT ${page.limit + 1}`);
    const { rows, ...more } = cutPage(read, page);
    const edges = rows.map((node) => ({ node, cursor: encodeCursor(name, [node.sortKey, node.id]) }));
    return connectionWith(edges, more, async () => {
      const [row] = await this.query<{ total: number }>(
        sql`SELECT count(*)::int AS total FROM submission s WHERE ${condition}`,
      );
      return row!.total;
    });
  }

  /** Parts of submissions, by a statement over the relation `wanted` (learner_id, id) that names the submission of each row. */
  private parts<Row>(
    name: string,
    submission: Pick<SubmissionRow, 'learnerId' | 'id'>,
    statement: Sql,
  ): Promise<Row[]> {
    const load = this.loaders.get(name, () =>
      manyByKey<Row>(this.waves, async (keys) => {
        const [learners, submissions] = apart(keys);
        const rows = await this.query<Row & { learnerId: string; submissionId: string }>(
          sql`WITH wanted AS MATERIALIZED (SELECT * FROM unnest(${learners}::uuid[], ${submissions}::uuid[]) AS w(learner_id, id)) ${statement}`,
        );
        return rows.map((row) => [`${row.learnerId}/${row.submissionId}`, row] as const);
      }),
    );
    return load.load(keyOf(submission));
  }

  private query<Row>(statement: Sql): Promise<Row[]> {
    return this.waves.run(() => this.dataSource.query(statement.text, statement.values));
  }
}

/** The parts of each key: learners, submissions, and rounds where the keys name them. */
function apart(keys: readonly string[]): [string[], string[], number[]] {
  const parts = keys.map((key) => key.split('/'));
  return [parts.map(([learner]) => learner!), parts.map(([, id]) => id!), parts.map(([, , round]) => Number(round))];
}
