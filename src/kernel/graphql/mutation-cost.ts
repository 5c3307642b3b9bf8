import { getNamedType, type GraphQLField, isInputObjectType } from 'graphql';

/** What a mutation costs beside its answer: a transaction, with the checks and locks in it. */
export const MUTATION_COST = 1_000;
/** What a mutation costs that hashes a password: that is slow and takes memory, on purpose. */
export const PASSWORD_COST = 10_000;

/** What it costs to run a root field of Mutation, in the points of operationCost. A new mutation is covered as it is. */
export function mutationCost(field: GraphQLField<unknown, unknown>): number {
  return takesPassword(field) ? PASSWORD_COST : MUTATION_COST;
}

/** Whether a password is among what a field takes, seen by the names of its arguments and of their fields. */
export function takesPassword({ args }: GraphQLField<unknown, unknown>): boolean {
  const names = args.flatMap((argument) => {
    const input = getNamedType(argument.type);
    return [argument.name, ...(isInputObjectType(input) ? Object.keys(input.getFields()) : [])];
  });
  return names.some((name) => /password/i.test(name));
}
