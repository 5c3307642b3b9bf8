import { sendRaw } from '../setup/graphql-request';
import { startTestApp, type TestApp } from '../setup/test-app';

const apps: TestApp[] = [];
afterAll(() => Promise.all(apps.map((app) => app.stop())));

/** The lines that an app logs from now on, as level and what they say. */
async function appWith(settings: Record<string, string>): Promise<{ app: TestApp; lines: [string, any, string][] }> {
  const app = await startTestApp('content', settings);
  apps.push(app);
  const lines: [string, any, string][] = [];
  for (const level of ['info', 'warn'] as const) {
    app.http.log[level] = (details: any, text?: any) => void lines.push([level, details, text as string]);
  }
  return { app, lines };
}
const query = 'query Careers { careers(first: 1) { totalCount } }';
/** Resolves once the answers are written down: after the answer to a later request on the same connection. */
async function written(app: TestApp, lines: readonly unknown[], count: number): Promise<void> {
  while (lines.length < count) await fetch(`${app.address}/health/live`);
}

test('LOG_REQUESTS=none leaves only the slow ones, as warnings', async () => {
  const quiet = await appWith({ LOG_REQUESTS: 'none', SLOW_OPERATION_MILLISECONDS: '3600000' });
  await quiet.app.ask(query);
  await quiet.app.close();
  expect(quiet.lines).toEqual([]);

  const slow = await appWith({ LOG_REQUESTS: 'none', SLOW_OPERATION_MILLISECONDS: '0' });
  await slow.app.ask(query);
  await written(slow.app, slow.lines, 1);
  expect(slow.lines).toEqual([
    ['warn', expect.objectContaining({ operation: 'Careers', codes: [] }), 'slow operation'],
  ]);
});

test('a request whose body comes in parts is counted like any other', async () => {
  const { app, lines } = await appWith({ LOG_REQUESTS: 'all' });
  const { length } = await app.count(query);
  await sendRaw(app, {
    body: [`{"query": "${query.slice(0, 9)}`, query.slice(9), '"}'],
    headers: { 'x-request-id': 'parts' },
  });
  await sendRaw(app, { body: ['{"query": "', '{ nothing }', '"}'], headers: { 'x-request-id': 'wrong' } });
  await sendRaw(app, { body: '{', headers: { 'x-request-id': 'no-json' } });
  await sendRaw(app, { body: '', headers: { 'x-request-id': 'no-type', 'content-type': 'text/plain' } });
  await written(app, lines, 5);
  const of = (requestId: string) => lines.find(([, details]) => details.requestId === requestId)![1];
  expect(of('parts')).toMatchObject({ operation: 'Careers', kind: 'query', statements: length, status: 200 });
  expect(of('wrong')).toMatchObject({ operation: null, kind: null, codes: ['GRAPHQL_VALIDATION_FAILED'], status: 400 });
  expect(of('no-json')).toMatchObject({ codes: ['BAD_USER_INPUT'], status: 400 });
  expect(of('no-type')).toMatchObject({ codes: ['BAD_USER_INPUT'], status: 415 });
});
