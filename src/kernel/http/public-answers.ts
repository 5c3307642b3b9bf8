import { createHash } from 'node:crypto';
import type { ApolloServerPlugin } from '@apollo/server';
import { HeaderMap } from '@apollo/server';
import type { RequestContext } from '../context';
import { buildId } from './build-id';
import { chooseMediaType } from './media-type';
import type { PublicQueries } from './public-queries';

/**
 * Lets browsers and CDNs keep the answers to GET that are the same for everybody, and answers 304 before anything of the
 * operation runs when they have the present one. Everything else stays as it is: private, not to be stored.
 * @param maxAge how long such an answer may be used without asking, in seconds
 */
export function cachePublicAnswers(publicQueries: PublicQueries, maxAge: number): ApolloServerPlugin<RequestContext> {
  const cacheControl = `public, max-age=${maxAge}, must-revalidate`;
  return {
    async requestDidStart() {
      let etag: string | undefined;
      /** Whether the answer is that of the operation, and not what another plugin says in its place. */
      let isOwn = false;
      return {
        async responseForOperation({ request, operation, document, source, contextValue: context }) {
          const { publicState } = context;
          // There may be no operation, whatever its type says: the engine then asks for the name of one.
          if (request.http?.method !== 'GET' || !publicState || !operation) return null;
          if (!publicQueries.covers(operation, document)) return null;
          // Where the state can't be read, the fields say so themselves, and nobody keeps that.
          const state = await publicState().catch(() => null);
          if (state === null) return null;
          etag = etagOf([
            await buildId(),
            state,
            chooseMediaType(request.http.headers.get('accept')),
            context.maxPageSize,
            source,
            request.operationName,
            request.variables,
          ]);
          if (!matches(request.http.headers.get('if-none-match'), etag)) return null;
          isOwn = true;
          return { http: { status: 304, headers: new HeaderMap() }, body: { kind: 'single', singleResult: {} } };
        },
        async executionDidStart() {
          isOwn = true;
        },
        async willSendResponse({ response: { body, http } }) {
          if (!etag || !isOwn || body.kind !== 'single' || body.singleResult.errors) return;
          http.headers.set('cache-control', cacheControl);
          http.headers.set('etag', etag);
        },
      };
    },
  };
}

/** Weak: the same values, though perhaps not the same bytes. */
function etagOf(parts: readonly unknown[]): string {
  return `W/"${createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 27)}"`;
}

/**
 * Whether an If-None-Match header (RFC 9110, 13.1.2) names this tag; weak and strong ones are compared alike. `*` names none:
 * whether there is an answer without errors, and so a tag, is known only when the operation has run.
 */
function matches(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  const opaque = etag.replace(/^W\//, '');
  return header.split(',').some((tag) => tag.trim().replace(/^W\//, '') === opaque);
}
