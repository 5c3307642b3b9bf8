import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource, EntityManager } from 'typeorm';
import { badInput, conflict } from '../../kernel/errors/errors';

/** One request under a key. */
export interface KeyedRequest {
  readonly caller: string;
  readonly key: string;
  readonly bodyHash: Buffer;
  readonly requestId: string;
  /** How long a key is remembered, in hours. */
  readonly hours: number;
}

/** What a mutation answered, as GraphQL's response has it. */
export interface StoredAnswer {
  readonly data?: unknown;
  readonly errors?: readonly unknown[];
}

/** That a claim was made by the user $1, signed in or by an API token; see callerOf. */
export const CALLER_IS_USER = `(caller = 'user:' || $1 OR starts_with(caller, 'token:' || $1 || ':'))`;

/** How long to wait for the answer of a mutation that is done: its process may still be putting it together. */
const WAIT_MS = 5_000;
const POLL_MS = 20;
/** From this age on, nobody is putting the answer together any more. */
const LOST_AFTER_SECONDS = 60;
/** How many claims that have run out are removed at once. */
const REMOVED_AT_ONCE = 100;

/**
 * Claims the key, in the transaction of the mutation: both are committed or neither. Where another request is in the middle
 * of its own transaction under the same key, this waits for its end.
 * @returns false when a mutation was done under the key already
 */
export async function claimKey(
  manager: EntityManager,
  { caller, key, bodyHash, requestId, hours }: KeyedRequest,
): Promise<boolean> {
  const claimed: unknown[] = await manager.query(
    `INSERT INTO vault.idempotency_claim AS claim (caller, key, body_hash, request_id) VALUES ($1, $2, $3, $4)
     ON CONFLICT (caller, key) DO UPDATE
       SET body_hash = excluded.body_hash, request_id = excluded.request_id, created_at = clock_timestamp(), answer = NULL
       WHERE claim.created_at < now() - make_interval(hours => $5)
     RETURNING 1`,
    [caller, key, bodyHash, requestId, hours],
  );
  return claimed.length > 0;
}

/** Keeps the answer of a mutation that is done, and removes claims that have run out. */
export async function storeAnswer(
  dataSource: DataSource,
  { caller, key, requestId, hours }: KeyedRequest,
  answer: StoredAnswer,
): Promise<void> {
  await dataSource.query(
    `UPDATE vault.idempotency_claim SET answer = $4 WHERE caller = $1 AND key = $2 AND request_id = $3`,
    [caller, key, requestId, JSON.stringify(answer)],
  );
  await dataSource.query(
    `DELETE FROM vault.idempotency_claim WHERE (caller, key) IN (
       SELECT caller, key FROM vault.idempotency_claim WHERE created_at < now() - make_interval(hours => $1)
       LIMIT ${REMOVED_AT_ONCE} FOR UPDATE SKIP LOCKED)`,
    [hours],
  );
}

/**
 * The answer of the mutation that was done under this key; null when none was done. Waits a moment for an answer that is
 * still being put together.
 * @throws BAD_USER_INPUT when it was another request; CONFLICT when the answer was lost
 */
export async function findAnswer(dataSource: DataSource, request: KeyedRequest): Promise<StoredAnswer | null> {
  const deadline = performance.now() + WAIT_MS;
  for (;;) {
    const [claim]: { body_hash: Buffer; request_id: string; old: boolean; answer: StoredAnswer | null }[] =
      await dataSource.query(
        `SELECT body_hash, request_id, answer, created_at < now() - make_interval(secs => $4) AS old
         FROM vault.idempotency_claim
         WHERE caller = $1 AND key = $2 AND created_at >= now() - make_interval(hours => $3)`,
        [request.caller, request.key, request.hours, LOST_AFTER_SECONDS],
      );
    if (!claim) return null;
    if (!claim.body_hash.equals(request.bodyHash)) {
      throw badInput(
        '/Idempotency-Key',
        'reused',
        'This Idempotency-Key was used for another request: take a new key for each mutation, and the old one to repeat it.',
      );
    }
    if (claim.answer) return claim.answer;
    if (claim.old || performance.now() > deadline) {
      throw conflict(
        `The mutation with this Idempotency-Key was done (by the request ${claim.request_id}), but its answer was lost. It is not done again: read the present state of what it changes.`,
      );
    }
    await sleep(POLL_MS);
  }
}
