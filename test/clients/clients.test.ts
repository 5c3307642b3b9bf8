import { type Person, registered } from '../setup/accounts';
import { type Frontend, makeFrontend } from '../setup/frontend';
import { startTestApp, type TestApp } from '../setup/test-app';

let app: TestApp;
let frontend: Frontend;
let learner: Person;
let careers: string[];
let skills: string[];
beforeAll(async () => {
  frontend = makeFrontend('plain');
  app = await startTestApp('content');
  learner = await registered(app);
  const all = await app.ask(`{
    careers(first: 100, orderBy: { field: TITLE }) { edges { node { slug } } }
    skills(first: 100) { edges { node { slug } } }
  }`);
  [careers, skills] = [all.careers, all.skills].map(({ edges }) => edges.map(({ node }: any) => node.slug));
});
afterAll(async () => {
  await app.stop();
  frontend.remove();
});

const given = () => ({ uri: `${app.address}/graphql`, accessToken: learner.accessToken });
const error = (code: string, more: object = {}) => ({ code, requestId: expect.any(String), ...more });

test('the set-up of each client and the programs that use it compile in strict mode', async () => {
  expect(await frontend.compile()).toEqual({ code: 0, output: '' });
});

describe('Apollo Client', () => {
  let seen: any;
  beforeAll(async () => {
    seen = await frontend.run('src/apollo/program.ts', given());
  });

  test('grows a list page by page, each entry once', () => {
    expect(seen.lengths).toEqual([5, 10, careers.length]);
    expect(seen.slugs).toEqual(careers);
    expect(seen.totalCount).toBe(careers.length);
  });

  test('sends the hash of a query by GET, and its text only once', () => {
    expect(seen.sentForPages).toEqual(['GET Careers', 'POST Careers with text', 'GET Careers', 'GET Careers']);
  });

  test('finds fragments on an interface again in its cache', () => {
    expect(seen.possibleTypes.Node).toEqual(expect.arrayContaining(['Career', 'Skill']));
    expect(seen.possibleTypes.Content).toEqual(seen.possibleTypes.Node);
    expect(seen.nodes).toMatchObject(
      [0, 1].map((index) => ({ slug: careers[index], title: expect.any(String), locale: { served: 'en' } })),
    );
  });

  test('shows what a mutation changed without asking again, and puts no token into an address', () => {
    const sent = ['Start', 'Start with text', 'Attempt with text', 'Save', 'Save with text'];
    expect(seen.mutation).toEqual({ answered: [0, 1], sent: sent.map((operation) => `POST ${operation}`) });
  });

  test('tells the code of an error, in the answer of a field and of a refused request', () => {
    const problems = [{ pointer: '/first', rule: 'range', message: expect.any(String) }];
    expect(seen.tooMany).toEqual([{ message: expect.any(String), extensions: error('BAD_USER_INPUT', { problems }) }]);
    expect(seen.draft).toEqual([{ message: expect.any(String), extensions: error('UNAUTHENTICATED') }]);
  });
});

describe('urql', () => {
  let seen: any;
  beforeAll(async () => {
    seen = await frontend.run('src/urql/program.ts', given());
  });

  test('reads a list page by page, by GET', () => {
    expect(seen.slugs).toEqual(skills);
    expect(seen.totalCount).toBe(skills.length);
    expect(seen.pages).toEqual(['GET', 'GET']);
  });

  test('takes what it has read from its cache', () => {
    expect(seen.fromCache).toEqual({ length: 40, requests: [] });
  });

  test('tells the code of an error, whichever status it came with, and puts no token into an address', () => {
    const failure = (status: number, extensions: object) => ({
      status,
      errors: [{ message: expect.any(String), extensions }],
    });
    const problems = [{ pointer: '/input/itemId', rule: 'item', message: expect.any(String) }];
    expect(seen.failures).toEqual({
      noField: failure(400, error('GRAPHQL_VALIDATION_FAILED')),
      noItem: failure(200, error('BAD_USER_INPUT', { problems })),
      noLearner: failure(200, error('NOT_FOUND')),
      draft: failure(401, error('UNAUTHENTICATED')),
    });
    expect(seen.failureRequests).toEqual(['GET', 'POST', 'POST', 'GET']);
  });
});

describe('graphql-request', () => {
  let seen: any;
  beforeAll(async () => {
    seen = await frontend.run('src/graphql-request/program.ts', given());
  });
  const career = (requested: string) => ({
    data: { career: { title: 'Backend Engineer', locale: { requested, served: 'en' } } },
  });

  test('reads what is public, in the language that its header asks for', () => {
    expect(seen.career).toEqual(career('en'));
    expect(seen.inGerman).toEqual(career('de-AT'));
  });

  test('is known by its token, and refused with a wrong one', () => {
    expect(seen.anonymous).toEqual({ data: { viewer: null } });
    expect(seen.signedIn).toEqual({ data: { viewer: { email: learner.email, roles: ['LEARNER'] } } });
    expect(seen.badToken).toEqual({ status: 401, extensions: error('UNAUTHENTICATED') });
  });

  test('gets no drafts, neither anonymous nor as a learner', () => {
    expect(seen.draft).toEqual({ status: 401, extensions: error('UNAUTHENTICATED') });
    expect(seen.draftOfLearner).toEqual({ status: 403, extensions: error('FORBIDDEN') });
  });

  test('sends a mutation twice with one key and has it done once', () => {
    const [first, again, other] = seen.submitted;
    expect(first).toMatchObject({ data: { submitProject: { submission: { id: expect.any(String) } } } });
    expect(again).toEqual(first);
    const problems = [expect.objectContaining({ pointer: '/Idempotency-Key' })];
    expect(other).toEqual({ status: 400, extensions: error('BAD_USER_INPUT', { problems }) });
  });
});

test('a program that a client warns in is a failed one', async () => {
  frontend.write('src/warning.ts', "export async function run() { console.warn('Look out.'); return 1; }\n");
  await expect(frontend.run('src/warning.ts', {})).rejects.toThrow('Look out.');
});
