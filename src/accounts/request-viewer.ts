import type { Role } from './role';

/** Who sent a request, proved by a token. */
export interface RequestViewer {
  /** The user's key, a UUID. */
  readonly id: string;
  /** As granted at the time of the request; those of an API token are narrowed to what the token may. */
  readonly roles: readonly Role[];
  readonly via: 'session' | 'api-token' | 'oidc';
  /** The kinds of content that an API token is limited to; undefined without such a limit. */
  readonly kinds?: readonly string[];
  /** The session of an access token of ours. */
  readonly sessionId?: string;
}

/** Where a request came from, as far as the connection and its headers tell. */
export interface RequestClient {
  readonly address: string;
  readonly userAgent: string;
}

declare module '../kernel/context' {
  interface RequestContext {
    /** Null for an anonymous request: one without a token. */
    viewer: RequestViewer | null;
    client: RequestClient;
  }
}
