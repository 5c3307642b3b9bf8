import { randomUUID } from 'node:crypto';
import { AttemptState } from '../../src/learning/attempt/attempt-state';
import { closeAttempts } from '../../src/learning/attempt/close-attempts';
import type { AttemptRef } from '../../src/learning/attempt/grade-attempt';
import type { ItemAnswer } from '../../src/learning/grading/grading-types';
import type { TestApp } from './test-app';

/** The answers of one attempt, by the slug of the question; a question that is left out has no answer. */
export type AnswerSheet = Readonly<Record<string, ItemAnswer>>;

interface AskedQuestion {
  readonly slug: string;
  readonly id: string;
  readonly editionId: string;
  readonly optionIds: string[];
  readonly points: number;
}

interface TakingOptions {
  /** False leaves the attempts in progress. */
  readonly submitted?: boolean;
  /** How many seconds after the start the answer to a question was saved; at once when left out. */
  readonly seconds?: (attempt: number, position: number) => number;
}

/**
 * Attempts at an assessment with fixed questions, as its papers are now: each by a learner of its own without an account. They
 * are written as rows, by the hundred, and graded as submission grades them.
 * @returns the attempts in the order of the sheets
 */
export async function takeAttempts(
  { dataSource }: TestApp,
  assessment: string,
  sheets: readonly AnswerSheet[],
  { submitted = true, seconds }: TakingOptions = {},
): Promise<AttemptRef[]> {
  const questions = await dataSource.query<AskedQuestion[]>(
    `SELECT d.slug, d.id, q.edition_id AS "editionId", q.points,
       ARRAY(SELECT o->>'id' FROM jsonb_array_elements(q.options) AS o) AS "optionIds"
     FROM document s JOIN assessment a ON a.edition_id = s.published_edition_id
     CROSS JOIN LATERAL jsonb_array_elements_text(to_jsonb(a.question_ids)) WITH ORDINALITY AS fixed(id, place)
     JOIN document d ON d.id = fixed.id::uuid JOIN question q ON q.edition_id = d.published_edition_id
     WHERE s.kind = 'ASSESSMENT' AND s.slug = $1 ORDER BY fixed.place`,
    [assessment],
  );
  const attempts = sheets.map((): AttemptRef => ({ learnerId: randomUUID(), id: randomUUID() }));
  const rows = attempts.flatMap(({ learnerId, id }, index) =>
    questions.map(({ slug, ...question }, place) => ({
      learner_id: learnerId,
      attempt_id: id,
      position: place + 1,
      question_id: question.id,
      question_edition_id: question.editionId,
      option_ids: question.optionIds,
      points: question.points,
      value: sheets[index]![slug] ?? null,
      seconds: seconds?.(index, place + 1) ?? 0,
    })),
  );
  await dataSource.transaction(async (manager) => {
    await manager.query(`INSERT INTO learner (id, token_hash) SELECT id, uuid_send(id) FROM unnest($1::uuid[]) AS id`, [
      attempts.map(({ learnerId }) => learnerId),
    ]);
    await manager.query(
      `INSERT INTO attempt (learner_id, id, assessment_id, assessment_edition_id, publication_number, seed, started_at)
       SELECT wanted.learner_id, wanted.id, d.id, d.published_edition_id, (SELECT max(number) FROM publication), 'seed', now()
       FROM unnest($1::uuid[], $2::uuid[]) AS wanted(learner_id, id)
       JOIN document d ON d.kind = 'ASSESSMENT' AND d.slug = $3`,
      [attempts.map(({ learnerId }) => learnerId), attempts.map(({ id }) => id), assessment],
    );
    await manager.query(
      `INSERT INTO attempt_item (learner_id, attempt_id, position, question_id, question_edition_id, option_ids, points)
       SELECT r.* FROM jsonb_to_recordset($1::jsonb) AS r(learner_id uuid, attempt_id uuid, position int,
         question_id uuid, question_edition_id uuid, option_ids text[], points int)`,
      [JSON.stringify(rows)],
    );
    await manager.query(
      `INSERT INTO answer (learner_id, attempt_id, client_id, position, revision, value, received_at)
       SELECT learner_id, attempt_id, gen_random_uuid(), position, 1, value, now() + make_interval(secs => seconds)
       FROM jsonb_to_recordset($1::jsonb)
         AS r(learner_id uuid, attempt_id uuid, position int, value jsonb, seconds float8) WHERE value IS NOT NULL`,
      [JSON.stringify(rows)],
    );
    if (submitted) await closeAttempts(manager, attempts, AttemptState.SUBMITTED);
  });
  return attempts;
}

/** Submits attempts that takeAttempts left in progress. */
export async function submitAttempts({ dataSource }: TestApp, attempts: readonly AttemptRef[]): Promise<void> {
  await dataSource.transaction((manager) => closeAttempts(manager, attempts, AttemptState.SUBMITTED));
}

/** The grade that counts of each attempt, in their order. */
export async function gradesOf(
  { dataSource }: TestApp,
  attempts: readonly AttemptRef[],
): Promise<{ number: number; points: number; passed: boolean | null; reason: string | null }[]> {
  return dataSource.query(
    `SELECT g.number, g.points::float8 AS points, g.passed, g.reason
     FROM unnest($1::uuid[]) WITH ORDINALITY AS wanted(id, place) JOIN attempt a ON a.id = wanted.id
     JOIN grade g ON g.learner_id = a.learner_id AND g.attempt_id = a.id AND g.number = a.grade_number ORDER BY wanted.place`,
    [attempts.map(({ id }) => id)],
  );
}
