import { GraphQLError } from 'graphql';
import type { Problem } from './problem';

/**
 * The stable codes of `extensions.code`, each with what it means to a caller.
 * GRAPHQL_PARSE_FAILED and GRAPHQL_VALIDATION_FAILED come from the GraphQL engine itself.
 */
export const errorCodes = {
  GRAPHQL_PARSE_FAILED: 'The document is not GraphQL: read the message, it says where the parser stopped.',
  GRAPHQL_VALIDATION_FAILED: 'The operation does not fit the schema, or names a field that does not exist.',
  PERSISTED_QUERY_NOT_FOUND:
    'The server does not know the hash, or not any more: send the same request once with its query, then the hash alone again.',
  BAD_USER_INPUT: 'An argument or header is wrong; `problems` lists every fault with its pointer.',
  UNAUTHENTICATED: 'This needs a signed-in caller.',
  FORBIDDEN: 'The caller is known, or anonymous, and may not do this.',
  NOT_FOUND: 'What the input refers to does not exist, or may not be seen by this caller.',
  RATE_LIMITED: 'Too many attempts, or too much asked in a minute: wait for `retryAfterSeconds`, then try again.',
  CONFLICT: 'Somebody else was faster, or the name is taken: read the present state and try again.',
  NOT_PUBLISHABLE: 'The documents cannot be published as they stand; `problems` says why.',
  ATTEMPT_CLOSED:
    'Answers are not taken: `state` and `deadline` of the attempt say why, or `opensAt` and `closesAt` of its assessment.',
  RETAKE_REFUSED:
    'The assessment cannot be taken again now: `retryAt` says from when on (null: never), `attemptsLeft` how often (null: no limit).',
  TOO_COSTLY:
    'The operation is over a limit, and nothing of it ran: `exceeded` names the limit, `limit` is its value, `actual` what the operation has.',
  TIMEOUT:
    'The operation took longer than it may and was stopped. A mutation whose own field answers this has changed nothing.',
  UNAVAILABLE: 'The database, or a service that it takes, cannot be reached at the moment: try again shortly.',
  INTERNAL: 'A fault of the server. Quote the requestId when you report it.',
} as const;

export type ErrorCode = keyof typeof errorCodes;

/** The HTTP status that a refusal of a whole request gets; field errors stay at 200. */
const refusalStatus: Partial<Record<ErrorCode, number>> = {
  BAD_USER_INPUT: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  RATE_LIMITED: 429,
  TIMEOUT: 503,
  UNAVAILABLE: 503,
};

function error(code: ErrorCode, message: string, extra: Record<string, unknown> = {}): GraphQLError {
  return new GraphQLError(message, { extensions: { code, ...extra } });
}

/** BAD_USER_INPUT with every problem found; the message repeats the first one, so that it helps on its own. */
export function badUserInput(problems: readonly Problem[]): GraphQLError {
  const [first] = problems;
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  const message = first ? `${first.pointer ? `${first.pointer}: ` : ''}${first.message}${more}` : 'The input is wrong.';
  return error('BAD_USER_INPUT', message, { problems });
}

/** BAD_USER_INPUT about one place of the input. */
export function badInput(pointer: string, rule: string, message: string): GraphQLError {
  return badUserInput([{ pointer, rule, message }]);
}

export const unauthenticated = (message: string): GraphQLError => error('UNAUTHENTICATED', message);
export const notFound = (message: string): GraphQLError => error('NOT_FOUND', message);
export const forbidden = (message: string): GraphQLError => error('FORBIDDEN', message);

/** CONFLICT; `details` say what stands against what, such as the expected and the actual version. */
export const conflict = (message: string, details: Record<string, unknown> = {}): GraphQLError =>
  error('CONFLICT', message, details);
export const unavailable = (message: string): GraphQLError => error('UNAVAILABLE', message);
export const internal = (message: string): GraphQLError => error('INTERNAL', message);

/** ATTEMPT_CLOSED; `details` say what closed it and when. */
export const attemptClosed = (message: string, details: Record<string, unknown>): GraphQLError =>
  error('ATTEMPT_CLOSED', message, details);

/** RETAKE_REFUSED; null for a time that never comes, and for no limit. */
export const retakeRefused = (
  message: string,
  details: { readonly retryAt: string | null; readonly attemptsLeft: number | null },
): GraphQLError => error('RETAKE_REFUSED', message, details);

/** NOT_PUBLISHABLE with the errors of the plan. */
export function notPublishable(problems: readonly Problem[]): GraphQLError {
  const [first] = problems;
  return error('NOT_PUBLISHABLE', first ? `${first.pointer}: ${first.message}` : 'Nothing can be published.', {
    problems,
  });
}

/** RATE_LIMITED; the caller may try again after so many seconds. */
export const rateLimited = (message: string, retryAfterSeconds: number): GraphQLError =>
  error('RATE_LIMITED', message, { retryAfterSeconds });

/** What each limit of an operation bounds, as `exceeded` names it. */
const limitTexts = {
  cost: 'costs %a points; %l are the most: ask for shorter pages or fewer fields, and page through the rest',
  nodes: 'can bring %a nodes; %l are the most: ask for shorter pages, and page through the rest',
  depth: 'has fields %a levels deep; %l are the most: ask for the inner ones in an operation of their own',
  aliases: 'has %a aliases; %l are the most: send several operations',
  listLength: 'has a list of %a entries; %l are the most: send several operations',
  tokens: 'has more than %l tokens, which are the most: pass values by variables, or send several operations',
  values: 'has variables with %a values; %l are the most: send several operations',
  nesting: 'is nested too deep: %l levels of brackets are the most',
  bodyBytes: 'is too large: a request may have %l bytes',
} as const;

export type LimitName = keyof typeof limitTexts;

/** TOO_COSTLY: which limit the operation is over, what it has (null when counting stopped at the limit), and what it may have. */
export function tooCostly(exceeded: LimitName, actual: number | null, limit: number): GraphQLError {
  const text = limitTexts[exceeded].replace('%a', String(actual)).replace('%l', String(limit));
  const cost = exceeded === 'cost' ? { cost: actual } : {};
  return error('TOO_COSTLY', `The operation ${text}.`, { exceeded, actual, limit, ...cost });
}

/** TIMEOUT: the time of the whole operation is over. */
export const timedOut = (): GraphQLError =>
  error('TIMEOUT', 'The operation took too long and was stopped: ask for less.');

/** The same error, sent with its own HTTP status: for a refusal before anything ran. */
export function refusal(cause: GraphQLError): GraphQLError {
  const status = refusalStatus[cause.extensions.code as ErrorCode] ?? 400;
  return new GraphQLError(cause.message, { extensions: { ...cause.extensions, http: { status } } });
}
