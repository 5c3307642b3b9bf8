import { type Frontend, makeFrontend } from '../setup/frontend';
import { startTestApp, type TestApp } from '../setup/test-app';

let app: TestApp;
let frontend: Frontend;
beforeAll(async () => {
  frontend = makeFrontend('codegen');
  app = await startTestApp('content');
});
afterAll(async () => {
  await app.stop();
  frontend.remove();
});

const generate = (...settings: string[]) => frontend.command('@graphql-codegen/cli/cjs/bin.js', ...settings);

/** Each is wrong, with the error of the compiler that it must get. */
const wrong = [
  ['client.request(Skills, { slug: 1, first: 2 });', 'TS2322'],
  ["client.request(Skills, { slug: 'sql' });", 'TS2741'],
  ['client.request(Skills, { slug: "sql", first: 2 }).then(({ career }) => career?.tagLine);', 'TS2339'],
  ['client.request(Skills, { slug: "sql", first: 2 }).then(({ career }) => career.title);', 'TS18047'],
  ['client.request(Skills, { slug: "sql", first: 2 }).then((data) => data.career?.skills.edges[0]?.node);', 'TS2339'],
  ["const outlook: DemandOutlook = 'GOOD';", 'TS2322'],
] as const;

test('the client preset makes types of the schema and all example operations that compile in strict mode', async () => {
  expect(await generate()).toMatchObject({ code: 0 });
  expect(await frontend.compile()).toEqual({ code: 0, output: '' });
  expect(frontend.read('src/gql/graphql.ts')).not.toMatch(/: any\b/);
});

test('typed documents are sent and answered', async () => {
  const { careers } = await app.ask('{ careers(first: 3) { totalCount edges { node { slug } } } }');
  expect(await frontend.run('src/program.ts', { uri: `${app.address}/graphql` })).toEqual({
    title: 'Backend Engineer',
    updatedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    skills: [0, 1].map(() => ({
      importance: 'ESSENTIAL',
      requiredLevel: expect.anything(),
      node: { id: expect.any(String), name: expect.any(String) },
    })),
    careers: careers.edges.map(({ node }: any) => node.slug),
    totalCount: careers.totalCount,
    refusal: 'UNAUTHENTICATED',
    steps: [true, true, true, true],
  });
});

test('what does not fit the schema does not compile', async () => {
  const exported = frontend.read('src/program.ts').replace('const Skills', 'export const Skills');
  frontend.write('src/program.ts', exported);
  const imports = [
    "import { GraphQLClient } from 'graphql-request';",
    "import type { DemandOutlook } from './gql/graphql';",
    "import { Skills } from './program';",
    "const client = new GraphQLClient('');",
  ];
  frontend.write('src/wrong.ts', [...imports, ...wrong.map(([line]) => line)].join('\n'));
  const { code, output } = await frontend.compile();
  const found = [...output.matchAll(/^src\/wrong\.ts\((\d+),\d+\): error (TS\d+)/gm)];
  expect(found.map(([, line, error]) => [wrong[Number(line) - imports.length - 1]?.[0], error])).toEqual(wrong);
  expect(code).not.toBe(0);
});

test('an operation that names a field that is not there is refused when types are made', async () => {
  frontend.write('operations/Wrong.graphql', 'query Wrong { careers { pages } }');
  const { code, output } = await generate('--verbose');
  expect(code).not.toBe(0);
  expect(output).toContain('Cannot query field "pages" on type "CareerConnection"');
});
