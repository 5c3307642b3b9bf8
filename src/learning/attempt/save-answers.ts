import { isDeepStrictEqual } from 'node:util';
import type { GraphQLError } from 'graphql';
import type { EntityManager } from 'typeorm';
import { UUID } from '../../kernel/database/uuid';
import { attemptClosed, badUserInput } from '../../kernel/errors/errors';
import type { Problem } from '../../kernel/errors/problem';
import type { ItemAnswer } from '../grading/grading-types';
import type { LearnerProof } from '../learner/learners';
import { readAnswerValue } from './answer-values';
import { positionOnPaper } from './attempt-ids';
import { AttemptState } from './attempt-state';
import { itemsOnPaper, lockAttempt, type LockedAttempt } from './attempt-store';
import type { AnswerInput } from './attempt.inputs';
import type { AttemptRef } from './grade-attempt';

const MAX_ANSWERS = 200;
/** Far more than a device ever gives that saves each change of a whole paper; so no attempt grows without end. */
const MAX_ANSWERS_OF_ATTEMPT = 10_000;
/** The same in bytes, as PostgreSQL stores them: room for a thousand long texts. */
const MAX_BYTES_OF_ATTEMPT = 10_000_000;
const MAX_REVISION = 1_000_000_000;

/** A well-formed answer of the input. */
interface GivenAnswer {
  readonly index: number;
  readonly clientId: string;
  readonly position: number;
  /** Null when the input leaves it out. */
  readonly revision: number | null;
  readonly value: ItemAnswer;
}

interface StoredAnswer {
  readonly clientId: string;
  readonly position: number;
  readonly revision: number;
  readonly value: ItemAnswer;
}

/** What came of a wish to save. A refusal is thrown after the transaction: it may have closed the attempt. */
export interface SaveOutcome {
  readonly learnerId: string;
  readonly refusal: GraphQLError | null;
}

/**
 * Saves answers of an attempt: all of them, or none. Of an item the answer with the highest (revision, clientId) counts, so
 * the same answers lead to the same state in any order, from any device and however often they are sent.
 * @throws BAD_USER_INPUT with every problem
 */
export async function saveAnswers(
  manager: EntityManager,
  proof: LearnerProof,
  attemptId: string,
  inputs: readonly AnswerInput[],
): Promise<SaveOutcome> {
  if (inputs.length === 0 || inputs.length > MAX_ANSWERS) {
    const message = `1 to ${MAX_ANSWERS} answers are saved at once, not ${inputs.length}.`;
    throw badUserInput([{ pointer: '/input/answers', rule: 'count', message }]);
  }
  const attempt = await lockAttempt(manager, proof, attemptId);
  const problems: Problem[] = [];
  const given = await readAnswers(manager, attempt, inputs, problems);
  const { known, highest, total, bytes } = await storedAnswers(manager, attempt, given);
  const fresh = newAnswers(given, known, highest, problems);
  if (problems.length > 0) throw badUserInput(problems);
  const { learnerId } = attempt;
  // What was acknowledged before is acknowledged again, whenever it is asked.
  if (fresh.length === 0) return { learnerId, refusal: null };
  if (attempt.state !== AttemptState.IN_PROGRESS) return { learnerId, refusal: closedRefusal(attempt) };
  if (total + fresh.length > MAX_ANSWERS_OF_ATTEMPT) {
    const message = `An attempt takes ${MAX_ANSWERS_OF_ATTEMPT} answers, and it has ${total}: submit it.`;
    throw badUserInput([{ pointer: '/input/answers', rule: 'count', message }]);
  }
  if (bytes > MAX_BYTES_OF_ATTEMPT) {
    const message = `An attempt takes answers of ${MAX_BYTES_OF_ATTEMPT} bytes, earlier ones among them, and has them: submit it.`;
    throw badUserInput([{ pointer: '/input/answers', rule: 'size', message }]);
  }
  await manager.query(
    `INSERT INTO answer (learner_id, attempt_id, client_id, position, revision, value)
     SELECT $1, $2, client_id, position, revision, value::jsonb
     FROM unnest($3::uuid[], $4::int[], $5::int[], $6::text[]) AS fresh(client_id, position, revision, value)`,
    [
      learnerId,
      attemptId,
      fresh.map(({ clientId }) => clientId),
      fresh.map(({ position }) => position),
      fresh.map(({ revision }) => revision),
      fresh.map(({ value }) => JSON.stringify(value)),
    ],
  );
  return { learnerId, refusal: null };
}

function closedRefusal({ state, deadline }: LockedAttempt): GraphQLError {
  return attemptClosed(
    state === AttemptState.EXPIRED
      ? 'The time of this attempt has run out: what was saved until then is graded.'
      : 'This attempt was submitted: no more answers are taken.',
    { state, deadline: deadline?.toISOString() ?? null },
  );
}

async function readAnswers(
  manager: EntityManager,
  attempt: AttemptRef,
  inputs: readonly AnswerInput[],
  problems: Problem[],
): Promise<GivenAnswer[]> {
  const items = await itemsOnPaper(manager, attempt);
  return inputs.flatMap((input, index): GivenAnswer[] => {
    const pointer = `/input/answers/${index}`;
    const before = problems.length;
    const clientId = input.clientId.toLowerCase();
    if (!UUID.test(clientId)) {
      problems.push({
        pointer: `${pointer}/clientId`,
        rule: 'uuid',
        message: 'A clientId is a UUID, new for each answer.',
      });
    }
    const revision = input.revision ?? null;
    if (revision !== null && (revision < 0 || revision > MAX_REVISION)) {
      const message = `A revision lies between 0 and ${MAX_REVISION}.`;
      problems.push({ pointer: `${pointer}/revision`, rule: 'range', message });
    }
    const item = items.get(positionOnPaper(input.itemId, attempt.id) ?? 0);
    if (!item) {
      const message = 'This question is not on the paper of this attempt: pass the id of one of its items.';
      problems.push({ pointer: `${pointer}/itemId`, rule: 'item', message });
      return [];
    }
    const value = readAnswerValue(input, item, pointer, problems);
    return problems.length > before ? [] : [{ index, clientId, position: item.position, revision, value }];
  });
}

/** What is known already of these answers, and how far each item has come. */
async function storedAnswers(
  manager: EntityManager,
  { learnerId, id }: AttemptRef,
  given: readonly GivenAnswer[],
): Promise<{ known: Map<string, StoredAnswer>; highest: Map<number, number>; total: number; bytes: number }> {
  const known = await manager.query<StoredAnswer[]>(
    `SELECT client_id AS "clientId", position, revision, value FROM answer
     WHERE learner_id = $1 AND attempt_id = $2 AND client_id = ANY($3::uuid[])`,
    [learnerId, id, given.map(({ clientId }) => clientId)],
  );
  const items = await manager.query<{ position: number; highest: number; total: number; bytes: number }[]>(
    `SELECT position, max(revision) AS highest, count(*)::int AS total, sum(pg_column_size(value))::int AS bytes
     FROM answer
     WHERE learner_id = $1 AND attempt_id = $2 GROUP BY position`,
    [learnerId, id],
  );
  return {
    known: new Map(known.map((row) => [row.clientId, row])),
    highest: new Map(items.map(({ position, highest }) => [position, highest])),
    total: items.reduce((sum, { total }) => sum + total, 0),
    bytes: items.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

/** The answers that are not known yet, each with its revision. One that comes twice in the input is one. */
function newAnswers(
  given: readonly GivenAnswer[],
  stored: ReadonlyMap<string, StoredAnswer>,
  stands: ReadonlyMap<number, number>,
  problems: Problem[],
): StoredAnswer[] {
  const known = new Map(stored);
  const highest = new Map(stands);
  const fresh: StoredAnswer[] = [];
  for (const { index, clientId, position, revision, value } of given) {
    const same = known.get(clientId);
    if (same) {
      const isSame =
        same.position === position &&
        (revision === null || same.revision === revision) &&
        isDeepStrictEqual(same.value, value);
      if (!isSame) {
        const message = 'This clientId stands for another answer: make a new one for each answer.';
        problems.push({ pointer: `/input/answers/${index}/clientId`, rule: 'client-id-reused', message });
      }
      continue;
    }
    const answer = { clientId, position, value, revision: revision ?? (highest.get(position) ?? 0) + 1 };
    known.set(clientId, answer);
    highest.set(position, Math.max(highest.get(position) ?? 0, answer.revision));
    fresh.push(answer);
  }
  return fresh;
}
