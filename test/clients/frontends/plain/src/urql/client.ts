import { cacheExchange, Client, fetchExchange, makeOperation, mapExchange } from '@urql/core';

/** A token must stand in no address: addresses are logged. */
const tokensByPost = mapExchange({
  onOperation: (operation) =>
    'attemptToken' in (operation.variables ?? {})
      ? makeOperation(operation.kind, operation, { ...operation.context, preferGetMethod: false })
      : operation,
});

/** @param url such as http://localhost:4000/graphql */
export function makeClient(url: string, headers: () => Record<string, string> = () => ({})): Client {
  return new Client({
    url,
    exchanges: [cacheExchange, tokensByPost, fetchExchange],
    // Queries go by GET while their address is short enough, so that caches on the way can keep answers. Mutations go by POST.
    preferGetMethod: 'within-url-limit',
    // A GET needs a header that no plain link of another site can send.
    fetchOptions: () => ({ headers: { 'apollo-require-preflight': 'true', ...headers() } }),
  });
}
