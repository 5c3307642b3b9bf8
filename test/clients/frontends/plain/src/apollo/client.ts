import { ApolloClient, ApolloLink, HttpLink, InMemoryCache, type PossibleTypesMap } from '@apollo/client';
import { createPersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { relayStylePagination } from '@apollo/client/utilities';

/** @param uri such as http://localhost:4000/graphql */
export function makeClient(
  uri: string,
  possibleTypes: PossibleTypesMap,
  headers: () => Record<string, string> = () => ({}),
) {
  // Sends the hash of an operation, and its text only when the server doesn't know it yet. Queries go by GET, so that caches on
  // the way can keep answers.
  const persisted = createPersistedQueryLink({ sha256, useGETForHashedQueries: true });
  const http = new HttpLink({ uri, fetch: (input, init) => fetch(input, withHeaders(init, headers())) });
  // But a token must stand in no address: addresses are logged.
  const hasToken = ({ variables }: ApolloLink.Operation) => 'attemptToken' in variables;
  return new ApolloClient({
    link: ApolloLink.split(hasToken, http, persisted.concat(http)),
    cache: makeCache(possibleTypes),
  });
}

function makeCache(possibleTypes: PossibleTypesMap): InMemoryCache {
  const list = relayStylePagination(['filter', 'orderBy']);
  return new InMemoryCache({
    possibleTypes,
    typePolicies: {
      Query: {
        fields: {
          assessments: list,
          careers: list,
          employers: list,
          industries: list,
          projects: list,
          questions: list,
          skills: list,
          sources: list,
        },
      },
      Career: {
        fields: {
          projects: relayStylePagination(),
          skills: relayStylePagination(),
          transitions: relayStylePagination(['kind']),
        },
      },
      // Known by something else than an id.
      Progress: { keyFields: ['itemId'] },
      Publication: { keyFields: ['number'] },
      // Without an id, but there is one only in each place: what two queries ask for is put together.
      AnonymousLearner: { merge: true },
      ServedLocale: { merge: true },
    },
  });
}

function withHeaders(init: RequestInit | undefined, more: Record<string, string>): RequestInit {
  const headers = new Headers(init?.headers);
  for (const [name, value] of Object.entries(more)) headers.set(name, value);
  return { ...init, headers };
}

/** In browsers only where the page is served by HTTPS, or from localhost. */
async function sha256(text: string): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
