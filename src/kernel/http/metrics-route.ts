import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { Metrics } from '../telemetry/metrics';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** `GET /metrics` in the text format of Prometheus, for who shows the token: numbers tell of the product's use. */
export function addMetricsRoute(app: FastifyInstance, { registry }: Metrics, token: string): void {
  const expected = digest(`Bearer ${token}`);
  app.get('/metrics', async (request, reply) => {
    reply.header('cache-control', 'no-store');
    if (!timingSafeEqual(digest(request.headers.authorization ?? ''), expected)) {
      const message = 'Send the header Authorization with "Bearer" and the METRICS_TOKEN of this server.';
      const extensions = { code: 'UNAUTHENTICATED', requestId: request.id };
      return reply
        .code(401)
        .header('www-authenticate', 'Bearer')
        .send({ errors: [{ message, extensions }] });
    }
    return reply.type(registry.contentType).send(await registry.metrics());
  });
}
