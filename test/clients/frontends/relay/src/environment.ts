import { Environment, type FetchFunction, Network, type PayloadData, RecordSource, Store } from 'relay-runtime';

/** What the server says of an operation that it refused as a whole; each error has extensions.code. */
export class RefusedOperation extends Error {
  constructor(readonly errors: readonly { message: string; extensions?: { code?: string; requestId?: string } }[]) {
    super(errors.map(({ message }) => message).join('\n'));
  }
}

/** @param url such as http://localhost:4000/graphql */
export function makeEnvironment(url: string, headers: () => Record<string, string> = () => ({})): Environment {
  const send: FetchFunction = async ({ text }, variables) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers() },
      body: JSON.stringify({ query: text, variables }),
    });
    const { data, errors } = (await response.json()) as {
      data?: PayloadData | null;
      errors?: RefusedOperation['errors'];
    };
    if (!data) throw new RefusedOperation(errors ?? []);
    return { data, errors: errors?.map((error) => ({ ...error, severity: 'ERROR' as const })) };
  };
  return new Environment({ network: Network.create(send), store: new Store(new RecordSource()) });
}
