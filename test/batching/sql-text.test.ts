import { exampleOperation } from '../setup/example-operations';
import { startTestApp, type TestApp } from '../setup/test-app';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp('content');
});
afterAll(() => app.stop());

/** The statements of an operation as text, in the order of the alphabet: what runs in parallel has no other. */
async function sqlOf(name: string): Promise<string> {
  const { query, variables } = exampleOperation(name);
  const statements = await app.count(query, variables);
  const texts = statements.map(({ text }) => text.replace(/\s+/g, ' ').trim());
  return texts.toSorted().join('\n\n');
}

test.each(['LearnPage', 'SkillHub', 'CareerList'])(
  'the SQL of %s is what was looked at: a change of it is seen and meant (npx jest test/batching/sql-text -u)',
  async (name) => {
    expect(await sqlOf(name)).toMatchSnapshot();
  },
);

test('the SQL of an operation is the same each time', async () => {
  for (const name of ['LearnPage', 'SkillHub', 'CareerList']) expect(await sqlOf(name)).toBe(await sqlOf(name));
});
