import type { ApolloServerPlugin } from '@apollo/server';
import type { FastifyInstance } from 'fastify';
import type { AppServices } from '../../kernel/app-services';
import type { RequestContext } from '../../kernel/context';
import { GRAPHQL_PATH } from '../../kernel/http/graphql-over-http';
import { requestScope } from '../../kernel/http/request-scope';
import type { RequestHead } from '../../kernel/module';
import { callerOf, callerOfNetwork } from '../idempotency/keyed-request';
import { type BudgetOwner, type BudgetState, WINDOW_SECONDS } from './caller-budget';

/** The least that a request costs, whatever becomes of it: it is read, parsed and checked. */
export const REQUEST_COST = 10;

declare module '../../kernel/http/request-scope' {
  interface RequestScope {
    /** What the caller has left, once the request was counted. */
    budget?: BudgetState;
  }
}

const remember = (budget: BudgetState): void => {
  const scope = requestScope.getStore();
  if (scope) scope.budget = budget;
};

function ownerOf(context: RequestContext, authorization: string | undefined): BudgetOwner {
  const name = context.viewer || context.preview ? 'known' : 'anonymous';
  return { name, caller: callerOf(context, authorization) };
}

/** FeatureModule.extendContext: counts the request once it is known whose it is, before anything of it is read. */
export async function spendOnRequest(context: RequestContext, { headers }: RequestHead): Promise<void> {
  // A context that no HTTP request asked for spends nothing.
  if (!requestScope.getStore()) return;
  const owner = ownerOf(context, headers.authorization as string | undefined);
  await context.services.callerBudget.spend(owner, REQUEST_COST, 0, remember);
}

/** Counts what an operation costs beyond that, before it runs. One that is refused, or asks for its cost alone, spends nothing more. */
export const spendOnOperation: ApolloServerPlugin<RequestContext> = {
  requestDidStart: async () => ({
    didResolveOperation: async ({ contextValue: context, request }) => {
      const { cost, admitted } = requestScope.getStore() ?? {};
      if (!admitted || cost === undefined) return;
      const owner = ownerOf(context, request.http?.headers.get('authorization'));
      await context.services.callerBudget.spend(owner, cost, REQUEST_COST, remember);
    },
  }),
};

/**
 * FeatureModule.routes: answers of GraphQL say what is left, in the fields of draft-ietf-httpapi-ratelimit-headers. A request that
 * was refused before it was known whose it is (no JSON, a token that is not valid) is counted for its network.
 */
export function addBudgetHeaders(http: FastifyInstance, { callerBudget }: AppServices): void {
  http.addHook('onSend', async (request, reply) => {
    const scope = requestScope.getStore();
    if (request.routeOptions.url !== GRAPHQL_PATH || !scope) return;
    if (!scope.budget && reply.statusCode >= 400) {
      const owner: BudgetOwner = { name: 'anonymous', caller: callerOfNetwork(request.ip) };
      await callerBudget.spend(owner, REQUEST_COST, 0, remember).catch(() => {});
    }
    // What a cache may give to others tells nobody's budget.
    if (!scope.budget || String(reply.getHeader('cache-control')).startsWith('public')) return;
    const { name, limit, remaining, resetSeconds } = scope.budget;
    reply.header('ratelimit-policy', `"${name}";q=${limit};w=${WINDOW_SECONDS};qu="points"`);
    reply.header('ratelimit', `"${name}";r=${remaining};t=${resetSeconds}`);
    if (reply.statusCode === 429 && !reply.hasHeader('retry-after')) reply.header('retry-after', resetSeconds);
  });
}
