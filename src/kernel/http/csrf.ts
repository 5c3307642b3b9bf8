import type { ApolloServerPlugin } from '@apollo/server';
import type { RequestContext } from '../context';
import { badInput, refusal } from '../errors/errors';
import type { PublicQueries } from './public-queries';

/**
 * Headers that no page of another site can send without a preflight, which CORS decides about. The first two exist for
 * nothing else.
 */
const PROOFS = ['apollo-require-preflight', 'x-apollo-operation-name', 'authorization', 'x-perspective'];

/**
 * Refuses a GET that a page of another site could send, or let its visitors send, without being asked: unless it reads
 * what is public to all, which tells nothing and changes nothing. POST needs no more than its content type, JSON, which is
 * itself a proof. A browser that says that it can't read the answer, as for an image, gets none.
 */
export function preventForgery(publicQueries: PublicQueries): ApolloServerPlugin<RequestContext> {
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ request, operation, document }) => {
        const { http } = request;
        if (http?.method !== 'GET' || !operation) return;
        const { headers } = http;
        if (headers.has('content-type') || PROOFS.some((name) => headers.get(name))) return;
        if (headers.get('sec-fetch-mode') !== 'no-cors' && publicQueries.covers(operation, document)) return;
        throw refusal(
          badInput(
            '/apollo-require-preflight',
            'preflight',
            'This GET was blocked, because a page of another site could send it: without a further header, GET is for queries of ' +
              'public content alone. Send apollo-require-preflight: true, or use POST with content-type: application/json.',
          ),
        );
      },
    }),
  };
}
