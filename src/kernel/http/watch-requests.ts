import type { ApolloServerPlugin } from '@apollo/server';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { RequestContext } from '../context';
import type { Metrics } from '../telemetry/metrics';
import type { Tracing } from '../telemetry/tracing';
import { Work } from '../telemetry/work';
import { type RequestScope, requestScope } from './request-scope';

/** How much of an operation's name is kept, in characters. */
const NAME_LENGTH = 100;

export interface RequestWatchOptions {
  /** Whether every GraphQL request gets a line in the log; a slow one always does. */
  readonly logAll: boolean;
  /** From how many milliseconds on a request is worth a warning. */
  readonly slow: number;
  readonly metrics?: Metrics;
  readonly tracing?: Tracing;
}

/** Follows GraphQL requests from their first header to the last byte of their answer: for the log, metrics and traces. */
export class RequestWatch {
  constructor(
    private readonly path: string,
    private readonly options: RequestWatchOptions,
  ) {}

  /** Makes the scope of a request, and writes down what became of it when it is over. */
  begin(request: FastifyRequest, reply: FastifyReply): RequestScope {
    const work = new Work();
    const scope: RequestScope = { requestId: request.id, work };
    if (request.routeOptions.url !== this.path) return scope;
    const since = performance.now();
    const { method, headers } = request;
    const attributes = { 'http.request.method': method, 'http.route': this.path, 'careergraph.request_id': request.id };
    const span = this.options.tracing?.start(`${method} ${this.path}`, { kind: 'SERVER', attributes }, headers);
    work.span = span;
    // Comes after the last byte, and also when the caller went away before.
    reply.raw.once('close', () => {
      const status = reply.raw.statusCode;
      span?.end({ 'http.response.status_code': status }, status >= 500 ? String(status) : undefined);
      this.finish(request, scope, work, {
        status,
        milliseconds: performance.now() - since,
        aborted: !reply.raw.writableFinished,
      });
    });
    return scope;
  }

  /** Finds out what operation it is, which only the engine knows. Stands before the other plugins. */
  readonly plugin: ApolloServerPlugin<RequestContext> = {
    requestDidStart: async () => {
      const work = requestScope.getStore()?.work;
      if (!work) return;
      const outer = work.span;
      const span = outer?.child('graphql');
      work.span = span;
      return {
        didResolveOperation: async ({ operation }) => {
          if (!operation) return;
          const name = operation.name?.value.slice(0, NAME_LENGTH) ?? null;
          work.operation = { kind: operation.operation, name };
          span?.rename(name === null ? operation.operation : `${operation.operation} ${name}`);
        },
        willSendResponse: async () => {
          const { kind, name } = work.operation ?? {};
          const attributes = { 'graphql.operation.type': kind, 'graphql.operation.name': name ?? undefined };
          span?.end({ ...attributes, 'careergraph.statements': work.statements }, [...work.codes][0]);
          work.span = outer;
        },
      };
    },
  };

  private finish(
    request: FastifyRequest,
    { cost }: RequestScope,
    work: Work,
    { status, milliseconds, aborted }: { status: number; milliseconds: number; aborted: boolean },
  ): void {
    const { operation, statements, sqlMilliseconds, codes, caller } = work;
    const { metrics, logAll, slow } = this.options;
    metrics?.request({ kind: operation?.kind ?? 'none', codes, milliseconds, statements, cost });
    const isSlow = milliseconds >= slow;
    if (!logAll && !isSlow) return;
    const line = {
      requestId: request.id,
      operation: operation?.name ?? null,
      kind: operation?.kind ?? null,
      caller,
      status,
      codes: [...codes],
      ms: round(milliseconds),
      statements,
      sqlMs: round(sqlMilliseconds),
      cost: cost ?? null,
      ...(aborted ? { aborted } : {}),
    };
    if (isSlow) request.server.log.warn(line, 'slow operation');
    else request.server.log.info(line, 'operation');
  }
}

const round = (milliseconds: number): number => Math.round(milliseconds * 10) / 10;
