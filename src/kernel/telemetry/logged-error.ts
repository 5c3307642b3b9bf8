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

/** SQLSTATE classes whose messages repeat values: wrong data, what a trigger of ours raises, and failed checks of it. */
const REPEATS_VALUES = /^(22|P0|44)/;
/** How much of a statement is kept, in characters. */
const QUERY_LENGTH = 2000;
const MAX_DEPTH = 5;

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/**
 * An error for the log. Fields are chosen and not copied: a database error carries the values of its statement
 * (`parameters`) and those of the row (`detail`), an HTTP parser's error the raw request.
 */
export function loggedError(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error))
    return { type: typeof error, message: 'Something that is no error was thrown.', stack: '' };
  const given = error as Error & Record<string, unknown> & { driverError?: Record<string, unknown> };
  const code = text(given.code);
  const hidesValues = code !== undefined && REPEATS_VALUES.test(code);
  const hide = (words: string) => (hidesValues ? words.replaceAll(/"[^"]*"|'[^']*'|(?<=: ).*/g, '…') : words);
  const query = text(given.query)?.slice(0, QUERY_LENGTH);
  const table = text(given.table) ?? text(given.driverError?.table);
  const constraint = text(given.constraint) ?? text(given.driverError?.constraint);
  const inner = depth < MAX_DEPTH ? ((given.originalError as unknown) ?? given.cause) : undefined;
  const errors = depth < MAX_DEPTH && error instanceof AggregateError ? error.errors : undefined;
  return {
    type: error.name,
    message: hide(error.message),
    // The stack begins with the message.
    stack: hidesValues ? framesOf(error) : (error.stack ?? ''),
    ...(code === undefined ? {} : { code }),
    ...(query === undefined ? {} : { query }),
    ...(table === undefined ? {} : { table }),
    ...(constraint === undefined ? {} : { constraint }),
    ...(errors === undefined ? {} : { errors: errors.map((each) => loggedError(each, depth + 1)) }),
    ...(inner instanceof Error && inner !== error ? { cause: loggedError(inner, depth + 1) } : {}),
  };
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
