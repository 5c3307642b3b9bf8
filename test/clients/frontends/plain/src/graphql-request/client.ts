import { GraphQLClient } from 'graphql-request';

export interface Caller {
  /** The access token of signIn or register, or an API token. */
  readonly accessToken?: string;
  /** For editors' previews: draft, release:<id> or publication:<number>. */
  readonly perspective?: string;
  /** The languages that somebody reads, such as de-AT, en;q=0.8. */
  readonly languages?: string;
}

/** @param url such as http://localhost:4000/graphql */
export function makeClient(url: string, { accessToken, perspective, languages }: Caller = {}): GraphQLClient {
  return new GraphQLClient(url, {
    headers: {
      ...(accessToken && { authorization: `Bearer ${accessToken}` }),
      ...(perspective && { 'x-perspective': perspective }),
      ...(languages && { 'accept-language': languages }),
    },
  });
}
