import { closeAttemptsJob } from '../../src/learning/attempt/close-attempts';
import type { AppServices } from '../../src/kernel/app-services';
import type { PaperItem } from '../../src/learning/grading/grading-types';
import { registered } from './accounts';
import { gradeOf, type ModelAttempt, type ModelState, type PaperFacts, standing, VIEW } from './attempt-model';
import { keyOfAttempt, type SentAnswer } from './learners';
import type { GraphQLAnswer, TestApp } from './test-app';

/** Who asks, as a request shows it. */
export interface Proof {
  readonly headers?: Record<string, string>;
  readonly token?: string | null;
}

/** What is stored of an attempt. */
interface StoredAttempt {
  readonly id: string;
  readonly learnerId: string;
  readonly claimedFromId: string | null;
  readonly state: string;
  readonly took: number | null;
  readonly limit: number | null;
  readonly answers: { clientId: string; position: number; revision: number; value: object }[];
  readonly grades: { number: number; result: object; points: number | null; percent: number | null }[];
  readonly items: { number: number; position: number; points: number | null; answer: object | null }[];
  /** All of it that must stay as it is once the attempt is closed. */
  readonly frozen: string;
}

const ACCOUNTS_FOR_RUNS = 40;

/** The product as two devices meet it: an app over HTTP, which may be replaced by another one on the same database. */
export class AttemptWorld {
  private app!: TestApp;
  private runs = 0;
  accounts!: Record<'ann' | 'ben', { readonly id: string; readonly headers: Record<string, string> }>;
  readonly papers = new Map<string, PaperFacts>();
  private readonly frozen = new Map<string, string>();

  constructor(private readonly base: TestApp) {}

  /** Makes it ready for one more run: nobody in it has learned anything. */
  async begin(): Promise<void> {
    this.app ??= await this.base.alongside();
    this.papers.clear();
    this.frozen.clear();
    if (this.runs++ % ACCOUNTS_FOR_RUNS > 0) return;
    const [ann, ben] = [await registered(this.app), await registered(this.app)];
    this.accounts = {
      ann: { id: ann.userId, headers: ann.headers },
      ben: { id: ben.userId, headers: ben.headers },
    };
  }

  /** Erases everybody of a run, so that ten thousand of them leave the database as it was. */
  async end(learnerIds: readonly string[]): Promise<void> {
    await this.base.dataSource.query('DELETE FROM learner WHERE id = ANY($1::uuid[])', [learnerIds]);
  }

  async stop(): Promise<void> {
    await this.app?.stop();
  }

  /** Ends the app, in the middle of whatever it does, and starts another one on the same database. */
  async restart(): Promise<void> {
    const ended = this.app.stop();
    this.app = await this.base.alongside();
    await ended;
  }

  start(assessment: string, { headers, token }: Proof): Promise<GraphQLAnswer> {
    const input = { assessment, attemptToken: token };
    return this.mutate('startAttempt', 'StartAttemptInput', input, headers, `attemptToken attempt { ${VIEW} }`);
  }

  save(attemptId: string, answers: readonly SentAnswer[], { headers, token }: Proof): Promise<GraphQLAnswer> {
    return this.mutate('saveAnswers', 'SaveAnswersInput', { attemptId, attemptToken: token, answers }, headers);
  }

  submit(attemptId: string, { headers, token }: Proof): Promise<GraphQLAnswer> {
    return this.mutate('submitAttempt', 'SubmitAttemptInput', { attemptId, attemptToken: token }, headers);
  }

  claim(attemptTokens: readonly string[], { headers }: Proof): Promise<GraphQLAnswer> {
    return this.mutate('claimAttempts', 'ClaimAttemptsInput', { attemptTokens }, headers, `attempts { ${VIEW} }`);
  }

  read(attemptId: string, { headers, token }: Proof): Promise<GraphQLAnswer> {
    const query = `query ($id: ID!, $token: String) { attempt(id: $id, attemptToken: $token) { ${VIEW} } }`;
    return this.app.send(query, { id: attemptId, token }, headers);
  }

  list({ headers }: Proof): Promise<GraphQLAnswer> {
    return this.app.send(`{ viewer { attempts(first: 100) { edges { node { ${VIEW} } } } } }`, {}, headers);
  }

  /** Runs the job that closes what has run out of time. */
  async close(): Promise<void> {
    await closeAttemptsJob.run({ dataSource: this.app.dataSource } as Partial<AppServices> as AppServices, {}, 'job-1');
  }

  /** Lets time pass: the clock of the database can't be moved, so all rows of these learners are moved back. */
  async letPass(learnerIds: readonly string[], seconds: number): Promise<void> {
    await this.base.dataSource.query(
      `UPDATE attempt SET started_at = started_at - s, deadline = deadline - s, closes_at = closes_at - s, submitted_at = submitted_at - s
       FROM make_interval(secs => $2) AS s WHERE learner_id = ANY($1::uuid[])`,
      [learnerIds, seconds],
    );
  }

  /** Reads what an attempt that just began was pinned to, from the editions as their editors wrote them. */
  async learnPaper(id: string): Promise<PaperFacts> {
    const rows = await this.base.dataSource.query<any[]>(
      `SELECT a.learner_id AS "learnerId", extract(epoch FROM a.started_at)::float8 AS "startedAt", i.position, i.points,
         i.question_id AS "questionId", e.content, k.content->'key' AS key
       FROM attempt a JOIN attempt_item i ON i.learner_id = a.learner_id AND i.attempt_id = a.id
       JOIN edition e ON e.id = i.question_edition_id LEFT JOIN vault.answer_key k ON k.edition_id = e.id
       WHERE a.id = $1 ORDER BY i.position`,
      [keyOfAttempt(id)],
    );
    const items = rows.map(({ position, points, questionId, content }): PaperItem => {
      const { kind, scoring, options, unit, otherUnits, adviceIfNo, skill } = content;
      const optionIds = (options ?? []).map((option: { id: string }) => option.id);
      const optional = { unit: unit ?? null, adviceIfNo: adviceIfNo ?? null, skillId: skill ?? null };
      const rules = { scoring: scoring ?? 'ALL_OR_NOTHING', otherUnits: otherUnits ?? [] };
      return { position, questionId, kind, points, optionIds, ...rules, ...optional };
    });
    const keys = Object.fromEntries(rows.flatMap(({ questionId, key }) => (key ? [[questionId, key]] : [])));
    const { learnerId, startedAt } = rows[0];
    const paper = { learnerId, startedAt, items, keys };
    this.papers.set(id, paper);
    return paper;
  }

  /** Compares what is stored with what the rules say. Throws where they differ. */
  async check(state: ModelState): Promise<void> {
    const learners = new Map(state.learners.map(({ name, id }) => [name, id]));
    const stored = await this.stored([...learners.values()]);
    const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);
    const attempts = state.attempts.map((attempt) => ({ ...attempt, id: keyOfAttempt(attempt.id) })).toSorted(byId);
    expect(stored.map(({ id }) => id)).toEqual(attempts.map(({ id }) => id));
    attempts.forEach((attempt, index) => {
      const row = stored[index]!;
      expect(row).toMatchObject({
        learnerId: learners.get(attempt.owner),
        claimedFromId: attempt.claimedFrom && learners.get(attempt.claimedFrom),
        limit: attempt.assessment.limit,
      });
      expect(row.answers).toEqual(attempt.answers.toSorted((a, b) => (a.clientId < b.clientId ? -1 : 1)));
      // Nobody may have looked at it since its time ran out; but who closed it once never opens it again.
      const unseen = attempt.state === 'EXPIRED' && row.state === 'IN_PROGRESS' && !this.frozen.has(attempt.id);
      expect([attempt.id, unseen ? attempt.state : row.state]).toEqual([attempt.id, attempt.state]);
      if (row.state === 'IN_PROGRESS') expect([row.took, row.grades, row.items]).toEqual([null, [], []]);
      else this.checkClosed(attempt, row);
    });
  }

  private checkClosed(attempt: ModelAttempt, row: StoredAttempt): void {
    const before = this.frozen.get(attempt.id);
    if (before !== undefined) return expect(row.frozen).toBe(before);
    const grade = gradeOf(attempt);
    expect(row.grades).toEqual([{ number: 1, result: grade, points: grade.points, percent: grade.percent }]);
    const answers = standing(attempt);
    const given = ({ value }: { value: object } = { value: {} }) => (Object.keys(value).length > 0 ? value : null);
    const items = grade.items.map(({ position, points }) => ({
      position,
      points,
      answer: given(answers.get(position)),
    }));
    expect(row.items).toEqual(items.map((item) => ({ number: 1, ...item })));
    if (attempt.state === 'EXPIRED') expect(row.took).toBe(row.limit);
    else expect(row.took).toBeLessThanOrEqual(row.limit === null ? Infinity : row.limit + 30);
    this.frozen.set(attempt.id, row.frozen);
  }

  private stored(learnerIds: readonly string[]): Promise<StoredAttempt[]> {
    const parts = (table: string, columns: string, order: string) =>
      `coalesce((SELECT json_agg(json_build_object(${columns}) ORDER BY ${order}) FROM ${table} p
         WHERE p.learner_id = a.learner_id AND p.attempt_id = a.id), '[]')`;
    return this.base.dataSource.query(
      `WITH found AS (
         SELECT a.*, ${parts('answer', `'clientId', client_id, 'position', position, 'revision', revision, 'value', value`, 'client_id')} AS answers,
           ${parts('grade', `'number', number, 'result', result, 'points', points, 'percent', percent`, 'number')} AS grades,
           ${parts('item_grade', `'number', number, 'position', position, 'points', points, 'answer', answer`, 'number, position')} AS items
         FROM attempt a WHERE a.learner_id = ANY($1::uuid[])
       )
       SELECT id, learner_id AS "learnerId", claimed_from_id AS "claimedFromId", state, answers, grades, items,
         extract(epoch FROM submitted_at - started_at)::float8 AS took, extract(epoch FROM deadline - started_at)::float8 AS "limit",
         (to_jsonb(found) - '{learner_id,claimed_from_id,started_at,deadline,closes_at,submitted_at}'::text[]
           || jsonb_build_object('took', submitted_at - started_at, 'grace', closes_at - deadline))::text AS frozen
       FROM found ORDER BY id`,
      [learnerIds],
    );
  }

  private mutate(
    name: string,
    type: string,
    input: object,
    headers: Record<string, string> = {},
    selection = `attempt { ${VIEW} }`,
  ): Promise<GraphQLAnswer> {
    const query = `mutation ($input: ${type}!) { ${name}(input: $input) { ${selection} } }`;
    return this.app.send(query, { input }, headers);
  }
}
