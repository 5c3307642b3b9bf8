import { auditServer } from 'graphql-http';
import { startTestApp, type TestApp } from '../setup/test-app';

let app: TestApp;
beforeAll(async () => (app = await startTestApp('content')));
afterAll(() => app.stop());

test('every MUST and SHOULD of GraphQL over HTTP holds', async () => {
  const results = await auditServer({ url: `${app.address}/graphql` });
  const failed = results.flatMap((result) =>
    result.status === 'ok' ? [] : [`${result.status} ${result.id} ${result.name}: ${result.reason}`],
  );
  console.log(results.length, failed);
});
test('probe', async () => {
  const q = encodeURIComponent('{ levels { slug } }');
  for (const [path, init] of [
    [`/graphql?query=${q}`, {}],
    [`/graphql?query=${q}`, { method: 'HEAD' }],
    [`/graphql?query=${encodeURIComponent('{ viewer { id } }')}`, {}],
    [`/graphql?query=${encodeURIComponent('mutation { __typename }')}`, {}],
    [`/graphql`, { method: 'PUT', body: 'x' }],
    [`/graphql`, { method: 'OPTIONS' }],
    [`/graphql`, { headers: { accept: 'image/png' } }],
    [`/graphql?query=%zz`, {}],
    [`/%zz`, {}],
    [`/graphql?query=${'x'.repeat(20000)}`, {}],
    [`/graphql?extensions=${encodeURIComponent('{"persistedQuery":{"version":1,"sha256Hash":"abc"}}')}`, {}],
  ] as any[]) {
    const r = await fetch(app.address + path, init);
    console.log(path.slice(0, 60), init, r.status, Object.fromEntries(r.headers), await r.text());
    const etag = r.headers.get('etag');
    if (etag) {
      const r2 = await fetch(app.address + path, { ...init, headers: { 'if-none-match': etag } });
      console.log(r2.status, Object.fromEntries(r2.headers), await r2.text());
    }
  }
});
