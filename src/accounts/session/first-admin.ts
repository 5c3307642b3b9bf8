import { randomInt } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { allRoles } from '../role';
import { hashPassword } from '../user/passwords';
import { findCredentials, makeUser } from '../user/users';
import { endSessions } from './sessions';

export interface FirstAdmin {
  readonly email: string;
  /** To be shown once; undefined when the password came from the settings. */
  readonly generatedPassword?: string;
}

/** The lock that one starting process at a time holds while it makes the admin. */
const FIRST_ADMIN_LOCK = 7_210_002;
/** Without those that look alike in print. */
const LETTERS = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const PASSWORD_LENGTH = 20;

/**
 * Makes an admin when nobody who can sign in is one, with every role, so that a fresh start can be used at once. An
 * account with that email address is taken over: it gets the password, and whoever was signed in to it is signed out.
 */
export async function ensureAdmin(
  dataSource: DataSource,
  { email, password }: { email: string; password?: string },
): Promise<FirstAdmin | null> {
  return dataSource.transaction(async (manager) => {
    await manager.query(`SELECT pg_advisory_xact_lock($1)`, [FIRST_ADMIN_LOCK]);
    const admins = await manager.query<unknown[]>(
      `SELECT FROM role_grant g JOIN user_account u ON u.id = g.user_id
       WHERE g.role = 'ADMIN' AND u.disabled_at IS NULL LIMIT 1`,
    );
    if (admins.length > 0) return null;
    const generatedPassword = password === undefined ? generatePassword() : undefined;
    const passwordHash = await hashPassword(password ?? generatedPassword!);
    const made = await makeUser(manager, { email, displayName: 'Admin', passwordHash, roles: allRoles });
    if (made === null) {
      await manager.query(
        `UPDATE user_account SET password_hash = $2, disabled_at = NULL WHERE lower(email) = lower($1)`,
        [email, passwordHash],
      );
      const { id } = (await findCredentials(manager, email))!;
      await manager.query(
        `INSERT INTO role_grant (user_id, role) SELECT $1, unnest($2::text[]) ON CONFLICT DO NOTHING`,
        [id, allRoles],
      );
      await endSessions(manager, id, {});
    }
    return { email, ...(generatedPassword === undefined ? {} : { generatedPassword }) };
  });
}

/** About 116 bits. */
function generatePassword(): string {
  return Array.from({ length: PASSWORD_LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('');
}
