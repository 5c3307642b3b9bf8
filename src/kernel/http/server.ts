import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import { fastifyApolloDrainPlugin, fastifyApolloHandler } from '@as-integrations/fastify';
import fastify, { type FastifyInstance, LogController } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import { formatError, refusalOf } from '../errors/error-formatter';
import type { RequestContext } from '../context';
import type { RequestHead } from '../module';
import { addCors } from './cors';
import { costLimit } from './cost-limit';
import { preventForgery } from './csrf';
import { addGraphqlOverHttp, readable, statusByMediaType, wantsPlayground } from './graphql-over-http';
import { knownOperations, MAX_TOKENS, requireJson, requireShallow } from './graphql-request';
import { faultBody, unreadableRequests } from './http-faults';
import { playground, type PlaygroundOptions } from './playground';
import { cachePublicAnswers } from './public-answers';
import type { PublicQueries } from './public-queries';
import { requestScope } from './request-scope';
import { addSecurityHeaders } from './security-headers';

/** Largest request body, in bytes. */
const BODY_LIMIT = 1_000_000;

export interface HttpServerOptions {
  readonly schema: GraphQLSchema;
  readonly logLevel: string;
  /** The proxies whose X-Forwarded-For names the caller; none when left out. */
  readonly trustedProxies?: string;
  readonly playground: PlaygroundOptions;
  /** The origins whose scripts may read answers; see addCors. */
  readonly corsOrigins: readonly string[];
  readonly publicQueries: PublicQueries;
  /** How long public answers may be used without asking, in seconds. */
  readonly publicMaxAge: number;
  /** Most that one operation may cost; see operationCost. */
  readonly maxCost: number;
  /** What looks at whole operations. */
  readonly plugins: readonly ApolloServerPlugin<RequestContext>[];
  readonly makeContext: (requestId: string, request: RequestHead) => Promise<RequestContext>;
  /** Resolves when the database answers. */
  readonly checkReady: () => Promise<unknown>;
}

/** The HTTP side: GraphQL at /graphql, the playground at /, health at /health/live and /health/ready. Not yet listening. */
export async function makeHttpServer(options: HttpServerOptions): Promise<FastifyInstance> {
  const app = fastify({
    logger: { level: options.logLevel },
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT,
    trustProxy: options.trustedProxies ?? false,
    forceCloseConnections: 'idle',
    ...unreadableRequests,
    genReqId: (request) => acceptRequestId(request.headers['x-request-id']) ?? randomUUID(),
  });
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id);
    requestScope.run({ requestId: request.id }, done);
  });
  addSecurityHeaders(app);
  await addCors(app, options.corsOrigins);
  addGraphqlOverHttp(app);
  app.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) app.log.error({ err: error, requestId: request.id }, 'request failed');
    return reply.code(status).send(faultBody(error, request.id));
  });
  app.setNotFoundHandler((request, reply) =>
    reply.code(404).send({
      errors: [
        {
          message: 'There is nothing here. GraphQL is at /graphql.',
          extensions: { code: 'NOT_FOUND', requestId: request.id },
        },
      ],
    }),
  );

  const apollo = new ApolloServer<RequestContext>({
    schema: options.schema,
    introspection: true,
    // In memory, 30 MB at most; the oldest go first, and clients send those again.
    cache: 'bounded',
    // preventForgery knows more: which queries may come by a plain GET.
    csrfPrevention: false,
    includeStacktraceInErrorResponses: false,
    parseOptions: { maxTokens: MAX_TOKENS },
    validationRules: [knownOperations],
    formatError: (formatted, error) =>
      formatError(formatted, error, requestScope.getStore()?.requestId ?? '', (cause) =>
        app.log.error({ err: cause, requestId: requestScope.getStore()?.requestId }, 'operation failed'),
      ),
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      fastifyApolloDrainPlugin(app),
      preventForgery(options.publicQueries),
      statusByMediaType,
      costLimit(options.maxCost),
      ...options.plugins,
      // The last, so that what answers in the place of an operation comes before what is kept of it.
      cachePublicAnswers(options.publicQueries, options.publicMaxAge),
    ],
    stopOnTerminationSignals: false,
    logger: app.log,
  });
  await apollo.start();
  const handler = readable(
    fastifyApolloHandler(apollo, {
      context: (request) =>
        options.makeContext(request.id, request).catch((error: unknown) => {
          throw refusalOf(error);
        }),
    }),
  );
  const checks = { onRequest: requireJson, preHandler: requireShallow };
  app.post('/graphql', checks, handler);
  app.route({
    method: ['GET', 'HEAD'],
    url: '/graphql',
    ...checks,
    handler: (request, reply) => (wantsPlayground(request) ? reply.redirect('/') : handler.call(app, request, reply)),
  });
  app.get('/health/live', async () => ({ status: 'live' }));
  app.get('/health/ready', async (_request, reply) => {
    try {
      await options.checkReady();
      return { status: 'ready' };
    } catch {
      return reply.code(503).send({ status: 'not ready', reason: 'the database does not answer' });
    }
  });
  await app.register(playground, options.playground);
  return app;
}

/**
 * Starts to listen and resolves to the address. Not through Fastify's own listen, which writes a log line amid the
 * messages of the start.
 */
export async function listen(app: FastifyInstance, host: string, port: number): Promise<string> {
  await app.ready();
  await new Promise<void>((resolve, reject) => {
    app.server.once('error', reject);
    app.server.listen({ host, port }, () => {
      app.server.off('error', reject);
      resolve();
    });
  });
  const address = app.server.address() as AddressInfo;
  return `http://${address.family === 'IPv6' ? `[${address.address}]` : address.address}:${address.port}`;
}

/** A caller may name its request, with a short and plain text that is safe in a log. */
function acceptRequestId(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' && /^[A-Za-z0-9._-]{1,64}$/.test(header) ? header : undefined;
}
