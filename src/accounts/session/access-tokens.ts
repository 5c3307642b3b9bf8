import { errors, jwtVerify, SignJWT } from 'jose';
import type { EntityManager } from 'typeorm';
import type { Role } from '../role';
import { SigningKeyPurpose } from './signing-key-purpose';
import { ACCESS_TOKEN_SECONDS, SIGNING_ALGORITHM, type SigningKeys } from './signing-keys';
import { UUID } from '../../kernel/database/uuid';

/** The media type of the token (RFC 9068), so that no other token of ours is ever taken for one. */
const TYPE = 'at+jwt';

/** Short-lived signed tokens (JWS): who somebody is, and in which session. */
export class AccessTokens {
  constructor(
    private readonly keys: SigningKeys,
    private readonly names: { readonly issuer: string; readonly audience: string },
  ) {}

  /** Whether a token says that it is one of ours. */
  isOurs(issuer: unknown): boolean {
    return issuer === this.names.issuer;
  }

  /** Signs a token. Its roles are for other programs to read; we ask the database. */
  async sign(
    manager: EntityManager,
    claims: { userId: string; sessionId: string; roles: readonly Role[] },
  ): Promise<{ accessToken: string; accessTokenExpiresAt: Date }> {
    const { kid, key } = await this.keys.current(manager, SigningKeyPurpose.ACCESS);
    const issuedAt = Math.floor(Date.now() / 1000);
    const expiresAt = issuedAt + ACCESS_TOKEN_SECONDS;
    const accessToken = await new SignJWT({ sid: claims.sessionId, roles: claims.roles })
      .setProtectedHeader({ alg: SIGNING_ALGORITHM, kid, typ: TYPE })
      .setIssuer(this.names.issuer)
      .setAudience(this.names.audience)
      .setSubject(claims.userId)
      .setIssuedAt(issuedAt)
      .setExpirationTime(expiresAt)
      .sign(key);
    return { accessToken, accessTokenExpiresAt: new Date(expiresAt * 1000) };
  }

  /** What a token says, or null when it is not good: changed, expired, of another issuer, by no key of ours. */
  async verify(token: string): Promise<{ userId: string; sessionId: string } | null> {
    try {
      const { payload } = await jwtVerify(
        token,
        async ({ kid }) => {
          const key = kid === undefined ? undefined : await this.keys.verifying(SigningKeyPurpose.ACCESS, kid);
          if (!key) throw new errors.JWKSNoMatchingKey();
          return key;
        },
        { ...this.names, algorithms: [SIGNING_ALGORITHM], typ: TYPE, requiredClaims: ['sub', 'sid', 'exp'] },
      );
      const [userId, sessionId] = [String(payload.sub), String(payload.sid)];
      return UUID.test(userId) && UUID.test(sessionId) ? { userId, sessionId } : null;
    } catch (error) {
      if (error instanceof errors.JOSEError) return null;
      throw error;
    }
  }
}
