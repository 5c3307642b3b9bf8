import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { ArgumentValidationError } from 'type-graphql';
import { formatError } from '../../../src/kernel/errors/error-formatter';
import { badInput, conflict, forbidden, unavailable } from '../../../src/kernel/errors/errors';

/** Formats an error as Apollo hands it over: wrapped with its path, as the engine does with what a resolver throws. */
function format(cause: unknown, { message = (cause as Error).message, code = 'INTERNAL_SERVER_ERROR' } = {}) {
  const reported: unknown[] = [];
  const error =
    cause instanceof GraphQLError
      ? cause
      : new GraphQLError(message, { path: ['career'], originalError: cause as Error });
  const formatted: GraphQLFormattedError = {
    message,
    path: ['career'],
    extensions: { stacktrace: ['at secret.ts'], ...error.extensions, code: error.extensions.code ?? code },
  };
  const answer = formatError(formatted, error, 'request-1', (each) => reported.push(each));
  return { answer, code: answer.extensions?.code, reported };
}

const fromDatabase = (code: string) =>
  Object.assign(new Error('relation "career" of schema public'), { code, detail: 'Key (slug)=(x)', query: 'SELECT 1' });

test.each([
  ['a bug', new TypeError("Cannot read properties of undefined (reading 'id') at /srv/src/career.ts:3")],
  ['a fault of our SQL', fromDatabase('42P01')],
  ['a fault of our SQL, of rights', fromDatabase('42501')],
  ['an error with a code that is not ours', new GraphQLError('secret', { extensions: { code: 'SECRET' } })],
  ['an error that names itself INTERNAL', new GraphQLError('secret', { extensions: { code: 'INTERNAL' } })],
  ['an error without a code', new GraphQLError('secret')],
])('%s leaves masked, with the request id, and is reported whole', (_what, cause) => {
  const { answer, reported } = format(cause);
  expect(answer).toEqual({
    message: 'Something went wrong on our side. Try again; if it stays, report the requestId.',
    path: ['career'],
    extensions: { code: 'INTERNAL', requestId: 'request-1' },
  });
  expect(reported).toHaveLength(1);
});

test('what a resolver throws that is no error at all is masked too', () => {
  const answer = formatError({ message: 'Unexpected error value: "secret"' }, 'secret', 'request-1', () => undefined);
  expect(answer.extensions).toEqual({ code: 'INTERNAL', requestId: 'request-1' });
  expect(JSON.stringify(answer)).not.toContain('secret');
});

test.each([
  ['23505', 'CONFLICT'],
  ['40001', 'CONFLICT'],
  ['40P01', 'CONFLICT'],
  ['23503', 'BAD_USER_INPUT'],
  ['23514', 'BAD_USER_INPUT'],
  ['22021', 'BAD_USER_INPUT'],
  ['22P02', 'BAD_USER_INPUT'],
  ['22003', 'BAD_USER_INPUT'],
  ['57014', 'TIMEOUT'],
  ['57P01', 'UNAVAILABLE'],
  ['57P03', 'UNAVAILABLE'],
  ['53300', 'UNAVAILABLE'],
  ['08006', 'UNAVAILABLE'],
  ['3D000', 'UNAVAILABLE'],
  ['28P01', 'UNAVAILABLE'],
  ['55000', 'UNAVAILABLE'],
  ['ECONNREFUSED', 'UNAVAILABLE'],
  ['ECONNRESET', 'UNAVAILABLE'],
])('the database error %s becomes %s, without its own words', (sqlState, code) => {
  const { answer, reported } = format(fromDatabase(sqlState));
  expect(answer.extensions).toMatchObject({ code, requestId: 'request-1' });
  expect(JSON.stringify(answer)).not.toMatch(/relation|slug|SELECT/);
  expect(reported).toHaveLength(code === 'UNAVAILABLE' ? 1 : 0);
});

test.each([
  'Connection terminated unexpectedly',
  'Connection terminated due to connection timeout',
  'timeout exceeded when trying to connect',
  'Client has encountered a connection error and is not queryable',
  'Client was closed and is not queryable',
  'Query read timeout',
  'Query runner already released. Cannot run queries anymore.',
  'Database connection provided by a query runner was already released, cannot continue to use its querying methods anymore.',
])('the lost connection "%s" becomes UNAVAILABLE', (message) => {
  expect(format(new Error(message)).code).toBe('UNAVAILABLE');
});

test.each([
  ['BAD_USER_INPUT', badInput('/first', 'range', 'first must be 0 or more')],
  ['FORBIDDEN', forbidden('You may not do this.')],
  ['CONFLICT', conflict('Somebody was faster.')],
  ['UNAVAILABLE', unavailable('Try again shortly.')],
])('a refusal of ours keeps its code %s, its message and its problems', (code, error) => {
  const { answer } = format(error);
  expect(answer.message).toBe(error.message);
  expect(answer.extensions).toEqual({
    code,
    requestId: 'request-1',
    ...(error.extensions.problems ? { problems: error.extensions.problems } : {}),
  });
});

test.each(['BAD_REQUEST', 'OPERATION_RESOLUTION_FAILURE', 'PERSISTED_QUERY_NOT_SUPPORTED'])(
  "Apollo's %s becomes BAD_USER_INPUT",
  (code) => {
    expect(format(new GraphQLError('Unknown operation', { extensions: { code } })).code).toBe('BAD_USER_INPUT');
  },
);

test("Apollo's faults of persisted queries get a code, and a way out beside the message that clients know", () => {
  const unknown = new GraphQLError('PersistedQueryNotFound', { extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } });
  expect(format(unknown).answer.extensions).toMatchObject({
    code: 'PERSISTED_QUERY_NOT_FOUND',
    problems: [{ message: expect.stringMatching(/send the same request once with its query/) }],
  });
  for (const message of ['provided sha does not match query', 'Unsupported persisted query version'])
    expect(format(new GraphQLError(message)).code).toBe('BAD_USER_INPUT');
});

test.each([
  'Variable "$first" got invalid value',
  'Argument "x" has invalid value',
  'Too many errors processing variables, error limit reached.',
])('the engine\'s "%s" becomes BAD_USER_INPUT', (message) => {
  expect(format(new GraphQLError(message)).code).toBe('BAD_USER_INPUT');
});

test('a bug whose message begins like one of the engine is still a bug', () => {
  expect(format(new Error('Variable "x" is secret')).code).toBe('INTERNAL');
});

test('faults of an input come with the pointer of each', () => {
  const validation = new ArgumentValidationError([
    { property: 'skills', children: [{ property: '0', children: [], constraints: { isEnum: 'must be one of A, B' } }] },
  ]);
  expect(format(validation).answer.extensions).toMatchObject({
    code: 'BAD_USER_INPUT',
    problems: [{ pointer: '/skills/0', rule: 'isEnum', message: 'must be one of A, B' }],
  });
});
