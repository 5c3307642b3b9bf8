import type { PossibleTypesMap } from '@apollo/client';

const QUERY = '{ __schema { types { name possibleTypes { name } } } }';

/** Asks the server which types an interface or union can be. Do it when you build, and keep the answer in a file. */
export async function fetchPossibleTypes(uri: string): Promise<PossibleTypesMap> {
  const response = await fetch(uri, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: QUERY }),
  });
  const { data } = (await response.json()) as {
    data: { __schema: { types: { name: string; possibleTypes: { name: string }[] | null }[] } };
  };
  return Object.fromEntries(
    data.__schema.types.flatMap(({ name, possibleTypes }) =>
      possibleTypes ? [[name, possibleTypes.map((type) => type.name)]] : [],
    ),
  );
}
