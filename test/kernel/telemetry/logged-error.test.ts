import { GraphQLError } from 'graphql';
import { QueryFailedError } from 'typeorm';
import { loggedError, logSerializers } from '../../../src/kernel/telemetry/logged-error';

const secret = 'hunter2-hunter2';
/** What pg says of a statement, with everything that may repeat a value. */
const fromDatabase = (code: string, message: string): QueryFailedError =>
  new QueryFailedError(
    'INSERT INTO person (email) VALUES ($1)',
    [secret],
    Object.assign(new Error(message), {
      code,
      detail: `Key (email)=(${secret}) exists.`,
      table: 'person',
      where: secret,
    }),
  );

test.each([
  [
    'a row that is there already',
    fromDatabase('23505', 'duplicate key value violates unique constraint "person_email"'),
  ],
  ['a value that does not fit', fromDatabase('22P02', `invalid input syntax for type uuid: "${secret}"`)],
  ['what a function raises', fromDatabase('P0001', `no room for ${secret}`)],
  [
    'one inside a GraphQL error',
    new GraphQLError(secret, { originalError: fromDatabase('P0001', `no room for ${secret}`) }),
  ],
  ['one that is a cause', new Error(`Failed: ${secret}`, { cause: fromDatabase('22001', secret) })],
  ['several', new AggregateError([fromDatabase('P0001', secret)], `1 failed: ${secret}`)],
  [
    'an HTTP parser',
    Object.assign(new Error('Parse Error'), { code: 'HPE', rawPacket: Buffer.from(secret), x: secret }),
  ],
  ['something that is no error', { password: secret }],
  ['a text', secret],
])('no value that a caller sent is logged of %s', (_what, error) => {
  const logged = JSON.stringify(loggedError(error));
  expect(logged).not.toContain(secret);
  expect(logged).not.toContain(JSON.stringify(Buffer.from(secret)));
});

test('what helps to find the fault is there', () => {
  expect(loggedError(fromDatabase('42P01', 'relation "person" does not exist'))).toEqual({
    type: 'QueryFailedError',
    message: 'relation "person" does not exist',
    stack: expect.stringContaining('logged-error.test'),
    code: '42P01',
    query: 'INSERT INTO person (email) VALUES ($1)',
    table: 'person',
  });
  expect(loggedError(fromDatabase('P0001', secret)).stack).toMatch(/^\s+at /);
  const nested = loggedError(new Error('outer', { cause: new TypeError('inner') }));
  expect(nested).toMatchObject({ type: 'Error', message: 'outer', cause: { type: 'TypeError', message: 'inner' } });
});

test('an error that is its own cause is cut off, and a request is only its method', () => {
  const error = new Error('round');
  error.cause = error;
  expect(JSON.stringify(loggedError(error)).match(/"round"/g)).toHaveLength(6);
  const request = { method: 'GET', url: `/graphql?variables=${secret}`, headers: { authorization: secret } };
  expect(logSerializers.req(request)).toEqual({ method: 'GET' });
});
