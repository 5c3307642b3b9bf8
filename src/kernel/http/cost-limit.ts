import type { ApolloServerPlugin } from '@apollo/server';
import { type FragmentDefinitionNode, getVariableValues, Kind } from 'graphql';
import { refusal, tooCostly } from '../errors/errors';
import { operationCost } from '../graphql/operation-cost';

/** Refuses an operation that can bring more than so many field values, before anything of it runs. */
export function costLimit(limit: number): ApolloServerPlugin {
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ schema, operation, document, request }) => {
        if (!operation) return;
        const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], request.variables ?? {});
        // Variables that do not fit: the engine says so, and runs nothing.
        if (!coerced) return;
        const fragments = new Map(
          document.definitions
            .filter((each): each is FragmentDefinitionNode => each.kind === Kind.FRAGMENT_DEFINITION)
            .map((each) => [each.name.value, each]),
        );
        const cost = operationCost({ schema, operation, fragments, variables: coerced });
        if (cost > limit) throw refusal(tooCostly(cost, limit));
      },
    }),
  };
}
