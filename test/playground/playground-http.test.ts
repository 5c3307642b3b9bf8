import fastify, { type FastifyInstance } from 'fastify';
import { Kind, parse } from 'graphql';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { playground } from '../../src/kernel/http/playground';
import { type PlaygroundOperation, readPlaygroundOperations } from '../../src/kernel/http/playground-operations';

const shippedOperations = join(__dirname, '..', '..', 'schema', 'operations');
const browser = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
const script = 'console.log("example");';
const apps: FastifyInstance[] = [];
let folder: string;

async function serve(builtFolder: string): Promise<FastifyInstance> {
  const app = fastify();
  apps.push(app);
  await app.register(playground, { folder: builtFolder, operations: shippedOperations });
  return app;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'careergraph-playground-http-'));
  const built = join(folder, 'built');
  await mkdir(built);
  await writeFile(join(built, 'index.html'), '<title>careergraph playground</title>');
  await writeFile(join(built, 'main-ABC.js'), script);
  await writeFile(join(built, 'main-ABC.js.gz'), gzipSync(script));
});

afterAll(async () => {
  await Promise.all(apps.map((app) => app.close()));
  await rm(folder, { recursive: true });
});

describe('GET /', () => {
  test('gives a browser the page, which may load nothing from elsewhere', async () => {
    const app = await serve(join(folder, 'built'));
    const answer = await app.inject({ url: '/', headers: browser });
    expect(answer.statusCode).toBe(200);
    expect(answer.body).toContain('careergraph playground');
    expect(answer.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache',
      'x-content-type-options': 'nosniff',
      vary: 'accept, accept-encoding',
    });
    const policy = String(answer.headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).not.toMatch(/https?:|\*|unsafe-eval|blob:/);

    const again = await app.inject({ url: '/', headers: { ...browser, 'if-none-match': String(answer.headers.etag) } });
    expect(again.statusCode).toBe(304);
    expect(again.body).toBe('');
  });

  test.each([undefined, '*/*', 'application/json'])('points a client that accepts %s to the API', async (accept) => {
    const app = await serve(join(folder, 'built'));
    const answer = await app.inject({ url: '/', headers: accept ? { accept } : {} });
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({ graphql: '/graphql' });
    expect(answer.headers.vary).toContain('accept');
  });

  test('says how to build a page that is missing, and does not let that be kept', async () => {
    const app = await serve(join(folder, 'nowhere'));
    const answer = await app.inject({ url: '/', headers: browser });
    expect(answer.statusCode).toBe(503);
    expect(answer.body).toContain('npm start');
    expect(answer.headers['cache-control']).toBe('no-store');
    const operations = await app.inject('/playground/operations.json');
    expect(operations.statusCode).toBe(200);
  });
});

describe('GET /playground/<file>', () => {
  test('gives a file that may be kept for ever, compressed for who accepts it', async () => {
    const app = await serve(join(folder, 'built'));
    const plain = await app.inject('/playground/main-ABC.js');
    expect(plain.body).toBe(script);
    expect(plain.headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'accept-encoding',
    });
    expect(plain.headers['content-encoding']).toBeUndefined();
    const zipped = await app.inject({ url: '/playground/main-ABC.js', headers: { 'accept-encoding': 'br, gzip' } });
    expect(zipped.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(zipped.rawPayload).toString()).toBe(script);
  });

  test.each(['/playground/nothing.js', '/playground/index.html', '/playground/..%2f..%2fpackage.json', '/playground/'])(
    'answers 404 in JSON for %s',
    async (url) => {
      const app = await serve(join(folder, 'built'));
      const answer = await app.inject(url);
      expect(answer.statusCode).toBe(404);
      expect(answer.json()).toMatchObject({ error: 'Not Found' });
    },
  );
});

describe('the operations', () => {
  test('are served as they are in the folder, grouped and without the lines for the playground', async () => {
    const app = await serve(join(folder, 'built'));
    const answer = await app.inject('/playground/operations.json');
    expect(answer.headers['cache-control']).toBe('no-cache');
    const operations = answer.json<PlaygroundOperation[]>();
    const files = (await readdir(shippedOperations)).map((file) => basename(file, '.graphql'));
    expect(operations.map(({ name }) => name).toSorted()).toEqual(files.toSorted());
    const learnPage = operations.find(({ name }) => name === 'LearnPage');
    expect(learnPage).toMatchObject({ group: 'Careers', variables: '{\n  "slug": "backend-engineer"\n}' });
    expect(learnPage?.query).toMatch(/^# Everything a career page shows.*\nquery LearnPage\(/);
  });

  test('are each one operation named like its file, with a default for each variable that must be given', async () => {
    for (const { name, description, query, variables } of await readPlaygroundOperations(shippedOperations)) {
      const { definitions } = parse(query);
      expect(definitions).toHaveLength(1);
      const operation = definitions[0];
      if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error(`${name} holds no operation`);
      expect(operation.name?.value).toBe(name);
      expect(description.length).toBeLessThanOrEqual(90);
      const declared = (operation.variableDefinitions ?? []).map(({ variable }) => variable.name.value);
      expect(Object.keys(JSON.parse(variables || '{}'))).toEqual(declared);
    }
  });

  test.each([
    ['no description', 'query A { a }', /A\.graphql:1: expected a comment/],
    ['variables that are no JSON', '# Something\n# variables: { slug }\nquery A { a }', /A\.graphql: .*no valid JSON/],
  ])('with %s stop the start and name the file', async (_case, text, message) => {
    const broken = await mkdtemp(join(folder, 'operations-'));
    await writeFile(join(broken, 'A.graphql'), text);
    await expect(readPlaygroundOperations(broken)).rejects.toThrow(message);
  });
});
