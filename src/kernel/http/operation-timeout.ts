import type { ApolloServerPlugin } from '@apollo/server';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { OperationTypeNode } from 'graphql';
import { OperationDeadline } from '../database/operation-deadline';
import { requestScope } from './request-scope';

/**
 * A hook for the route of operations: from now on the request may use the database for so many milliseconds. When the client
 * goes away before the answer is sent, a query is stopped at once; a mutation is finished, since what it does is whole or not done.
 */
export const startDeadline =
  (milliseconds: number) =>
  async (_request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const scope = requestScope.getStore();
    if (!scope) return;
    const deadline = new OperationDeadline(milliseconds);
    scope.deadline = deadline;
    reply.raw.once('close', () => (reply.raw.writableFinished ? deadline.end() : deadline.abandon()));
  };

/** Tells the deadline what runs, and when that is done. */
export const operationTimeout: ApolloServerPlugin = {
  requestDidStart: async () => ({
    didResolveOperation: async ({ operation }) =>
      requestScope.getStore()?.deadline?.begin(operation?.operation === OperationTypeNode.MUTATION),
    executionDidStart: async () => ({
      executionDidEnd: async () => requestScope.getStore()?.deadline?.end(),
    }),
  }),
};
