import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import { fastifyApolloDrainPlugin, fastifyApolloHandler } from '@as-integrations/fastify';
import fastify, { type FastifyInstance, type FastifyRequest, LogController } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import { formatError, refusalOf } from '../errors/error-formatter';
import type { RequestContext } from '../context';
import type { RequestHead } from '../module';
import { addCors } from './cors';
import { engineLog } from '../telemetry/engine-log';
import { logSerializers } from '../telemetry/logged-error';
import { preventForgery } from './csrf';
import { addGraphqlOverHttp, GRAPHQL_PATH, readable, statusByMediaType, wantsPlayground } from './graphql-over-http';
import { knownOperations, MAX_TOKENS, requireJson, requireSmall } from './graphql-request';
import { addHealth, type Health } from './health';
import { faultBody, knownFault, statusOfFault, unreadableRequests } from './http-faults';
import { addMetricsRoute } from './metrics-route';
import { operationLimits, type OperationMeasures } from './operation-limits';
import { operationTimeout, startDeadline } from './operation-timeout';
import { closeWithConnection } from './pipelined-answers';
import { playground, type PlaygroundOptions } from './playground';
import { cachePublicAnswers } from './public-answers';
import type { PublicQueries } from './public-queries';
import { type RequestScope, requestScope } from './request-scope';
import { addSecurityHeaders } from './security-headers';
import { RequestWatch, type RequestWatchOptions } from './watch-requests';

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
  /** Largest request body, in bytes. */
  readonly maxBodyBytes: number;
  /** What one operation may have at most. */
  readonly limits: OperationMeasures;
  /** How long one operation may use the database, in milliseconds. */
  readonly operationTimeout: number;
  /** What looks at whole operations. */
  readonly plugins: readonly ApolloServerPlugin<RequestContext>[];
  readonly makeContext: (requestId: string, request: RequestHead) => Promise<RequestContext>;
  readonly health: Health;
  /** Rejects, soon, when the database does not answer. */
  readonly checkDatabase: () => Promise<unknown>;
  /** What is written down of requests. */
  readonly watch: RequestWatchOptions;
  /** What opens /metrics, which is not there without. */
  readonly metricsToken?: string;
}

/** The HTTP side: GraphQL at /graphql, the playground at /, health at /health/live and /health/ready, /metrics. Not yet listening. */
export async function makeHttpServer(options: HttpServerOptions): Promise<FastifyInstance> {
  const app = fastify({
    logger: { level: options.logLevel, serializers: logSerializers },
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: options.maxBodyBytes,
    trustProxy: options.trustedProxies ?? false,
    forceCloseConnections: 'idle',
    // Health refuses what comes while the process stops, in the form of every other refusal.
    return503OnClosing: false,
    ...unreadableRequests,
    genReqId: (request) => acceptRequestId(request.headers['x-request-id']) ?? randomUUID(),
  });
  closeWithConnection(app.server);
  const watch = new RequestWatch(GRAPHQL_PATH, options.watch);
  const scopes = new WeakMap<FastifyRequest, RequestScope>();
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id);
    const scope = watch.begin(request, reply);
    scopes.set(request, scope);
    requestScope.run(scope, done);
  });
  // A body that comes in parts is read in the context of its connection: go on in that of the request.
  app.addHook('preValidation', (request, _reply, done) => requestScope.run(scopes.get(request)!, done));
  addSecurityHeaders(app);
  await addCors(app, options.corsOrigins);
  addHealth(app, options.health, options.checkDatabase);
  addGraphqlOverHttp(app);
  app.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    const fault = knownFault(error, request.headers['content-length'], options.maxBodyBytes);
    const status = statusOfFault(fault);
    if (status >= 500) app.log.error({ err: error, requestId: request.id }, 'request failed');
    const body = faultBody(fault, request.id);
    for (const { extensions } of body.errors) scopes.get(request)?.work?.codes.add(String(extensions.code));
    return reply.code(status).send(body);
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
    formatError: (formatted, error) => {
      const { requestId = '', work } = requestScope.getStore() ?? {};
      const answer = formatError(formatted, error, requestId, (cause) =>
        app.log.error({ err: cause, requestId }, 'operation failed'),
      );
      work?.codes.add(String(answer.extensions?.code));
      return answer;
    },
    plugins: [
      watch.plugin,
      {
        // What a plugin throws; all that formatError hears of it is that there was something.
        unexpectedErrorProcessingRequest: async ({ error }) =>
          app.log.error({ err: error, requestId: requestScope.getStore()?.requestId }, 'operation failed'),
      },
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      fastifyApolloDrainPlugin(app),
      preventForgery(options.publicQueries),
      statusByMediaType,
      operationLimits(options.limits),
      operationTimeout,
      ...options.plugins,
      // The last, so that what answers in the place of an operation comes before what is kept of it.
      cachePublicAnswers(options.publicQueries, options.publicMaxAge),
    ],
    stopOnTerminationSignals: false,
    logger: engineLog(app.log),
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
  const checks = {
    onRequest: [requireJson, startDeadline(options.operationTimeout)],
    preHandler: requireSmall(options.limits.listLength),
  };
  app.post(GRAPHQL_PATH, checks, handler);
  app.route({
    method: ['GET', 'HEAD'],
    url: GRAPHQL_PATH,
    ...checks,
    handler: (request, reply) => (wantsPlayground(request) ? reply.redirect('/') : handler.call(app, request, reply)),
  });
  const { metrics } = options.watch;
  if (metrics && options.metricsToken !== undefined) addMetricsRoute(app, metrics, options.metricsToken);
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
