import { randomUUID } from 'node:crypto';
import type { DataSource, EntityManager } from 'typeorm';
import { badInput, conflict, notFound, unauthenticated } from '../../kernel/errors/errors';
import { makeHydrator } from '../../kernel/database/hydrate';
import type { RequestViewer } from '../request-viewer';
import { Role } from '../role';
import { makeSecretToken, parseSecretToken } from '../secret-token';
import { ROLES_OF_U } from '../user/users';
import { ApiToken } from './api-token.entity';

/** How every API token begins, so that people and scanners of secrets know one when they see it. */
export const API_TOKEN_PREFIX = 'cg_';

/** Most tokens that one user has at a time, the expired ones included until they are revoked. */
const MAX_TOKENS = 50;
/** Longest life of a token, in days. */
const MAX_DAYS = 366;
const SHOWN_CHARACTERS = 8;

export interface NewApiToken {
  readonly name: string;
  readonly roles: readonly Role[];
  readonly kinds: readonly string[] | null;
  readonly expiresAt: Date;
}

/** Makes a token for this viewer. The token itself is in the answer and nowhere else. */
export async function createApiToken(
  manager: EntityManager,
  viewer: RequestViewer,
  wanted: NewApiToken,
): Promise<{ token: string; apiToken: ApiToken }> {
  const missing = wanted.roles.findIndex((role) => !viewer.roles.includes(role));
  if (missing >= 0)
    throw badInput(`/roles/${missing}`, 'role', `You do not have the role ${wanted.roles[missing]} yourself.`);
  const days = (wanted.expiresAt.getTime() - Date.now()) / 86_400_000;
  if (!(days > 0 && days <= MAX_DAYS))
    throw badInput('/expiresAt', 'range', `expiresAt must lie in the future, at most ${MAX_DAYS} days from now.`);

  // One at a time for each user, or two at once could pass the limit.
  const open = await manager.query<unknown[]>(
    `SELECT FROM user_account WHERE id = $1 AND disabled_at IS NULL FOR NO KEY UPDATE`,
    [viewer.id],
  );
  if (open.length === 0) throw unauthenticated('The account was closed meanwhile.');
  const [{ total } = { total: 0 }] = await manager.query<{ total: number }[]>(
    `SELECT count(*)::int AS total FROM api_token WHERE user_id = $1 AND revoked_at IS NULL`,
    [viewer.id],
  );
  if (total >= MAX_TOKENS) throw conflict(`You have ${MAX_TOKENS} tokens already: revoke one first.`);
  const { token, hash } = makeSecretToken(API_TOKEN_PREFIX, [viewer.id]);
  const rows = await manager.query<Record<string, unknown>[]>(
    `INSERT INTO api_token (user_id, id, name, token_hash, prefix, roles, kinds, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING *`,
    [
      viewer.id,
      randomUUID(),
      wanted.name.trim(),
      hash,
      token.slice(0, API_TOKEN_PREFIX.length + SHOWN_CHARACTERS),
      [...new Set(wanted.roles)],
      wanted.kinds && [...new Set(wanted.kinds)],
      wanted.expiresAt,
    ],
  );
  return { token, apiToken: toApiToken(manager, rows[0]!) };
}

/** Revokes a token of the viewer's own, or anybody's for an admin; of others it is NOT_FOUND. A second time changes nothing. */
export async function revokeApiToken(manager: EntityManager, viewer: RequestViewer, id: string): Promise<ApiToken> {
  const owner = viewer.roles.includes(Role.ADMIN) ? null : viewer.id;
  const [rows] = await manager.query<[Record<string, unknown>[], number]>(
    `UPDATE api_token SET revoked_at = coalesce(revoked_at, now())
     WHERE id = $1 AND ($2::uuid IS NULL OR user_id = $2) RETURNING *`,
    [id, owner],
  );
  if (!rows[0]) throw notFound('You have no token with this id.');
  return toApiToken(manager, rows[0]);
}

/** The tokens of a user that are not revoked, the latest first: at most MAX_TOKENS. */
export async function tokensOf(dataSource: DataSource, userId: string): Promise<ApiToken[]> {
  const rows = await dataSource.query<Record<string, unknown>[]>(
    `SELECT * FROM api_token WHERE user_id = $1 AND revoked_at IS NULL ORDER BY created_at DESC, id`,
    [userId],
  );
  return rows.map((row) => toApiToken(dataSource.manager, row));
}

/** Who presents this token, in one statement that records the use at most once a minute; null when it is not valid. */
export async function viewerOfApiToken(dataSource: DataSource, token: string): Promise<RequestViewer | null> {
  const parsed = parseSecretToken(API_TOKEN_PREFIX, 1, token);
  if (!parsed) return null;
  const [userId] = parsed.keys;
  const [found] = await dataSource.query<{ roles: Role[]; kinds: string[] | null; granted: Role[] }[]>(
    `WITH given AS (
       SELECT t.user_id, t.id, t.roles, t.kinds, ${ROLES_OF_U.replace(/roles$/, 'granted')}
       FROM api_token t JOIN user_account u ON u.id = t.user_id
       WHERE t.user_id = $1 AND t.token_hash = $2 AND t.revoked_at IS NULL AND t.expires_at > now() AND u.disabled_at IS NULL
     ), used AS (
       UPDATE api_token t SET last_used_at = now() FROM given
       WHERE t.user_id = given.user_id AND t.id = given.id
         AND (t.last_used_at IS NULL OR t.last_used_at < now() - interval '1 minute')
     )
     SELECT roles, kinds, granted FROM given`,
    [userId, parsed.hash],
  );
  if (!found) return null;
  return {
    id: userId!,
    roles: found.granted.filter((role) => found.roles.includes(role)),
    via: 'api-token',
    ...(found.kinds === null ? {} : { kinds: found.kinds }),
  };
}

function toApiToken({ connection }: EntityManager, row: Record<string, unknown>): ApiToken {
  return makeHydrator(connection, ApiToken)(row);
}
