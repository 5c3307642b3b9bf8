/** What a log says of an error: enough to find the fault, and nothing that a caller sent. */
export interface LoggedError {
  readonly type: string;
  readonly message: string;
  readonly stack: string;
  readonly code?: string;
  /** The statement that failed, with placeholders where its values were. */
  readonly query?: string;
  readonly table?: string;
  readonly constraint?: string;
  readonly errors?: readonly LoggedError[];
  readonly cause?: LoggedError;
}

/** SQLSTATE classes whose messages repeat values: wrong data, and what functions in the database raise. */
const REPEATS_VALUES = /^(22|P0)/;
/** How much of a statement is kept, in characters. */
const QUERY_LENGTH = 2000;
const MAX_DEPTH = 5;

/** What stands in its place: code and statement say enough. */
const LEFT_OUT = 'The message is left out, because it may repeat values.';

type ErrorWithDetails = Error & Record<string, unknown> & { driverError?: Record<string, unknown> };

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/**
 * An error for the log. Fields are chosen and not copied: a database error carries the values of its statement
 * (`parameters`) and those of the row (`detail`), an HTTP parser's error the raw request.
 */
export function loggedError(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error))
    return { type: typeof error, message: 'Something that is no error was thrown.', stack: '' };
  const given = error as ErrorWithDetails;
  // GraphQL wraps what a resolver throws and repeats its message.
  if (given.originalError instanceof Error && depth < MAX_DEPTH) return loggedError(given.originalError, depth + 1);
  const code = text(given.code);
  const query = text(given.query)?.slice(0, QUERY_LENGTH);
  const table = text(given.table) ?? text(given.driverError?.table);
  const constraint = text(given.constraint) ?? text(given.driverError?.constraint);
  const inner = depth < MAX_DEPTH && given.cause instanceof Error ? given.cause : undefined;
  const errors = depth < MAX_DEPTH && error instanceof AggregateError ? error.errors : undefined;
  const isSafe = !repeatsValues(error);
  return {
    type: error.name,
    message: isSafe ? error.message : LEFT_OUT,
    // The stack begins with the message.
    stack: isSafe ? (error.stack ?? '') : framesOf(error),
    ...(code === undefined ? {} : { code }),
    ...(query === undefined ? {} : { query }),
    ...(table === undefined ? {} : { table }),
    ...(constraint === undefined ? {} : { constraint }),
    ...(errors === undefined ? {} : { errors: errors.map((each) => loggedError(each, depth + 1)) }),
    ...(inner === undefined ? {} : { cause: loggedError(inner, depth + 1) }),
  };
}

/** Whether the message may hold values, its own ones or those of an error that it passes on. */
function repeatsValues(error: unknown, depth = 0): boolean {
  const { code, cause, errors } = (error ?? {}) as ErrorWithDetails & { errors?: unknown };
  if (typeof code === 'string' && REPEATS_VALUES.test(code)) return true;
  const passedOn = [cause, ...(Array.isArray(errors) ? errors : [])].filter((each) => each instanceof Error);
  return depth < MAX_DEPTH && passedOn.some((each) => repeatsValues(each, depth + 1));
}

const framesOf = ({ stack = '' }: Error): string =>
  stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .join('\n');

/** How the log shows what it is given. A request is its method: its address holds the variables of a GET, its headers tokens. */
export const logSerializers = {
  err: (error: unknown) => ({ ...loggedError(error) }),
  req: ({ method }: { method?: string }) => ({ method }),
};
