import type { Fetcher } from '@graphiql/toolkit';

/**
 * Sends an operation to the server that served this page.
 * An answer that is no GraphQL answer becomes one error that a person can act on.
 */
export const fetchFromServer: Fetcher = async (operation, options) => {
  let response: Response;
  try {
    response = await fetch('graphql', {
      method: 'POST',
      headers: {
        accept: 'application/graphql-response+json, application/json',
        'content-type': 'application/json',
        ...options?.headers,
      },
      body: JSON.stringify(operation),
    });
  } catch {
    return failure('The server does not answer. Is it still running? Start it with `npm start` and try again.');
  }
  const body = await response.text();
  try {
    return JSON.parse(body);
  } catch {
    return failure(`The server answered ${response.status} ${response.statusText} without JSON: ${body.slice(0, 500)}`);
  }
};

function failure(message: string) {
  return { errors: [{ message }] } as unknown as Awaited<ReturnType<Fetcher>>;
}
