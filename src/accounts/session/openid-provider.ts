import { createRemoteJWKSet, errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import { refusal, unavailable } from '../../kernel/errors/errors';

export interface OpenIdSettings {
  readonly issuer: string;
  readonly audience: string;
  readonly jwksUrl?: string;
}

/** Asymmetric only: with a shared secret, whoever can verify could also sign. */
const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];
/** Access tokens (RFC 9068) and id tokens; not, say, a logout token. */
const TYPES = [undefined, 'jwt', 'at+jwt', 'application/at+jwt'];
/** How long the provider may take to answer, in milliseconds. */
const TIMEOUT = 5_000;

/** Somebody whom the provider vouches for. */
export interface ExternalPerson {
  readonly issuer: string;
  readonly subject: string;
  readonly displayName: string;
  /** Only when the provider has verified it. */
  readonly email: string | null;
  /** When the token was made, in seconds since 1970; null when it does not tell. */
  readonly issuedAt: number | null;
}

/** An OpenID provider of somebody else, whose tokens are accepted. */
export class OpenIdProvider {
  private keys: Promise<JWTVerifyGetKey> | undefined;

  constructor(private readonly settings: OpenIdSettings) {}

  /** Whether a token says that it is of this provider. */
  isOurs(issuer: unknown): boolean {
    return issuer === this.settings.issuer;
  }

  /** Who a token is about, or null when it is not good. UNAVAILABLE when the provider's keys can't be fetched. */
  async verify(token: string): Promise<ExternalPerson | null> {
    const keys = await this.findKeys();
    try {
      const { issuer, audience } = this.settings;
      const { payload, protectedHeader } = await jwtVerify(token, keys, {
        issuer,
        audience,
        algorithms: ALGORITHMS,
        requiredClaims: ['sub', 'exp'],
      });
      return TYPES.includes(protectedHeader.typ?.toLowerCase()) ? personOf(payload, issuer) : null;
    } catch (error) {
      if (!(error instanceof errors.JOSEError)) throw unreachable();
      // JOSEError itself and a timeout are about fetching the keys, the others about the token.
      if (error instanceof errors.JWKSTimeout || error.constructor === errors.JOSEError) throw unreachable();
      return null;
    }
  }

  /** Finds the provider's keys once; a failure is forgotten, so that the next request tries again. */
  private findKeys(): Promise<JWTVerifyGetKey> {
    this.keys ??= this.jwksUrl()
      .then((url) => createRemoteJWKSet(url, { timeoutDuration: TIMEOUT }))
      .catch(() => {
        this.keys = undefined;
        throw unreachable();
      });
    return this.keys;
  }

  private async jwksUrl(): Promise<URL> {
    const { issuer, jwksUrl } = this.settings;
    if (jwksUrl !== undefined) return new URL(jwksUrl);
    const answer = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, {
      signal: AbortSignal.timeout(TIMEOUT),
    });
    const found = (await answer.json()) as { issuer?: unknown; jwks_uri?: unknown };
    if (found.issuer !== issuer) throw new Error(`The provider calls itself ${String(found.issuer)}, not ${issuer}`);
    return new URL(String(found.jwks_uri));
  }
}

const unreachable = () =>
  refusal(unavailable('The OpenID provider cannot be reached at the moment. Try again shortly.'));

function personOf(payload: JWTPayload, issuer: string): ExternalPerson {
  const subject = payload.sub!;
  const text = (name: string): string => {
    const value = payload[name];
    return typeof value === 'string' ? value.replace(/[\p{Cc}\p{Cs}]+/gu, ' ').trim() : '';
  };
  const email = text('email');
  const isGood = payload.email_verified === true && email.length <= 254 && /^[^\s@]+@[^\s@]+$/.test(email);
  const name = text('name') || text('preferred_username') || subject.replace(/[\p{Cc}\p{Cs}]+/gu, ' ').trim() || '?';
  return {
    issuer,
    subject,
    displayName: [...name].slice(0, 80).join('').trim(),
    email: isGood ? email : null,
    issuedAt: payload.iat ?? null,
  };
}
