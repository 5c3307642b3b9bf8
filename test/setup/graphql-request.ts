import { request } from 'node:http';
import type { GraphQLAnswer, TestApp } from './test-app';

/** An HTTP answer of /graphql. */
export interface HttpAnswer extends GraphQLAnswer {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  /** The body as it came. */
  readonly text: string;
}

/** A request as a client could send it, right or wrong. */
export interface RawRequest {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Record<string, string | string[]>;
  /** The body; several parts are sent one after the other, as a slow client does. */
  readonly body?: string | Buffer | readonly string[];
}

/** What clients of today accept: GraphQL's own media type, in which a status tells what happened. */
export const PRESENT_DAY = 'application/graphql-response+json, application/json;q=0.9';

/** Sends any request to the app, without what a decent client would add or refuse to send; an empty list leaves a header out. */
export function sendRaw(
  app: Pick<TestApp, 'address'>,
  { method = 'POST', path = '/graphql', headers, body }: RawRequest,
): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const sent = request(
      new URL(path, app.address),
      { method, headers: { accept: PRESENT_DAY, 'content-type': 'application/json', ...headers } },
      (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () => {
          const text = Buffer.concat(parts).toString('utf8');
          const isJson = text !== '' && String(response.headers['content-type']).includes('json');
          const answer = isJson ? (JSON.parse(text) as GraphQLAnswer) : {};
          resolve({ ...answer, status: response.statusCode ?? 0, headers: response.headers, text });
        });
      },
    );
    sent.on('error', reject);
    sent.setNoDelay(true);
    if (!Array.isArray(body)) return void sent.end(body);
    // Each part goes out on its own once the one before is on its way.
    const writeNext = (parts: readonly string[]): void => {
      const [part, ...later] = parts;
      if (part === undefined) sent.end();
      else sent.write(part, () => setImmediate(writeNext, later));
    };
    writeNext(body as string[]);
  });
}

/** What no answer may hold: where our code lies, its stack, or the SQL that it runs. */
export const INTERNALS =
  /\/work\/|\/src\/|\/dist\/|node_modules|\.ts:|\.js:|\bat [A-Z]\w+\.|stacktrace|SELECT |editions_at|publication_item|Maximum call stack/;
