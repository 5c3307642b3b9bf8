import { type Frontend, makeFrontend } from '../setup/frontend';
import { startTestApp, type TestApp } from '../setup/test-app';

let app: TestApp;
let frontend: Frontend;
beforeAll(async () => {
  frontend = makeFrontend('relay');
  app = await startTestApp('content');
});
afterAll(async () => {
  await app.stop();
  frontend.remove();
});

const compileFragments = () => frontend.command('relay-compiler/cli.js');

test("the compiler takes the schema and a frontend's fragments, and what it makes compiles in strict mode", async () => {
  const { code, output } = await compileFragments();
  expect({ code, output }).toMatchObject({ code: 0, output: expect.stringContaining('Done.') });
  expect(output).not.toMatch(/warn|error/i);
  expect(await frontend.compile()).toEqual({ code: 0, output: '' });
  expect(frontend.read('src/__generated__/careersAgainQuery.graphql.ts')).toContain(
    'readonly statedOn: string | null | undefined;',
  );
});

test('it pages through a connection, fetches a node again by its id, and tells the code of an error', async () => {
  const { careers, career } = await app.ask(`{
    careers(first: 100, orderBy: { field: TITLE }) { totalCount edges { node { id title } } }
    career(slug: "backend-engineer") { id skills(first: 4) { edges { node { name } } } }
  }`);
  const nodes: { id: string; title: string }[] = careers.edges.map(({ node }: any) => node);
  const skills: string[] = career.skills.edges.map(({ node }: any) => node.name);

  const seen = await frontend.run('src/program.ts', { uri: `${app.address}/graphql` });
  expect(seen).toEqual({
    lengths: [5, 10, nodes.length],
    totalCount: careers.totalCount,
    ids: nodes.map(({ id }) => id),
    titles: [nodes[0]!.title, nodes.at(-1)!.title],
    skills: [skills.slice(0, 2), skills],
    lookedUp: expect.objectContaining({ __typename: 'Career', title: nodes[0]!.title, demand: expect.any(Array) }),
    draft: [
      {
        message: expect.any(String),
        extensions: { code: 'UNAUTHENTICATED', requestId: expect.any(String) },
      },
    ],
  });
  expect(career.id).toBe(nodes[0]!.id);
});

test('the compiler refuses a fragment that names a field that is not there', async () => {
  const right = frontend.read('src/careers.ts');
  frontend.write('src/careers.ts', right.replace('publishedAt', 'publishedOn'));
  const { code, output } = await compileFragments();
  expect({ code, output }).toEqual({
    code: 1,
    output: expect.stringContaining('The type `Career` has no field `publishedOn`'),
  });
});

/** Everything of a career that has an id, with a text that tells it from others. */
const EVERY_ID = `
  query EveryId($slug: String!) {
    career(slug: $slug) {
      __typename id text: title
      audience { ...item } prerequisites { ...item } responsibilities { ...item } developmentAdvice { ...item }
      nextSteps { ...item } interviewChecklist { ...item }
      dayInTheLife { __typename id text } demand { __typename id text } commonMistakes { __typename id text: mistake }
      teamTypes { __typename id text: name } companySizes { __typename id text: name }
      levels {
        level { __typename id text: name }
        expectations { ...item }
        salaryClaims { __typename id text: min source { __typename id text: name } }
      }
      learningPath { __typename id text miniTask { __typename id text } }
      practicePrompts { __typename id text: prompt rubric { ...item } }
      skillMap { skill { __typename id text: name topics { ...topic } } topics { ...topic } }
      projects(first: 20) { edges { node { __typename id text: title criteria { __typename id text } } } }
      assessments { __typename id text: title }
      industries { __typename id text: name }
      employers { __typename id text: name }
    }
  }
  fragment item on TextItem { __typename id text }
  fragment topic on Topic { __typename id text: name }`;

/** Relay's store knows a thing by its id alone, whatever its type is. */
test('no two things of the public graph have the same id', async () => {
  const { careers } = await app.ask('{ careers(first: 100) { edges { node { slug } } } }');
  const pages = careers.edges.map(({ node }: any) => app.ask(EVERY_ID, { slug: node.slug }));
  const things = new Map<string, Set<string>>();
  const walk = (value: unknown): void => {
    if (value === null || typeof value !== 'object') return;
    const { __typename, id, text } = value as Record<string, string>;
    if (id) things.set(id, (things.get(id) ?? new Set()).add(`${__typename} ${text}`));
    Object.values(value).forEach(walk);
  };
  walk(await Promise.all(pages));
  expect(things.size).toBeGreaterThan(200);
  expect([...things.values()].filter((names) => names.size > 1)).toEqual([]);
});
