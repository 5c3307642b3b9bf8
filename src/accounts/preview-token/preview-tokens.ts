import { randomUUID } from 'node:crypto';
import type { DataSource, EntityManager } from 'typeorm';
import { notFound } from '../../kernel/errors/errors';
import type { RequestPreview } from '../request-viewer';
import { makeSecretToken, parseSecretToken } from '../secret-token';
import { ROLES_OF_U } from '../user/users';

/** How every preview token begins, so that people and scanners of secrets know one when they see it. */
export const PREVIEW_TOKEN_PREFIX = 'cgp_';

/** Longest life of a preview token, in minutes. */
export const MAX_PREVIEW_MINUTES = 24 * 60;

/** A preview token as a row, without the token. */
export interface PreviewTokenRow {
  readonly id: string;
  readonly perspective: string;
  readonly createdById: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly revokedAt: Date | null;
}

export const PREVIEW_TOKEN_COLUMNS = `t.id, t.perspective, t.created_by_id AS "createdById", t.created_at AS "createdAt",
  t.expires_at AS "expiresAt", t.revoked_at AS "revokedAt"`;

/**
 * Makes a preview token. The token itself is in the answer and nowhere else. Those that ran out days ago are cleared away.
 * @param minutes how long it is good
 */
export async function createPreviewToken(
  manager: EntityManager,
  { userId, perspective, minutes }: { userId: string; perspective: string; minutes: number },
): Promise<{ token: string; row: PreviewTokenRow }> {
  const id = randomUUID();
  const { token, hash } = makeSecretToken(PREVIEW_TOKEN_PREFIX, [id]);
  await manager.query(`DELETE FROM preview_token WHERE expires_at < now() - interval '7 days'`);
  const [row] = await manager.query<PreviewTokenRow[]>(
    `INSERT INTO preview_token AS t (id, token_hash, perspective, created_by_id, expires_at)
     VALUES ($1, $2, $3, $4, now() + make_interval(mins => $5)) RETURNING ${PREVIEW_TOKEN_COLUMNS}`,
    [id, hash, perspective, userId, minutes],
  );
  return { token, row: row! };
}

/** Ends a preview token at once; NOT_FOUND when there is none. A second time changes nothing. */
export async function revokePreviewToken(manager: EntityManager, id: string): Promise<PreviewTokenRow> {
  const [rows] = await manager.query<[PreviewTokenRow[], number]>(
    `UPDATE preview_token t SET revoked_at = coalesce(t.revoked_at, now()) WHERE t.id = $1
     RETURNING ${PREVIEW_TOKEN_COLUMNS}`,
    [id],
  );
  if (!rows[0]) throw notFound('There is no preview token with this id.');
  return rows[0];
}

/** What this token opens; null when it is not valid, or its maker's account is closed. */
export async function previewOfToken(dataSource: DataSource, token: string): Promise<RequestPreview | null> {
  const parsed = parseSecretToken(PREVIEW_TOKEN_PREFIX, 1, token);
  if (!parsed) return null;
  const [found] = await dataSource.query<RequestPreview[]>(
    `SELECT t.perspective, ${ROLES_OF_U} FROM preview_token t JOIN user_account u ON u.id = t.created_by_id
     WHERE t.id = $1 AND t.token_hash = $2 AND t.revoked_at IS NULL AND t.expires_at > now() AND u.disabled_at IS NULL`,
    [parsed.keys[0], parsed.hash],
  );
  return found ?? null;
}
