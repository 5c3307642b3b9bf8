import type { EntityManager } from 'typeorm';
import { parseSecretToken } from '../../accounts/secret-token';
import { badUserInput, conflict } from '../../kernel/errors/errors';
import type { Problem } from '../../kernel/errors/problem';
import { LEARNER_TOKEN_PREFIX, makeUserLearner } from './learners';

/**
 * Moves what these learners have in some tables to another learner, in the transaction of the claim. It loses nothing:
 * where both have something under the same key, it keeps the union.
 * @param from the keys of the learners, whose rows are locked
 * @param to the key of the user who claims
 */
export type MoveToLearner = (manager: EntityManager, from: readonly string[], to: string) => Promise<void>;

const moves: MoveToLearner[] = [];

/** Makes a claim take along what a feature keeps for learners. Called once, when the feature's module is loaded. */
export function onClaim(move: MoveToLearner): void {
  moves.push(move);
}

interface ClaimedRow {
  readonly id: string;
  readonly hash: Buffer;
  readonly claimedById: string | null;
}

/**
 * Joins the learners of these tokens to a user: all of them, or none when one can't be. A token that the user has claimed
 * before changes nothing.
 * @returns the keys of the learners that the tokens named
 * @throws BAD_USER_INPUT for tokens that nobody made, CONFLICT for those that somebody else has claimed, with their pointers
 */
export async function claimLearners(
  manager: EntityManager,
  userId: string,
  tokens: readonly string[],
): Promise<string[]> {
  const parsed = tokens.map((token) => parseSecretToken(LEARNER_TOKEN_PREFIX, 1, token));
  const named = parsed.flatMap((each) => (each ? [each.keys[0]!] : []));
  await makeUserLearner(manager, userId);
  // In the order of their keys, the user's own among them: two claims that meet come one after the other.
  const rows = await manager.query<ClaimedRow[]>(
    `SELECT id, token_hash AS hash, claimed_by_id AS "claimedById" FROM learner WHERE id = ANY($1::uuid[])
     ORDER BY id FOR UPDATE`,
    [[...named, userId]],
  );
  const known = new Map(rows.map((row) => [row.id, row]));
  const found = parsed.map((each) => {
    const row = each && known.get(each.keys[0]!);
    return row?.hash?.equals(each!.hash) ? row : undefined;
  });
  refuse(found, 'unknown', (row) => !row, 'Nobody has this attemptToken: pass one as startAttempt gave it.');
  const taken = (row: ClaimedRow | undefined) => row!.claimedById !== null && row!.claimedById !== userId;
  refuse(found, 'claimed', taken, 'Another account has claimed this attemptToken first: leave it out.');

  const learners = [...new Set(found.map((row) => row!.id))];
  const fresh = learners.filter((id) => known.get(id)!.claimedById === null);
  if (fresh.length > 0) {
    for (const move of moves) await move(manager, fresh, userId);
    await manager.query(
      'UPDATE learner SET claimed_by_id = $2, claimed_at = clock_timestamp() WHERE id = ANY($1::uuid[])',
      [fresh, userId],
    );
  }
  return learners;
}

function refuse(
  found: readonly (ClaimedRow | undefined)[],
  rule: 'unknown' | 'claimed',
  isWrong: (row: ClaimedRow | undefined) => boolean,
  message: string,
): void {
  const problems = found.flatMap((row, index): Problem[] =>
    isWrong(row) ? [{ pointer: `/input/attemptTokens/${index}`, rule, message }] : [],
  );
  if (problems.length === 0) return;
  if (rule === 'unknown') throw badUserInput(problems);
  throw conflict(`${problems[0]!.pointer}: ${message}`, { problems });
}
