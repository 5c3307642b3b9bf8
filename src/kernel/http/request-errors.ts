import { GraphQLError } from 'graphql';
import { tooCostly } from '../errors/errors';

/** The answer to a request that never got to the engine: its status, and what is said about it. */
export interface RequestFailure {
  readonly status: number;
  readonly message: string;
  readonly extensions: Readonly<Record<string, unknown>>;
}

/**
 * What a client gets of an error that a hook or the HTTP server itself threw. A fault of ours is masked.
 * @param maxBodyBytes the limit that a body was over
 */
export function requestFailure(
  error: Error & { readonly statusCode?: number; readonly code?: string },
  contentLength: string | undefined,
  maxBodyBytes: number,
): RequestFailure {
  const known =
    error.code === 'FST_ERR_CTP_BODY_TOO_LARGE'
      ? tooCostly('bodyBytes', contentLength === undefined ? null : Number(contentLength), maxBodyBytes)
      : error;
  const status = error.statusCode ?? (known instanceof GraphQLError ? 400 : 500);
  if (known instanceof GraphQLError) return { status, message: known.message, extensions: known.extensions };
  return status >= 500
    ? { status, message: 'Something went wrong on our side.', extensions: { code: 'INTERNAL' } }
    : { status, message: known.message, extensions: { code: 'BAD_USER_INPUT' } };
}
