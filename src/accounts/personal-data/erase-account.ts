import type { EntityManager } from 'typeorm';
import { toGlobalId } from '../../kernel/graphql/global-id';
import type { PersonalData } from '../../kernel/personal-data';
import { type AuditOrigin, recordAudit } from '../audit/record-audit';
import { keepAnAdmin } from '../user/users';

/** An account of which somebody proved that it is theirs to erase. */
export interface ProvedAccount {
  readonly userId: string;
  /** The hash that the password was compared with; null for an account without a password. */
  readonly passwordHash: string | null;
}

/**
 * Erases an account: what each module keeps about the person, from the last of the list to the first, so that what depends
 * on something goes before it. The row of the account stays, for what names its id.
 * @returns when; null when the account was closed or got another password since it was proved
 * @throws CONFLICT for the last admin
 */
export async function eraseAccount(
  manager: EntityManager,
  modules: readonly PersonalData[],
  { userId, passwordHash }: ProvedAccount,
  origin: AuditOrigin,
): Promise<Date | null> {
  // Locked against everything that refers to it: what is under way ends first, what comes then finds it closed.
  const [account] = await manager.query<{ now: Date }[]>(
    `SELECT now() FROM user_account
     WHERE id = $1 AND disabled_at IS NULL AND password_hash IS NOT DISTINCT FROM $2 FOR UPDATE`,
    [userId, passwordHash],
  );
  if (!account) return null;
  await keepAnAdmin(manager, userId);
  // First, so that its address goes with those of the other entries.
  await recordAudit(manager, origin, 'eraseMyData', [{ subjectId: toGlobalId('User', userId) }]);
  for (const module of modules.toReversed()) await module.erase?.(manager, userId);
  return account.now;
}
