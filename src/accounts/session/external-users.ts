import type { DataSource } from 'typeorm';
import type { RequestViewer } from '../request-viewer';
import { Role } from '../role';
import { makeUser, ROLES_OF_U } from '../user/users';
import { isFromBeforeErasure } from './erased-identities';
import type { ExternalPerson } from './openid-provider';

/**
 * The viewer for somebody whom an OpenID provider vouches for; the account is made at first sight, with the role LEARNER.
 * Roles are those that were granted here, whatever the token says. An email address is never a reason to join two
 * accounts: it stays out when another account has it. Null when the account is closed, and for a token from before it was erased.
 */
export async function viewerOfExternal(dataSource: DataSource, person: ExternalPerson): Promise<RequestViewer | null> {
  const found = (await find(dataSource, person)) ?? (await makeAccount(dataSource, person));
  return !found || found.disabled ? null : { id: found.id, roles: found.roles, via: 'oidc' };
}

interface Found {
  readonly id: string;
  readonly disabled: boolean;
  readonly roles: Role[];
}

async function find(store: Pick<DataSource, 'query'>, { issuer, subject }: ExternalPerson): Promise<Found | undefined> {
  const [found] = await store.query<Found[]>(
    `SELECT u.id, u.disabled_at IS NOT NULL AS disabled, ${ROLES_OF_U}
     FROM external_identity e JOIN user_account u ON u.id = e.user_id WHERE e.issuer = $1 AND e.subject = $2`,
    [issuer, subject],
  );
  return found;
}

function makeAccount(dataSource: DataSource, person: ExternalPerson): Promise<Found | null> {
  return dataSource.transaction(async (manager) => {
    // The first requests of somebody often come together: one makes the account, the others find it.
    await manager.query(`SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`, [
      JSON.stringify([person.issuer, person.subject]),
    ]);
    const found = await find(manager, person);
    if (found) return found;
    if (await isFromBeforeErasure(manager, person)) return null;
    const account = { displayName: person.displayName, passwordHash: null, roles: [Role.LEARNER] };
    const id =
      (await makeUser(manager, { ...account, email: person.email })) ??
      (await makeUser(manager, { ...account, email: null }))!;
    await manager.query(`INSERT INTO external_identity (issuer, subject, user_id) VALUES ($1, $2, $3)`, [
      person.issuer,
      person.subject,
      id,
    ]);
    return { id, disabled: false, roles: account.roles };
  });
}
