import type { ApolloServerPlugin, GraphQLResponse } from '@apollo/server';
import { HeaderMap } from '@apollo/server';
import { badInput, refusal, tooCostly } from '../errors/errors';
import { longestListInDocument } from '../graphql/longest-list';
import { operationCost } from '../graphql/operation-cost';
import { type OperationParts, operationParts } from '../graphql/operation-parts';
import { operationShape } from '../graphql/operation-shape';
import { requestScope } from './request-scope';

/** What is counted of an operation before it runs. */
export interface OperationMeasures {
  /** See operationCost. */
  readonly cost: number;
  /** Entries of pages, and nodes named by their ids, that the answer can have. */
  readonly nodes: number;
  /** Fields that lie in each other. */
  readonly depth: number;
  /** Fields asked for under another name. */
  readonly aliases: number;
  /** Entries of the longest list in arguments. */
  readonly listLength: number;
}

/** Asks, as a request header, what an operation costs; and tells it, as a response header. */
export const COST_HEADER = 'x-cost';
const DRY_RUN = 'dry-run';

/** The order in which they are told when several are exceeded. */
const measureNames = ['cost', 'nodes', 'depth', 'aliases', 'listLength'] as const;

/**
 * Refuses an operation that is over a limit, before anything of it runs: TOO_COSTLY. With the header `x-cost: dry-run` no
 * operation runs: its measures are the answer, also of one that is over the limits. The first of all plugins, so that the
 * others find in the request's scope what was measured.
 */
export function operationLimits(limits: OperationMeasures): ApolloServerPlugin {
  return {
    requestDidStart: async () => {
      let answer: GraphQLResponse | null = null;
      return {
        async didResolveOperation({ schema, operation, document, request, response }) {
          // Without an operation, or with variables that do not fit: the engine says so, and runs nothing.
          const parts = operation && operationParts(schema, document, operation, request.variables ?? {});
          const scope = requestScope.getStore();
          if (!parts || !scope) return;
          const isDryRun = asksForDryRun(request.http?.headers.get(COST_HEADER));
          const measures = measuresOf(parts);
          const exceeded = measureNames.find((name) => measures[name] > limits[name]);
          scope.cost = measures.cost;
          scope.admitted = exceeded === undefined && !isDryRun;
          response.http.headers.set(COST_HEADER, String(measures.cost));
          if (isDryRun) answer = dryRunAnswer(measures, limits);
          else if (exceeded) throw refusal(tooCostly(exceeded, measures[exceeded], limits[exceeded]));
        },
        responseForOperation: async () => answer,
      };
    },
  };
}

function measuresOf(parts: OperationParts): OperationMeasures {
  return { ...operationCost(parts), ...operationShape(parts), listLength: longestListInDocument(parts) };
}

function asksForDryRun(header: string | undefined): boolean {
  if (header === undefined) return false;
  if (header.trim().toLowerCase() === DRY_RUN) return true;
  throw refusal(badInput(`/${COST_HEADER}`, 'format', `The header ${COST_HEADER} must be ${DRY_RUN}, or left out.`));
}

function dryRunAnswer(measures: OperationMeasures, limits: OperationMeasures): GraphQLResponse {
  const runs = measureNames.every((name) => measures[name] <= limits[name]);
  return {
    http: { headers: new HeaderMap([['cache-control', 'no-store']]) },
    body: {
      kind: 'single',
      singleResult: { data: null, extensions: { cost: { ...measures, limits, withinLimits: runs } } },
    },
  };
}
