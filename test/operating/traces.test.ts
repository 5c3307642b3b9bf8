import { randomBytes } from 'node:crypto';
import { type OtlpReceiver, type ReceivedSpan, startOtlpReceiver } from '../setup/otlp-receiver';
import { startTestApp, type TestApp } from '../setup/test-app';

const traceId = randomBytes(16).toString('hex');
const callerSpan = randomBytes(8).toString('hex');
const unsampled = randomBytes(16).toString('hex');
const password = randomBytes(12).toString('hex');
const email = `${randomBytes(6).toString('hex')}@example.org`;

let receiver: OtlpReceiver;
let app: TestApp;
beforeAll(async () => {
  receiver = await startOtlpReceiver();
  app = await startTestApp('content', {
    OTEL_EXPORTER_OTLP_ENDPOINT: `${receiver.endpoint}/`,
    OTEL_SERVICE_NAME: 'careergraph-test',
  });
  await app.migrate();
  await app.ask(
    'query Traced { careers(first: 1) { totalCount } }',
    {},
    {
      traceparent: `00-${traceId}-${callerSpan}-01`,
      'x-request-id': 'traced-1',
    },
  );
  await app.ask('query NotSampled { careers { totalCount } }', {}, { traceparent: `00-${unsampled}-${callerSpan}-00` });
  await app.ask('query BadParent { careers { totalCount } }', {}, { traceparent: `00-${'0'.repeat(32)}-x-01` });
  await app.ask('mutation Register($input: RegisterInput!) { register(input: $input) { viewer { id } } }', {
    input: { email, password, displayName: 'Traced' },
  });
  await app.send('mutation { signIn(input: { email: "nobody@example.org", password: "wrong" }) { accessToken } }');
  await app.startJobs();
  // Recurring jobs are enqueued at the start, and gone from the queue once they are done.
  for (let waiting = 1; waiting > 0;) {
    [{ waiting }] = (await app.dataSource.query(
      `SELECT count(*)::int AS waiting FROM graphile_worker.jobs WHERE task_identifier = 'close-attempts'`,
    )) as [{ waiting: number }];
  }
  // What is left is sent at the end.
  await app.stop();
});
afterAll(() => receiver.stop());

const named = (name: string): ReceivedSpan => {
  const found = receiver.spans.filter((span) => span.name === name);
  expect([name, found.length]).toEqual([name, 1]);
  return found[0]!;
};
const inside = ({ id, traceId: trace }: ReceivedSpan): ReceivedSpan[] =>
  receiver.spans.filter((span) => span.parentId === id && span.traceId === trace);

test('an operation is a span inside its request, inside the trace of who sent it, and its statements are inside', () => {
  const operation = named('query Traced');
  expect(operation.traceId).toBe(traceId);
  expect(operation.service).toBe('careergraph-test');
  expect(operation.attributes).toMatchObject({
    'graphql.operation.type': 'query',
    'graphql.operation.name': 'Traced',
    'careergraph.statements': inside(operation).length,
  });
  const http = receiver.spans.find(({ id }) => id === operation.parentId)!;
  expect(http).toMatchObject({ name: 'POST /graphql', traceId, parentId: callerSpan, kind: 2 });
  expect(http.attributes).toEqual({
    'http.request.method': 'POST',
    'http.route': '/graphql',
    'http.response.status_code': 200,
    'careergraph.request_id': 'traced-1',
  });
  const statements = inside(operation);
  expect(statements.length).toBeGreaterThan(1);
  expect(new Set(statements.map(({ name, kind }) => `${name} ${kind}`))).toEqual(new Set(['SELECT 3']));
  for (const { attributes } of statements) expect(attributes['db.query.text']).toMatch(/^\s*SELECT .*FROM/s);
});

test('what the caller does not record is not recorded, and a wrong traceparent begins a trace of its own', () => {
  expect(receiver.spans.filter((span) => span.traceId === unsampled || span.name === 'query NotSampled')).toEqual([]);
  const own = named('query BadParent');
  expect(receiver.spans.find(({ id }) => id === own.parentId)?.parentId).toBe('');
});

test('a failed operation says its code, and no span holds a value of a statement or a variable', () => {
  expect(named('mutation')).toMatchObject({ status: 2, attributes: { 'error.type': 'UNAUTHENTICATED' } });
  expect(inside(named('mutation Register')).map(({ name }) => name)).toEqual(
    expect.arrayContaining(['INSERT', 'COMMIT']),
  );
  const all = Buffer.concat([...receiver.bodies]);
  for (const value of [password, email, 'nobody@example.org', '127.0.0.1'])
    expect([value, all.includes(value)]).toEqual([value, false]);
});

test('jobs are traces of their own', () => {
  const job = receiver.spans.find(({ name }) => name === 'job close-attempts')!;
  expect(job).toMatchObject({ parentId: '', kind: 5, attributes: { 'careergraph.job': 'close-attempts' } });
  expect(inside(job).map(({ name }) => name)).toContain('COMMIT');
});

test('traces go to the path of OTLP, in protobuf', () => {
  expect(receiver.requests[0]).toMatchObject({
    path: '/v1/traces',
    headers: { 'content-type': 'application/x-protobuf' },
  });
});
