import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import type { RequestClient } from '../request-viewer';
import { makeSecretToken, parseSecretToken } from '../secret-token';
import { USER_COLUMNS, type UserRow } from '../user/users';
import type { AccessTokens } from './access-tokens';

export const REFRESH_TOKEN_PREFIX = 'cgr_';
/** A session ends when it was not used for so many days. */
export const SESSION_DAYS = 30;

/** The tokens of a session, as they are handed out, and whose they are. */
export interface SessionGrant {
  readonly accessToken: string;
  readonly accessTokenExpiresAt: Date;
  readonly refreshToken: string;
  readonly user: UserRow;
}

/** A refresh token, read but not yet compared with anything. */
export interface ParsedRefreshToken {
  readonly hash: Buffer;
  readonly userId: string;
  readonly sessionId: string;
}

/** Reads a refresh token; undefined for what can't be one. */
export function parseRefreshToken(token: string): ParsedRefreshToken | undefined {
  const parsed = parseSecretToken(REFRESH_TOKEN_PREFIX, 2, token);
  return parsed && { hash: parsed.hash, userId: parsed.keys[0]!, sessionId: parsed.keys[1]! };
}

/**
 * Opens a session for a user.
 * @param passwordHash the hash that the password was compared with: null is returned if it is not the user's any more,
 *   or if the account is closed by now
 */
export async function openSession(
  manager: EntityManager,
  accessTokens: AccessTokens,
  { userId, passwordHash }: { userId: string; passwordHash: string },
  client: RequestClient,
): Promise<SessionGrant | null> {
  // Locked against a change of the password, which ends the sessions that it sees.
  const [user] = await manager.query<UserRow[]>(
    `SELECT ${USER_COLUMNS} FROM user_account u WHERE u.id = $1 AND u.password_hash = $2 AND u.disabled_at IS NULL FOR SHARE`,
    [userId, passwordHash],
  );
  if (!user) return null;
  const sessionId = randomUUID();
  await manager.query(`DELETE FROM session WHERE user_id = $1 AND expires_at < now()`, [userId]);
  await manager.query(
    `INSERT INTO session (user_id, id, expires_at, address, user_agent)
     VALUES ($1, $2, now() + make_interval(days => $3), $4, $5)`,
    [userId, sessionId, SESSION_DAYS, client.address, client.userAgent],
  );
  return grant(manager, accessTokens, user, sessionId);
}

/**
 * Hands out the next tokens of a session. Null when the token is not good; a token that was used before ends its
 * session, since two hold it now and one of them is a thief. Don't throw before this is committed.
 */
export async function refreshSession(
  manager: EntityManager,
  accessTokens: AccessTokens,
  token: ParsedRefreshToken,
  client: RequestClient,
): Promise<SessionGrant | null> {
  const key = [token.userId, token.sessionId];
  // Of two that come with the same token, the second waits here, and then finds it used.
  const live = await manager.query<unknown[]>(
    `SELECT FROM session WHERE user_id = $1 AND id = $2 AND ended_at IS NULL AND expires_at > now() FOR NO KEY UPDATE`,
    key,
  );
  const [user] = await manager.query<UserRow[]>(
    `SELECT ${USER_COLUMNS} FROM user_account u WHERE u.id = $1 AND u.disabled_at IS NULL`,
    [token.userId],
  );
  if (live.length === 0 || !user) return null;
  const [, used] = await manager.query<[unknown[], number]>(
    `UPDATE refresh_token SET used_at = now() WHERE user_id = $1 AND session_id = $2 AND token_hash = $3 AND used_at IS NULL`,
    [...key, token.hash],
  );
  if (used === 0) {
    if (await isKnown(manager, token)) await endSessions(manager, token.userId, { only: token.sessionId });
    return null;
  }
  await manager.query(
    `UPDATE session SET last_used_at = now(), expires_at = now() + make_interval(days => $3), address = $4, user_agent = $5
     WHERE user_id = $1 AND id = $2`,
    [...key, SESSION_DAYS, client.address, client.userAgent],
  );
  return grant(manager, accessTokens, user, token.sessionId);
}

/**
 * Signs out: ends the session of this token, or all sessions of its user. An old token ends its own session and no other;
 * one that we never made ends nothing. Returns how many sessions ended.
 */
export async function signOut(manager: EntityManager, token: ParsedRefreshToken, everywhere: boolean): Promise<number> {
  const [found] = await manager.query<{ good: boolean }[]>(
    `SELECT t.used_at IS NULL AND s.ended_at IS NULL AND s.expires_at > now() AS good
     FROM refresh_token t JOIN session s ON s.user_id = t.user_id AND s.id = t.session_id
     WHERE t.user_id = $1 AND t.session_id = $2 AND t.token_hash = $3`,
    [token.userId, token.sessionId, token.hash],
  );
  if (!found) return 0;
  return endSessions(manager, token.userId, everywhere && found.good ? {} : { only: token.sessionId });
}

/** Ends the sessions of a user: all, one, or all but one. Returns how many ended. */
export async function endSessions(
  manager: EntityManager,
  userId: string,
  { only, except }: { only?: string; except?: string },
): Promise<number> {
  const [, ended] = await manager.query<[unknown[], number]>(
    `UPDATE session SET ended_at = now()
     WHERE user_id = $1 AND ended_at IS NULL AND expires_at > now()
       AND ($2::uuid IS NULL OR id = $2) AND id IS DISTINCT FROM $3::uuid`,
    [userId, only ?? null, except ?? null],
  );
  return ended;
}

async function isKnown(manager: EntityManager, token: ParsedRefreshToken): Promise<boolean> {
  const rows = await manager.query<unknown[]>(
    `SELECT FROM refresh_token WHERE user_id = $1 AND session_id = $2 AND token_hash = $3`,
    [token.userId, token.sessionId, token.hash],
  );
  return rows.length > 0;
}

/** Makes the next refresh token of a session and an access token. */
async function grant(
  manager: EntityManager,
  accessTokens: AccessTokens,
  user: UserRow,
  sessionId: string,
): Promise<SessionGrant> {
  const { token, hash } = makeSecretToken(REFRESH_TOKEN_PREFIX, [user.id, sessionId]);
  await manager.query(`INSERT INTO refresh_token (user_id, session_id, token_hash) VALUES ($1, $2, $3)`, [
    user.id,
    sessionId,
    hash,
  ]);
  const signed = await accessTokens.sign(manager, { userId: user.id, sessionId, roles: user.roles });
  return { ...signed, refreshToken: token, user };
}
