import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { ArgumentValidationError } from 'type-graphql';
import type { ValidationError } from 'class-validator';
import {
  badInput,
  badUserInput,
  conflict,
  type ErrorCode,
  errorCodes,
  internal,
  refusal,
  timedOut,
  unavailable,
} from './errors';
import { problemsOf } from './validation-problems';

/** What may leave the server of an error: GraphQL's own fields, its code, the request id and our documented details. */
const PUBLIC_EXTENSIONS = [
  'problems',
  'retryAfterSeconds',
  'expectedVersion',
  'actualVersion',
  'fields',
  'publications',
  'state',
  'deadline',
  'opensAt',
  'closesAt',
  'retryAt',
  'attemptsLeft',
  'exceeded',
  'actual',
  'limit',
  'cost',
] as const;

/** Apollo's codes for whole requests that it refuses, and the code that we document for them. */
const requestErrors: Record<string, ErrorCode> = {
  BAD_REQUEST: 'BAD_USER_INPUT',
  OPERATION_RESOLUTION_FAILURE: 'BAD_USER_INPUT',
  PERSISTED_QUERY_NOT_SUPPORTED: 'BAD_USER_INPUT',
};

/** What Apollo says of requests without a code or a way out, and what we say instead. */
const requestFaults: Record<string, string> = {
  'GET requests only support query operations, not mutation operations': 'GET is for queries: send a mutation by POST.',
  'provided sha does not match query':
    'sha256Hash is not the hash of this query: send the SHA-256 of its exact text, in UTF-8, as 64 hexadecimal digits in small letters.',
  'Unsupported persisted query version':
    'Persisted queries have version 1: send {"persistedQuery": {"version": 1, "sha256Hash": "…"}} as extensions.',
};

/**
 * Turns any error into what a client gets. What we did not foresee is told to `report` whole and leaves masked; so is a database that is away.
 * @param requestId repeated in every answer, so that a report can be found in the log
 */
export function formatError(
  formatted: GraphQLFormattedError,
  error: unknown,
  requestId: string,
  report: (error: unknown) => void,
): GraphQLFormattedError {
  const known = translate(error, formatted);
  if (known.extensions.code === 'INTERNAL' || known.extensions.code === 'UNAVAILABLE') report(error);
  const extensions: Record<string, unknown> = { code: known.extensions.code, requestId };
  for (const name of PUBLIC_EXTENSIONS)
    if (known.extensions[name] !== undefined) extensions[name] = known.extensions[name];
  return { message: known.message, locations: formatted.locations, path: formatted.path, extensions };
}

function translate(error: unknown, formatted: GraphQLFormattedError): GraphQLError {
  const cause = error instanceof GraphQLError ? (error.originalError ?? error) : error;
  if (cause instanceof ArgumentValidationError) {
    const found = cause.extensions.validationErrors as ValidationError[] | Error;
    if (Array.isArray(found)) return badUserInput(problemsOf(found));
    // A rule that looks at the bytes of a text throws on half a character, such as the one for email addresses.
    if (found instanceof URIError) return badInput('', 'value', 'A text holds half of a character (a lone surrogate).');
    return internal(MASKED);
  }
  const fromDatabase = translateDatabaseError(cause);
  if (fromDatabase) return fromDatabase;

  const { extensions } = (cause ?? {}) as { extensions?: { code?: unknown } };
  const code = (extensions?.code ?? formatted.extensions?.code ?? '') as string;
  if (code === 'PERSISTED_QUERY_NOT_FOUND') {
    // Clients know it by this message: the way out stands beside it.
    const problems = [{ pointer: '/extensions/persistedQuery', rule: 'known', message: errorCodes[code] }];
    return new GraphQLError(formatted.message, { extensions: { code, problems } });
  }
  if (code in errorCodes && code !== 'INTERNAL') {
    return new GraphQLError(formatted.message, { extensions: { ...formatted.extensions, code } });
  }
  const fault = cause instanceof GraphQLError ? requestFaults[cause.message] : undefined;
  if (fault) return new GraphQLError(fault, { extensions: { code: 'BAD_USER_INPUT' } });
  if (requestErrors[code]) return new GraphQLError(formatted.message, { extensions: { code: requestErrors[code] } });
  // A value that a scalar or an enum refuses, and "too many errors processing variables", which has no code of its own.
  const isPlainGraphQL = cause instanceof GraphQLError && !cause.originalError;
  if (isPlainGraphQL && /^(Variable |Argument |Too many errors processing variables)/.test(cause.message)) {
    return new GraphQLError(formatted.message, { extensions: { code: 'BAD_USER_INPUT' } });
  }
  return internal(MASKED);
}

const MASKED = 'Something went wrong on our side. Try again; if it stays, report the requestId.';

/** What a failure before the operation ran is refused with; anything that is not the database's doing stays as it is. */
export function refusalOf(cause: unknown): unknown {
  if (cause instanceof GraphQLError && cause.extensions.code === 'TIMEOUT') return refusal(cause);
  const known = cause instanceof GraphQLError ? undefined : translateDatabaseError(cause);
  return known ? refusal(known) : cause;
}

/** SQLSTATE codes (PostgreSQL, appendix A) that a caller can do something about. */
function translateDatabaseError(cause: unknown): GraphQLError | undefined {
  const { code, message } = (cause ?? {}) as { code?: unknown; message?: unknown };
  if (typeof code !== 'string') return LOST_CONNECTION.test(String(message)) ? unreachable() : undefined;
  if (code === '23505') return conflict('Something with this name or key exists already.');
  if (code === '40001' || code === '40P01')
    return conflict('Somebody else changed the same at the same time: read the present state and try again.');
  if (code === '23503' || code === '23514' || code === '23502')
    return badInput('', 'constraint', 'The input contradicts what is stored: check what it refers to.');
  if (code.startsWith('22'))
    return badInput(
      '',
      'value',
      'A value cannot be stored: check for unusual characters and for numbers out of range.',
    );
  if (code === '57014') return timedOut();
  if (NO_CONNECTION.test(code) || /^(ECONNREFUSED|ECONNRESET|ETIMEDOUT|EPIPE|ENOENT)$/.test(code)) return unreachable();
  return undefined;
}

/** Lost, not allowed (28), too many, no such database (3D000), or one that lets nobody in (55000). */
const NO_CONNECTION = /^(08|28|53|57P|3D000$|55000$)/;

/**
 * What the driver and TypeORM say of a connection without giving a code. A transaction whose connection is lost between two
 * statements finds its query runner released.
 */
const LOST_CONNECTION =
  /^(Connection terminated|Query read timeout|timeout exceeded when trying to connect|Client has encountered a connection error|Client was closed and is not queryable|Query runner already released|Database connection provided by a query runner was already released)/;

const unreachable = () => unavailable('The database cannot be reached at the moment. Try again shortly.');
