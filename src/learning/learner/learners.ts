import { randomUUID } from 'node:crypto';
import type { DataSource, EntityManager } from 'typeorm';
import type { RequestViewer } from '../../accounts/request-viewer';
import { makeSecretToken, parseSecretToken } from '../../accounts/secret-token';
import { notFound, unauthenticated } from '../../kernel/errors/errors';
import { nameCaller } from '../../kernel/http/request-scope';

/** How every token of an anonymous learner begins, so that people and scanners of secrets know one when they see it. */
export const LEARNER_TOKEN_PREFIX = 'cga_';

/** What a request shows of who learns. Where both are there, the viewer counts. */
export interface LearnerProof {
  readonly viewer: Pick<RequestViewer, 'id'> | null;
  readonly token?: string | null;
}

/**
 * What is said of a thing that is not there, that belongs to somebody else, or whose token is wrong. One text for all of
 * them, so that nobody learns which attempts and tokens exist.
 */
export const notYours = () =>
  notFound(
    'You have no such attempt, or nobody has this token. Without an account, pass the attemptToken that startAttempt or recordProgress gave; signed in, claim what you did before with claimAttempts.',
  );

/** A token that was good until its attempts went to an account. */
export const claimed = () =>
  unauthenticated('An account has claimed what this attemptToken opened: sign in, and leave the token out.');

interface TokenRow {
  readonly id: string;
  readonly claimedById: string | null;
}

/**
 * The key of the learner who asks. A user's is the user's own, and there need be no row yet.
 * @param lock keeps the learner from being claimed until the transaction ends: for whatever writes
 * @throws NOT_FOUND for no proof at all and for a token that nobody made, UNAUTHENTICATED for one that was claimed
 */
export async function requireLearner(
  store: DataSource | EntityManager,
  { viewer, token }: LearnerProof,
  lock = false,
): Promise<string> {
  if (viewer) return viewer.id;
  const parsed = token == null ? undefined : parseSecretToken(LEARNER_TOKEN_PREFIX, 1, token);
  if (!parsed) throw notYours();
  const [found] = await store.query<TokenRow[]>(
    `SELECT id, claimed_by_id AS "claimedById" FROM learner WHERE id = $1 AND token_hash = $2${lock ? ' FOR SHARE' : ''}`,
    [parsed.keys[0], parsed.hash],
  );
  if (!found) throw notYours();
  if (found.claimedById !== null) throw claimed();
  nameCaller('learner-token');
  return found.id;
}

/** A learner whose row is locked until the transaction ends; `token` is set for one that was just made. */
export interface LockedLearner {
  readonly id: string;
  readonly token: string | null;
}

/**
 * The learner who starts something, made when there is none yet, and locked: what two requests of one learner start at the
 * same time comes one after the other.
 */
export async function lockOrMakeLearner(
  manager: EntityManager,
  { viewer, token }: LearnerProof,
): Promise<LockedLearner> {
  if (viewer) {
    await makeUserLearner(manager, viewer.id);
    await lockLearner(manager, viewer.id);
    return { id: viewer.id, token: null };
  }
  if (token == null) return makeTokenLearner(manager);
  const parsed = parseSecretToken(LEARNER_TOKEN_PREFIX, 1, token);
  if (!parsed) throw notYours();
  const [found] = await manager.query<TokenRow[]>(
    `SELECT id, claimed_by_id AS "claimedById" FROM learner WHERE id = $1 AND token_hash = $2 FOR UPDATE`,
    [parsed.keys[0], parsed.hash],
  );
  if (!found) throw notYours();
  if (found.claimedById !== null) throw claimed();
  nameCaller('learner-token');
  return { id: found.id, token: null };
}

/**
 * Makes the row of a user who has none yet, and keeps the account from being erased until the transaction ends.
 * @throws UNAUTHENTICATED for an account that was erased while the request was on its way
 */
export async function makeUserLearner(manager: EntityManager, userId: string): Promise<void> {
  const open = await manager.query<unknown[]>(
    `WITH account AS MATERIALIZED (SELECT id FROM user_account WHERE id = $1 AND disabled_at IS NULL FOR KEY SHARE),
       made AS (INSERT INTO learner (id, user_id) SELECT id, id FROM account ON CONFLICT DO NOTHING)
     SELECT FROM account`,
    [userId],
  );
  if (open.length === 0) throw unauthenticated('The account was closed: sign in with another one.');
}

/** Locks a learner, whose attempts and the like come after it: nothing is started, claimed or recorded until the transaction ends. */
export async function lockLearner(manager: EntityManager, id: string): Promise<void> {
  await manager.query('SELECT FROM learner WHERE id = $1 FOR UPDATE', [id]);
}

async function makeTokenLearner(manager: EntityManager): Promise<LockedLearner> {
  const id = randomUUID();
  const { token, hash } = makeSecretToken(LEARNER_TOKEN_PREFIX, [id]);
  await manager.query('INSERT INTO learner (id, token_hash) VALUES ($1, $2)', [id, hash]);
  return { id, token };
}
