import { createHash } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import type { Job } from '../../kernel/jobs/job';
import type { ExternalPerson } from './openid-provider';

/** How long tokens from before an erasure are refused, in days: providers make them for hours. */
const REMEMBERED_DAYS = 30;

/** Notes who a user is at OpenID providers, as hashes, so that tokens that are still out don't make an account anew. */
export async function rememberErasedIdentities(manager: EntityManager, userId: string): Promise<void> {
  const identities = await manager.query<Identity[]>(
    `SELECT issuer, subject FROM external_identity WHERE user_id = $1`,
    [userId],
  );
  await manager.query(
    `INSERT INTO erased_identity (identity_hash, erased_at) SELECT unnest($1::bytea[]), clock_timestamp()
     ON CONFLICT (identity_hash) DO UPDATE SET erased_at = excluded.erased_at`,
    [identities.map(hashOf)],
  );
}

/** Whether a token is from before the account of its person was erased. One that does not tell its age may be. */
export async function isFromBeforeErasure(manager: EntityManager, person: ExternalPerson): Promise<boolean> {
  const found = await manager.query<unknown[]>(
    `SELECT FROM erased_identity WHERE identity_hash = $1 AND ($2::float8 IS NULL OR erased_at >= to_timestamp($2))`,
    [hashOf(person), person.issuedAt],
  );
  return found.length > 0;
}

/** Forgets hashes when the tokens that they are about have run out. */
export const forgetErasedIdentitiesJob: Job = {
  name: 'forget_erased_identities',
  recurring: true,
  run: async ({ dataSource }) => {
    await dataSource.query(`DELETE FROM erased_identity WHERE erased_at < now() - make_interval(days => $1)`, [
      REMEMBERED_DAYS,
    ]);
  },
};

type Identity = Pick<ExternalPerson, 'issuer' | 'subject'>;

const hashOf = ({ issuer, subject }: Identity): Buffer =>
  createHash('sha256')
    .update(JSON.stringify([issuer, subject]))
    .digest();
