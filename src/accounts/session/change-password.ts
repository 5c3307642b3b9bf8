import type { DataSource } from 'typeorm';
import type { RequestViewer } from '../request-viewer';
import { hashPassword, verifyPassword } from '../user/passwords';
import { findPasswordHash } from '../user/users';
import { endSessions } from './sessions';

/** Changes the viewer's password. Returns how many other sessions ended, or null when the present password is another. */
export async function changePassword(
  dataSource: DataSource,
  viewer: RequestViewer,
  currentPassword: string,
  newPassword: string,
): Promise<number | null> {
  const oldHash = await findPasswordHash(dataSource, viewer.id);
  if (!(await verifyPassword(oldHash, currentPassword))) return null;
  const newHash = await hashPassword(newPassword);
  return dataSource.transaction(async (manager) => {
    // Of two changes at once, the second finds that what it compared with is gone.
    const [, changed] = await manager.query<[unknown[], number]>(
      `UPDATE user_account SET password_hash = $3 WHERE id = $1 AND password_hash = $2`,
      [viewer.id, oldHash, newHash],
    );
    return changed === 0 ? null : endSessions(manager, viewer.id, { except: viewer.sessionId });
  });
}
