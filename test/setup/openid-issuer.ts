import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

export const OPENID_AUDIENCE = 'https://careergraph.example/graphql';

/** What a token of the issuer says about somebody. */
export interface Claims {
  readonly sub: string;
  readonly name?: string;
  readonly email?: string;
  readonly email_verified?: boolean;
}

/** Signs tokens as an OpenID provider would, without its log-in pages: for tests that need the tokens alone. */
export interface OpenIdIssuer {
  /** The settings of an app that accepts the tokens. */
  readonly settings: Record<string, string>;
  readonly issuer: string;
  /**
   * A token that is good for an hour.
   * @param madeAt seconds since 1970; now when left out, null for a token that does not tell
   */
  tokenOf(claims: Claims, madeAt?: number | null): Promise<string>;
  stop(): void;
}

export async function startIssuer(): Promise<OpenIdIssuer> {
  const issuer = 'https://sso.example.org';
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
  const keys = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'one', alg: 'ES256' }] });
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(keys);
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    issuer,
    settings: { OIDC_ISSUER: issuer, OIDC_JWKS_URL: `http://127.0.0.1:${port}/`, OIDC_AUDIENCE: OPENID_AUDIENCE },
    tokenOf: (claims, madeAt) => {
      const token = new SignJWT({ ...claims })
        .setProtectedHeader({ alg: 'ES256', kid: 'one' })
        .setIssuer(issuer)
        .setAudience(OPENID_AUDIENCE)
        .setExpirationTime('1h');
      return (madeAt === null ? token : token.setIssuedAt(madeAt)).sign(privateKey);
    },
    stop: () => server.close(),
  };
}
