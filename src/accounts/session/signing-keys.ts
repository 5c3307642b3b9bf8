import { calculateJwkThumbprint, type CryptoKey, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import type { DataSource, EntityManager } from 'typeorm';
import { withoutDeadline } from '../../kernel/http/request-scope';
import { SigningKeyPurpose } from './signing-key-purpose';

export const SIGNING_ALGORITHM = 'ES256';
/** How long an access token is good, in seconds. */
export const ACCESS_TOKEN_SECONDS = 15 * 60;

/** How long keys are believed without looking again, in milliseconds: so long does a dropped key live on elsewhere. */
const CACHE_AGE = 60_000;
/** The lock that one process at a time holds while it makes a key. */
const NEW_KEY_LOCK = 7_210_003;
/**
 * A retired key of access tokens is good until the last token that it can have signed has run out, and a minute for a slow
 * transaction. Keys of receipts are good for ever.
 */
const VERIFYING = `(purpose = 'RECEIPT' OR retired_at IS NULL OR retired_at > now() - interval '${ACCESS_TOKEN_SECONDS + 60} seconds')`;

interface KeyRow {
  readonly kid: string;
  readonly purpose: SigningKeyPurpose;
  readonly publicJwk: JWK;
}

/** A key that may sign until the transaction ends that asked for it. */
export interface SigningKeyInUse {
  readonly kid: string;
  readonly key: CryptoKey;
}

/** The keys of access tokens and those of receipts: of each the one that signs, and those that verify. */
export class SigningKeys {
  private known: ReadonlyMap<string, { readonly purpose: SigningKeyPurpose; readonly key: CryptoKey }> = new Map();
  private readAt = -Infinity;
  private reading: Promise<void> | undefined;
  private readonly signing = new Map<SigningKeyPurpose, SigningKeyInUse>();

  constructor(private readonly dataSource: DataSource) {}

  /**
   * The key that signs now; made when there is none yet. Its row is locked, so a rotation that drops it waits until the
   * transaction has ended: nothing is signed by a key that is gone already.
   */
  async current(manager: EntityManager, purpose: SigningKeyPurpose): Promise<SigningKeyInUse> {
    // Asked again after a wait, the condition leaves out a key that was retired or dropped meanwhile.
    const read = () =>
      manager.query<{ kid: string; privateJwk: JWK }[]>(
        `SELECT kid, private_jwk AS "privateJwk" FROM vault.signing_key WHERE purpose = $1 AND retired_at IS NULL FOR KEY SHARE`,
        [purpose],
      );
    let [row] = await read();
    if (!row) {
      await manager.query(`SELECT pg_advisory_xact_lock($1)`, [NEW_KEY_LOCK]);
      [row] = await read();
      row ??= await this.add(manager, purpose);
    }
    const used = this.signing.get(purpose);
    if (used?.kid === row.kid) return used;
    const fresh = { kid: row.kid, key: (await importJWK(row.privateJwk, SIGNING_ALGORITHM)) as CryptoKey };
    this.signing.set(purpose, fresh);
    return fresh;
  }

  /** The public key of this purpose with this id; undefined when there is none, or none that is still good. An unknown one is looked up. */
  async verifying(purpose: SigningKeyPurpose, kid: string): Promise<CryptoKey | undefined> {
    if (performance.now() - this.readAt > CACHE_AGE || !this.known.has(kid)) await this.read();
    const found = this.known.get(kid);
    return found?.purpose === purpose ? found.key : undefined;
  }

  /** The public keys that verify, of each purpose the one that signs first: what other programs may know (RFC 7517). */
  async jwks(): Promise<{ keys: JWK[] }> {
    const rows = await this.publicKeys();
    return { keys: rows.map(({ kid, publicJwk }) => ({ ...publicJwk, kid, alg: SIGNING_ALGORITHM, use: 'sig' })) };
  }

  /**
   * Replaces the key of a purpose that signs. The private half of the old one is deleted.
   * @param dropOld whether access tokens of older keys are refused from now on; no key of receipts is ever dropped
   */
  async rotate(
    manager: EntityManager,
    purpose: SigningKeyPurpose,
    dropOld: boolean,
  ): Promise<{ kid: string; createdAt: Date }> {
    // Two rotations at once, or one and the first key: one after the other.
    await manager.query(`SELECT pg_advisory_xact_lock($1)`, [NEW_KEY_LOCK]);
    await manager.query(`DELETE FROM vault.signing_key WHERE purpose = 'ACCESS' AND ($1 OR NOT ${VERIFYING})`, [
      dropOld && purpose === SigningKeyPurpose.ACCESS,
    ]);
    await manager.query(
      `UPDATE vault.signing_key SET retired_at = now(), private_jwk = NULL WHERE purpose = $1 AND retired_at IS NULL`,
      [purpose],
    );
    const { kid, createdAt } = await this.add(manager, purpose);
    return { kid, createdAt };
  }

  /** Forgets what was read, after a rotation. */
  forget(): void {
    this.readAt = -Infinity;
  }

  private async add(
    manager: EntityManager,
    purpose: SigningKeyPurpose,
  ): Promise<{ kid: string; privateJwk: JWK; createdAt: Date }> {
    const pair = await generateKeyPair(SIGNING_ALGORITHM, { extractable: true });
    const [publicJwk, privateJwk] = [await exportJWK(pair.publicKey), await exportJWK(pair.privateKey)];
    const kid = await calculateJwkThumbprint(publicJwk);
    const [row] = await manager.query<{ createdAt: Date }[]>(
      `INSERT INTO vault.signing_key (kid, purpose, public_jwk, private_jwk) VALUES ($1, $2, $3, $4)
       RETURNING created_at AS "createdAt"`,
      [kid, purpose, publicJwk, privateJwk],
    );
    return { kid, privateJwk, createdAt: row!.createdAt };
  }

  /** Requests that need it at the same time wait for one statement, which the end of one of them must not stop. */
  private read(): Promise<void> {
    this.reading ??= withoutDeadline(async () => {
      const rows = await this.publicKeys();
      const keys = rows.map(async ({ kid, purpose, publicJwk }) => {
        const key = (await importJWK(publicJwk, SIGNING_ALGORITHM)) as CryptoKey;
        return [kid, { purpose, key }] as const;
      });
      this.known = new Map(await Promise.all(keys));
      this.readAt = performance.now();
    }).finally(() => (this.reading = undefined));
    return this.reading;
  }

  private publicKeys(): Promise<KeyRow[]> {
    return this.dataSource.query<KeyRow[]>(
      `SELECT kid, purpose, public_jwk AS "publicJwk" FROM vault.signing_key WHERE ${VERIFYING}
       ORDER BY purpose, retired_at DESC NULLS FIRST`,
    );
  }
}
