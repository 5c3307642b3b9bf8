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

/** What a request with a preview token may read, and nothing else. */
export interface RequestPreview {
  /** The one perspective that the token opens, as the header x-perspective must name it. */
  readonly perspective: string;
  /** Those of the user who made the token, at the time of the request. */
  readonly roles: readonly Role[];
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
    /** Set for a request with a preview token, whose viewer is null. */
    preview: RequestPreview | null;
    client: RequestClient;
  }
}
