import { randomUUID } from 'node:crypto';
import { bearing, registered } from './accounts';
import { START_ATTEMPT, SAVE_ANSWERS, SUBMIT_ATTEMPT } from './learner-operations';
import type { GraphQLAnswer, TestApp } from './test-app';

/** A question on a paper, as StartAttempt answers it. */
export interface AskedItem {
  readonly id: string;
  readonly position: number;
  readonly kind: string;
  readonly prompt: string;
  readonly points: number;
  readonly options: readonly { readonly id: string; readonly text: string }[];
  readonly skill: { readonly slug: string } | null;
}

/** An attempt as StartAttempt answers it. */
export interface StartedAttempt {
  readonly id: string;
  readonly state: string;
  readonly startedAt: string;
  readonly deadline: string | null;
  readonly paper: { readonly items: readonly AskedItem[] };
}

/** The fields of an answer but for what names it. */
export interface AnswerValue {
  readonly optionIds?: readonly string[] | null;
  readonly text?: string | null;
  readonly number?: number | null;
  readonly unit?: string | null;
  readonly yes?: boolean | null;
}
export type SentAnswer = AnswerValue & { clientId: string; itemId: string; revision?: number | null };

/** An answer with a clientId of its own. */
export const answerTo = (item: { readonly id: string }, value: AnswerValue, more: object = {}): SentAnswer => ({
  clientId: randomUUID(),
  itemId: item.id,
  ...value,
  ...more,
});

/** All that a learner sees of an attempt. */
export const WHOLE_ATTEMPT = `id state startedAt deadline submittedAt answeredCount assessment { slug }
  paper { items { id position kind prompt points scoring unit otherUnits { unit factor } options { id text } skill { slug } } }
  items { itemId optionIds text number unit yes revision answeredAt rubric { id text met } }
  reviewAvailability { state at }
  result { points maxPoints percent passed gradedAt sections { points maxPoints percent skill { slug } }
    affinities { percent score lowest highest career { slug } reasons { text itemId contribution } } advice { text itemId } }
  review { itemId correct points maxPoints explanation correctOptionIds correctOrder correctNumber tolerance tolerancePercent
    acceptedTexts correctYes rubric { id text met } }`;

/** Somebody who learns, with an account or with nothing but a token, over HTTP. */
export class Learner {
  constructor(
    readonly app: TestApp,
    readonly headers: Record<string, string> = {},
    /** Set by the first attempt of who has no account. */
    public token: string | null = null,
    /** The key of the account. */
    readonly userId: string | null = null,
  ) {}

  /** Somebody with an account. */
  static async signedIn(app: TestApp): Promise<Learner> {
    const { accessToken, userId } = await registered(app);
    return new Learner(app, bearing(accessToken), null, userId);
  }

  /** The same person on another device, or after a restart of the app. */
  at(app: TestApp): Learner {
    return new Learner(app, this.headers, this.token, this.userId);
  }

  private proof(): object {
    return this.token === null ? {} : { attemptToken: this.token };
  }

  tryStart(assessment: string, more: object = {}, headers: Record<string, string> = {}): Promise<GraphQLAnswer> {
    return this.app.send(
      START_ATTEMPT,
      { input: { assessment, ...this.proof(), ...more } },
      { ...this.headers, ...headers },
    );
  }

  async start(assessment: string): Promise<StartedAttempt> {
    const { startAttempt } = dataOf(await this.tryStart(assessment));
    this.token ??= startAttempt.attemptToken;
    return startAttempt.attempt;
  }

  trySave(
    attemptId: string,
    answers: readonly SentAnswer[],
    headers: Record<string, string> = {},
  ): Promise<GraphQLAnswer> {
    const input = { attemptId, answers, ...this.proof() };
    return this.app.send(SAVE_ANSWERS, { input }, { ...this.headers, ...headers });
  }

  async save(attemptId: string, answers: readonly SentAnswer[]): Promise<any> {
    return dataOf(await this.trySave(attemptId, answers)).saveAnswers.attempt;
  }

  trySubmit(attemptId: string): Promise<GraphQLAnswer> {
    return this.app.send(SUBMIT_ATTEMPT, { input: { attemptId, ...this.proof() } }, this.headers);
  }

  async submit(attemptId: string): Promise<any> {
    return dataOf(await this.trySubmit(attemptId)).submitAttempt.attempt;
  }

  tryRead(attemptId: string, selection = WHOLE_ATTEMPT): Promise<GraphQLAnswer> {
    return this.app.send(
      `query ($id: ID!, $token: String) { attempt(id: $id, attemptToken: $token) { ${selection} } }`,
      { id: attemptId, token: this.token },
      this.headers,
    );
  }

  async read(attemptId: string, selection = WHOLE_ATTEMPT): Promise<any> {
    return dataOf(await this.tryRead(attemptId, selection)).attempt;
  }

  trySelfReview(attemptId: string, itemId: string, rubricItemIds: readonly string[]): Promise<GraphQLAnswer> {
    return this.app.send(
      `mutation ($input: SelfReviewAnswerInput!) { selfReviewAnswer(input: $input) { attempt { ${WHOLE_ATTEMPT} } } }`,
      { input: { attemptId, itemId, rubricItemIds, ...this.proof() } },
      this.headers,
    );
  }

  tryClaim(attemptTokens: readonly (string | null)[], selection = 'id state'): Promise<GraphQLAnswer> {
    return this.app.send(
      `mutation ClaimAttempts($input: ClaimAttemptsInput!) { claimAttempts(input: $input) { attempts { ${selection} } } }`,
      { input: { attemptTokens } },
      this.headers,
    );
  }
}

/** The data of an answer without errors. */
export function dataOf({ data, errors }: GraphQLAnswer): any {
  if (errors) throw new Error(`The operation failed: ${JSON.stringify(errors, null, 2)}`);
  return data;
}

/** The extensions of an answer's only error, without the request id. */
export function refusalOf({ errors = [] }: GraphQLAnswer): Record<string, any> {
  expect(errors).toHaveLength(1);
  const { requestId: _, ...extensions } = errors[0]!.extensions;
  return { message: errors[0]!.message, ...extensions };
}

/** The problems of an answer's only error, as `pointer rule`. */
export const problemsOf = (answer: GraphQLAnswer): string[] => {
  const { code, problems } = refusalOf(answer);
  expect(code).toBe('BAD_USER_INPUT');
  return (problems as { pointer: string; rule: string }[]).map(({ pointer, rule }) => `${pointer} ${rule}`);
};

/** The key of an attempt in the database. */
export const keyOfAttempt = (id: string): string => Buffer.from(id, 'base64url').toString().slice('Attempt:'.length);

/** Lets time pass for an attempt: its row moves back, as the clock of the database can't be moved. */
export async function letPass(app: TestApp, attemptId: string, seconds: number): Promise<void> {
  await app.dataSource.query(
    `UPDATE attempt SET started_at = started_at - s, deadline = deadline - s, closes_at = closes_at - s, submitted_at = submitted_at - s
     FROM make_interval(secs => $2) AS s WHERE id = $1`,
    [keyOfAttempt(attemptId), seconds],
  );
}

/** Right answers to the questions of an attempt, from the keys of their editions. */
export async function rightAnswers(app: TestApp, attempt: StartedAttempt): Promise<Map<string, AnswerValue>> {
  const rows = await app.dataSource.query<{ position: number; questionId: string; key: Record<string, any> | null }[]>(
    `SELECT i.position, i.question_id AS "questionId", k.content->'key' AS key FROM attempt_item i
     LEFT JOIN vault.answer_key k ON k.edition_id = i.question_edition_id WHERE i.attempt_id = $1`,
    [keyOfAttempt(attempt.id)],
  );
  return new Map(
    attempt.paper.items.map((item): [string, AnswerValue] => {
      const { questionId, key } = rows.find(({ position }) => position === item.position)!;
      const toOption = (id: string): string => Buffer.from(`Item:${questionId}/${id}`).toString('base64url');
      const options = (key?.correctOptions ?? key?.order) as string[] | undefined;
      if (options) return [item.id, { optionIds: options.map(toOption) }];
      if (key?.number !== undefined) return [item.id, { number: key.number }];
      if (key?.acceptedTexts) return [item.id, { text: key.acceptedTexts[0] }];
      return [item.id, item.kind === 'YES_NO' ? { yes: key?.yes ?? true } : {}];
    }),
  );
}

/** Copies an attempt with all its parts for the same learner, each copy a minute older than the one before. */
export async function copyAttempt(app: TestApp, attemptId: string, times: number): Promise<void> {
  await app.dataSource.transaction(async (manager) => {
    await manager.query(
      `CREATE TEMPORARY TABLE copy ON COMMIT DROP AS
       SELECT a.id AS old, gen_random_uuid() AS id, n FROM attempt a, generate_series(1, $2::int) AS n WHERE a.id = $1`,
      [keyOfAttempt(attemptId), times],
    );
    const copied: Record<string, string> = {
      attempt: `learner_id, copy.id, assessment_id, assessment_edition_id, publication_number, seed,
        started_at - make_interval(mins => n), deadline, closes_at, state, submitted_at, grade_number, claimed_from_id`,
      attempt_item: 'learner_id, copy.id, position, question_id, question_edition_id, option_ids, points',
      answer: 'learner_id, copy.id, client_id, position, revision, value, received_at',
      grade: 'learner_id, copy.id, number, graded_at, reason, actor_id, points, max_points, percent, passed, result',
      item_grade: 'learner_id, copy.id, number, position, question_id, key_edition_id, points, answer',
    };
    for (const [table, columns] of Object.entries(copied)) {
      const names = columns
        .replace('started_at - make_interval(mins => n)', 'started_at')
        .replace('copy.id', table === 'attempt' ? 'id' : 'attempt_id');
      const key = table === 'attempt' ? 't.id' : 't.attempt_id';
      await manager.query(
        `INSERT INTO ${table} (${names}) SELECT ${columns.replace(/\bid,/, 'id,')} FROM copy JOIN ${table} t ON ${key} = copy.old`,
      );
    }
  });
}
