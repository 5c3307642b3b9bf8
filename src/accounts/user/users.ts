import { randomUUID } from 'node:crypto';
import type { DataSource, EntityManager } from 'typeorm';
import { conflict, notFound } from '../../kernel/errors/errors';
import { Role } from '../role';

/** One user with roles, as a row. */
export interface UserRow {
  readonly id: string;
  readonly email: string | null;
  readonly displayName: string;
  readonly roles: Role[];
  readonly createdAt: Date;
  readonly disabledAt: Date | null;
}

/** The roles of the user `u`, the same order each time. */
export const ROLES_OF_U = `ARRAY(SELECT g.role FROM role_grant g WHERE g.user_id = u.id ORDER BY g.role) AS roles`;
export const USER_COLUMNS = `u.id, u.email, u.display_name AS "displayName", u.created_at AS "createdAt",
  u.disabled_at AS "disabledAt", ${ROLES_OF_U}`;

/** Makes an account with these roles. Returns its id, or null when the email address has one already. */
export async function makeUser(
  manager: EntityManager,
  user: { email: string | null; displayName: string; passwordHash: string | null; roles: readonly Role[] },
): Promise<string | null> {
  const id = randomUUID();
  const made = await manager.query<unknown[]>(
    `INSERT INTO user_account (id, email, display_name, password_hash) VALUES ($1, $2, $3, $4)
     ON CONFLICT (lower(email)) DO NOTHING RETURNING id`,
    [id, user.email, user.displayName.trim(), user.passwordHash],
  );
  if (made.length === 0) return null;
  await manager.query(`INSERT INTO role_grant (user_id, role) SELECT $1, unnest($2::text[])`, [id, user.roles]);
  return id;
}

/** The account of an email address, whatever the case of its letters; null when there is none. */
export async function findCredentials(
  store: DataSource | EntityManager,
  email: string,
): Promise<{ id: string; passwordHash: string | null } | null> {
  const [found] = await store.query<{ id: string; passwordHash: string | null }[]>(
    `SELECT id, password_hash AS "passwordHash" FROM user_account WHERE lower(email) = lower($1) AND disabled_at IS NULL`,
    [email],
  );
  return found ?? null;
}

/** The hash of a user's password; null when there is none, or no such user. */
export async function findPasswordHash(store: DataSource | EntityManager, userId: string): Promise<string | null> {
  const [user] = await store.query<{ passwordHash: string | null }[]>(
    `SELECT password_hash AS "passwordHash" FROM user_account WHERE id = $1`,
    [userId],
  );
  return user?.passwordHash ?? null;
}

/**
 * The one spelling of an email address under which attempts at its account are counted: as the database compares addresses.
 * JavaScript's small letters are others (of İ, for one), and each other spelling would be a fresh count.
 */
export async function comparedEmail(store: DataSource | EntityManager, email: string): Promise<string> {
  const [row] = await store.query<{ email: string }[]>(`SELECT lower($1::text) AS email`, [email]);
  return row!.email;
}

/** The user with this id; NOT_FOUND when there is none. */
export async function requireUser(store: DataSource | EntityManager, id: string): Promise<UserRow> {
  const [found] = await store.query<UserRow[]>(`SELECT ${USER_COLUMNS} FROM user_account u WHERE u.id = $1`, [id]);
  if (!found) throw notFound('There is no user with this id.');
  return found;
}

/** Gives a user a role; it is no error when the user has it already. */
export async function grantRole(
  manager: EntityManager,
  userId: string,
  role: Role,
  grantedBy: string | null,
): Promise<UserRow> {
  await requireUser(manager, userId);
  await manager.query(
    `INSERT INTO role_grant (user_id, role, granted_by_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
    [userId, role, grantedBy],
  );
  return requireUser(manager, userId);
}

/** Takes a role from a user; it is no error when the user has it not. The last admin's ADMIN stays: CONFLICT. */
export async function revokeRole(manager: EntityManager, userId: string, role: Role): Promise<UserRow> {
  await requireUser(manager, userId);
  if (role === Role.ADMIN) await keepAnAdmin(manager, userId);
  await manager.query(`DELETE FROM role_grant WHERE user_id = $1 AND role = $2`, [userId, role]);
  return requireUser(manager, userId);
}

/** CONFLICT when this user is the last admin, until the transaction ends: nobody else can stop being one meanwhile. */
export async function keepAnAdmin(manager: EntityManager, userId: string): Promise<void> {
  // Locked in one order: two admins who revoke each other at the same time come one after the other.
  const admins = await manager.query<{ user_id: string }[]>(
    `SELECT user_id FROM role_grant WHERE role = 'ADMIN' ORDER BY user_id FOR UPDATE`,
  );
  const others = admins.map((admin) => admin.user_id).filter((id) => id !== userId);
  const [left] = await manager.query<unknown[]>(
    `SELECT FROM user_account WHERE id = ANY($1::uuid[]) AND disabled_at IS NULL LIMIT 1`,
    [others],
  );
  const isAdmin = admins.some((admin) => admin.user_id === userId);
  if (isAdmin && !left) throw conflict('This is the last admin: grant ADMIN to somebody else first.');
}
