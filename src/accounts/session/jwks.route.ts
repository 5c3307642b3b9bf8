import type { FastifyInstance } from 'fastify';
import type { AppServices } from '../../kernel/app-services';
import './session-services';

/** The public keys of our access tokens and receipts, for programs that verify them without asking us. */
export function addJwksRoute(http: FastifyInstance, { sessions }: AppServices): void {
  http.get('/.well-known/jwks.json', async (_request, reply) =>
    reply
      .header('cache-control', 'public, max-age=60')
      .type('application/jwk-set+json')
      .send(JSON.stringify(await sessions.signingKeys.jwks())),
  );
}
