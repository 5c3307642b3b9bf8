import type { FastifyInstance } from 'fastify';

/**
 * For browsers: an answer is the type that it says it is, loads nothing, is shown in no frame, tells no other site where
 * somebody came from, and is no part of another site's page unless CORS lets that site read it.
 */
const headers = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
};

/** Adds the headers to every answer; the playground's pages have a policy of their own. */
export function addSecurityHeaders(app: FastifyInstance): void {
  app.addHook('onRequest', async (_request, reply) => void reply.headers(headers));
}
