import { type Frontend, makeFrontend } from '../setup/frontend';

let frontend: Frontend;
beforeAll(() => {
  frontend = makeFrontend('lint');
});
afterAll(() => frontend.remove());

/** What ESLint finds, as the name of the rule and the first line of what it says. */
async function lint(...files: string[]): Promise<string[]> {
  const { output } = await frontend.command('eslint/bin/eslint.js', '-f', 'json', ...files);
  const results = JSON.parse(output) as { messages: { ruleId: string; message: string }[] }[];
  expect(results.length).toBeGreaterThan(0);
  return results.flatMap(({ messages }) =>
    messages.map(({ ruleId, message }) => `${ruleId?.replace('@graphql-eslint/', '')}: ${message.split('\n')[0]}`),
  );
}

test('the schema keeps the rules for schemas and for Relay', async () => {
  expect(await lint('schema.graphql')).toEqual([
    'no-typename-prefix: Field "mistake" starts with the name of the parent type "Mistake"',
    'no-typename-prefix: Field "moment" starts with the name of the parent type "Moment"',
  ]);
});

test("the playground's examples keep the rules for operations", async () => {
  expect(await lint('operations')).toEqual([]);
});

test('the rules find what is wrong', async () => {
  frontend.write(
    'schema.graphql',
    `"""What is asked."""
    type Query { careers(first: Int): CareerConnection! """Long.""" getThing: String }
    """A page.""" type CareerConnection { """E.""" edges: [CareerEntry!] }
    """An entry.""" type CareerEntry { """N.""" node: String @deprecated }
    """Nobody leads here.""" type lonely { # How much.
      Amount: Int }`,
  );
  const found = (await lint('schema.graphql')).map((line) => line.split(':')[0]);
  expect(found).toEqual(
    expect.arrayContaining([
      'naming-convention',
      'no-unreachable-types',
      'relay-arguments',
      'relay-connection-types',
      'relay-edge-types',
      'require-deprecation-reason',
      'require-description',
    ]),
  );
});
