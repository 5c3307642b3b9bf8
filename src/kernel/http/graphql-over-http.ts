import type { ApolloServerPlugin } from '@apollo/server';
import type { FastifyInstance, FastifyRequest, RouteHandlerMethod } from 'fastify';
import type { RequestContext } from '../context';
import { refused } from './http-faults';
import { chooseMediaType, mediaTypes } from './media-type';

/** GraphQL over HTTP (graphql.github.io/graphql-over-http) where Apollo and Fastify leave it open: media types, methods, statuses. */

/** Where GraphQL is served. */
export const GRAPHQL_PATH = '/graphql';

const ALLOWED = 'GET, HEAD, POST, OPTIONS';
const PRIVATE = 'private, no-store';
/** The request headers that an answer to GET may differ by. */
const VARY = 'Accept, Accept-Language, Authorization, X-Cost, X-Perspective';

/** Adds to /graphql what holds for every request to it, whoever answers. */
export function addGraphqlOverHttp(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    if (request.routeOptions.url !== GRAPHQL_PATH) return;
    // What may be kept says so itself, later.
    reply.header('cache-control', PRIVATE);
    // A preflight of an origin that CORS lets in is answered before.
    if (request.method === 'OPTIONS') return reply.code(204).header('allow', ALLOWED).send();
    if (!['GET', 'HEAD', 'POST'].includes(request.method)) {
      reply.header('allow', ALLOWED);
      throw refused(405, `${request.method} is not for GraphQL: send POST, or GET for a query.`);
    }
    if (!wantsPlayground(request) && !chooseMediaType(request.headers.accept)) {
      throw refused(406, `Not acceptable: send the header Accept with ${mediaTypes.join(' or ')}, or without it.`);
    }
  });
  app.addHook('onSend', async (request, reply, payload) => {
    if (request.routeOptions.url !== GRAPHQL_PATH || request.method === 'OPTIONS') return payload;
    if (request.method !== 'POST') {
      // CORS may have said that it varies by origin; and an answer that fails here comes by twice.
      const given = reply.getHeader('vary') ?? VARY;
      reply.header('vary', String(given).includes(VARY) ? given : `${String(given)}, ${VARY}`);
    }
    if (reply.statusCode >= 400) reply.removeHeader('etag').header('cache-control', PRIVATE);
    if (reply.statusCode === 304) {
      reply.removeHeader('content-type').removeHeader('content-length');
      return null;
    }
    if (reply.hasHeader('content-type')) {
      reply.header('content-type', `${chooseMediaType(request.headers.accept) ?? mediaTypes[0]}; charset=utf-8`);
    }
    return payload;
  });
  app.route({
    method: ['OPTIONS', 'PUT', 'PATCH', 'DELETE'],
    url: GRAPHQL_PATH,
    // The hook above answers them all.
    handler: async (_request, reply) => reply.code(405).send(),
  });
}

/** Whether somebody opened /graphql in a browser to have a look. */
export function wantsPlayground(request: FastifyRequest): boolean {
  const search = request.query as Record<string, unknown>;
  return (
    request.method === 'GET' &&
    Boolean(request.headers.accept?.includes('text/html')) &&
    !Object.hasOwn(search, 'query') &&
    !Object.hasOwn(search, 'extensions')
  );
}

/** Gives Apollo's handler a request that it can read: HEAD as GET, and no host, which it would take for part of an address. */
export function readable(handler: RouteHandlerMethod): RouteHandlerMethod {
  return function handle(request, reply) {
    const read = Object.create(request, {
      method: { value: request.method === 'HEAD' ? 'GET' : request.method },
      protocol: { value: 'http' },
      hostname: { value: 'localhost' },
    }) as FastifyRequest;
    return handler.call(this, read, reply);
  };
}

/** What Apollo finds wrong with a document or with variables: a request that is well-formed as HTTP goes. */
const ofGraphql = new Set<unknown>([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
]);

/**
 * The status by media type: in application/json it is 200 for whatever GraphQL says about a well-formed request; in
 * application/graphql-response+json it is 4xx for what has no data. What we refuse ourselves keeps its status in both.
 */
export const statusByMediaType: ApolloServerPlugin<RequestContext> = {
  async requestDidStart() {
    return {
      async willSendResponse({ request, response, errors = [] }) {
        const mediaType = chooseMediaType(request.http?.headers.get('accept')) ?? mediaTypes[0];
        const { http } = response;
        http.headers.set('content-type', mediaType);
        // Without a status of its own it is about variables.
        const isOfGraphql = errors.every(({ extensions }) => ofGraphql.has(extensions.code) || !extensions.http);
        if (http.status === 400 && errors.length > 0 && isOfGraphql && mediaType === 'application/json')
          http.status = 200;
        // Apollo says 200 for a persisted query that is not there, for both.
        if (errors[0]?.extensions.code === 'PERSISTED_QUERY_NOT_FOUND') {
          http.headers.delete('cache-control');
          if (mediaType !== 'application/json') http.status = 404;
        }
      },
    };
  },
};
