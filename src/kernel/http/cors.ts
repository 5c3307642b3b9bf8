import cors from '@fastify/cors';
import type { FastifyInstance } from 'fastify';

/** The request headers that clients on other origins may send. */
export const ALLOWED_HEADERS = [
  'accept',
  'accept-language',
  'apollo-require-preflight',
  'apollographql-client-name',
  'apollographql-client-version',
  'authorization',
  'content-type',
  'idempotency-key',
  'if-none-match',
  'traceparent',
  'tracestate',
  'x-apollo-operation-name',
  'x-cost',
  'x-perspective',
  'x-request-id',
];

/** The headers of answers that scripts on other origins may read. */
export const EXPOSED_HEADERS = [
  'etag',
  'idempotency-replayed',
  'ratelimit',
  'ratelimit-limit',
  'ratelimit-policy',
  'ratelimit-remaining',
  'ratelimit-reset',
  'retry-after',
  'x-cost',
  'x-request-id',
];

/** How long a browser may remember a preflight, in seconds: the longest that all of them grant. */
const PREFLIGHT_SECONDS = 7200;

/**
 * Lets scripts of these origins read answers; `*` lets all. Any other origin gets no header of CORS at all. Credentials
 * stay out: nothing here goes by cookies, a token travels in the header Authorization, which a script adds itself.
 */
export async function addCors(app: FastifyInstance, origins: readonly string[]): Promise<void> {
  if (origins.length === 0) return;
  const allowed = new Set<string | undefined>(origins);
  await app.register(cors, {
    // A function, since a list would send the other headers to origins that are not on it.
    origin: origins.includes('*') ? '*' : (origin, answer) => answer(null, origin !== undefined && allowed.has(origin)),
    methods: ['GET', 'HEAD', 'POST'],
    allowedHeaders: ALLOWED_HEADERS,
    exposedHeaders: EXPOSED_HEADERS,
    maxAge: PREFLIGHT_SECONDS,
    credentials: false,
    strictPreflight: false,
  });
}
