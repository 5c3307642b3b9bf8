import { calculateJwkThumbprint, type CryptoKey, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import type { DataSource, EntityManager } from 'typeorm';

export const SIGNING_ALGORITHM = 'ES256';
/** How long an access token is good, in seconds. */
export const ACCESS_TOKEN_SECONDS = 15 * 60;

/** How long keys are believed without looking again, in milliseconds: so long does a dropped key live on elsewhere. */
const CACHE_AGE = 60_000;
/** The lock that one process at a time holds while it makes the first key. */
const FIRST_KEY_LOCK = 7_210_003;
/** A retired key is good until the last token that it can have signed has run out, and a minute for a slow transaction. */
const VERIFYING = `(retired_at IS NULL OR retired_at > now() - interval '${ACCESS_TOKEN_SECONDS + 60} seconds')`;

interface KeyRow {
  readonly kid: string;
  readonly publicJwk: JWK;
}

/** The keys of access tokens: the one that signs, and those that verify. */
export class SigningKeys {
  private known: ReadonlyMap<string, CryptoKey> = new Map();
  private readAt = -Infinity;
  private reading: Promise<void> | undefined;
  private signing: { kid: string; key: CryptoKey } | undefined;

  constructor(private readonly dataSource: DataSource) {}

  /** The key that signs now; made when there is none yet. */
  async current(manager: EntityManager): Promise<{ kid: string; key: CryptoKey }> {
    const read = () => manager.query<{ kid: string }[]>(`SELECT kid FROM vault.signing_key WHERE retired_at IS NULL`);
    let [row] = await read();
    if (!row) {
      await manager.query(`SELECT pg_advisory_xact_lock($1)`, [FIRST_KEY_LOCK]);
      [row] = await read();
      row ??= await this.add(manager);
    }
    if (this.signing?.kid !== row.kid) {
      const [secret] = await manager.query<{ jwk: JWK }[]>(
        `SELECT private_jwk AS jwk FROM vault.signing_key WHERE kid = $1`,
        [row.kid],
      );
      this.signing = { kid: row.kid, key: (await importJWK(secret!.jwk, SIGNING_ALGORITHM)) as CryptoKey };
    }
    return this.signing;
  }

  /** The public key with this id; undefined when there is none, or none that is still good. An unknown one is looked up. */
  async verifying(kid: string): Promise<CryptoKey | undefined> {
    if (performance.now() - this.readAt > CACHE_AGE || !this.known.has(kid)) await this.read();
    return this.known.get(kid);
  }

  /** The public keys that verify, the one that signs first: what other programs may know (RFC 7517). */
  async jwks(): Promise<{ keys: JWK[] }> {
    const rows = await this.publicKeys();
    return { keys: rows.map(({ kid, publicJwk }) => ({ ...publicJwk, kid, alg: SIGNING_ALGORITHM, use: 'sig' })) };
  }

  /**
   * Replaces the key that signs.
   * @param dropOld whether tokens of older keys are refused from now on
   */
  async rotate(manager: EntityManager, dropOld: boolean): Promise<{ kid: string; createdAt: Date }> {
    // Two rotations at once, or one and the first key: one after the other.
    await manager.query(`SELECT pg_advisory_xact_lock($1)`, [FIRST_KEY_LOCK]);
    await manager.query(
      dropOld
        ? `DELETE FROM vault.signing_key`
        : `WITH gone AS (DELETE FROM vault.signing_key WHERE NOT ${VERIFYING})
           UPDATE vault.signing_key SET retired_at = now() WHERE retired_at IS NULL`,
    );
    return this.add(manager);
  }

  /** Forgets what was read, after a rotation. */
  forget(): void {
    this.readAt = -Infinity;
  }

  private async add(manager: EntityManager): Promise<{ kid: string; createdAt: Date }> {
    const pair = await generateKeyPair(SIGNING_ALGORITHM, { extractable: true });
    const [publicJwk, privateJwk] = [await exportJWK(pair.publicKey), await exportJWK(pair.privateKey)];
    const kid = await calculateJwkThumbprint(publicJwk);
    const [row] = await manager.query<{ createdAt: Date }[]>(
      `INSERT INTO vault.signing_key (kid, public_jwk, private_jwk) VALUES ($1, $2, $3) RETURNING created_at AS "createdAt"`,
      [kid, publicJwk, privateJwk],
    );
    return { kid, createdAt: row!.createdAt };
  }

  /** Requests that need it at the same time wait for one statement. */
  private read(): Promise<void> {
    this.reading ??= (async () => {
      const rows = await this.publicKeys();
      const keys = rows.map(
        async ({ kid, publicJwk }) => [kid, (await importJWK(publicJwk, SIGNING_ALGORITHM)) as CryptoKey] as const,
      );
      this.known = new Map(await Promise.all(keys));
      this.readAt = performance.now();
    })().finally(() => (this.reading = undefined));
    return this.reading;
  }

  private publicKeys(): Promise<KeyRow[]> {
    return this.dataSource.query<KeyRow[]>(
      `SELECT kid, public_jwk AS "publicJwk" FROM vault.signing_key WHERE ${VERIFYING} ORDER BY retired_at DESC NULLS FIRST`,
    );
  }
}
