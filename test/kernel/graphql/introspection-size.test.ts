import {
  execute,
  type FieldNode,
  getIntrospectionQuery,
  Kind,
  parse,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
} from 'graphql';
import { IntrospectionSize } from '../../../src/kernel/graphql/introspection-size';
import { operationParts } from '../../../src/kernel/graphql/operation-parts';
import { makeSchema } from '../../../src/kernel/graphql/schema';
import { modules } from '../../../src/modules';

const schema = makeSchema(modules);

/** What the counter says of the first field of an operation, and how many values the engine brings for it. */
function sizes(text: string, { variables = {}, most = Infinity } = {}): { counted: number; brought: number } {
  const document = parse(text);
  const operation = document.definitions.find((each) => each.kind === Kind.OPERATION_DEFINITION)!;
  const parts = operationParts(schema, document, operation, variables)!;
  const node = operation.selectionSet.selections[0] as FieldNode;
  const field = node.name.value === '__schema' ? SchemaMetaFieldDef : TypeMetaFieldDef;
  const answer = execute({ schema, document, variableValues: variables }) as { data: object };
  return { counted: new IntrospectionSize(parts, most).of(node, field), brought: valuesIn(answer.data) };
}

function valuesIn(answer: unknown): number {
  if (Array.isArray(answer)) return answer.reduce<number>((sum, each) => sum + valuesIn(each), 0);
  if (answer === null || typeof answer !== 'object') return 0;
  return Object.values(answer).reduce<number>((sum, each) => sum + 1 + valuesIn(each), 0);
}

test.each([
  ['the full introspection query', getIntrospectionQuery({ inputValueDeprecation: true, oneOf: true })],
  ['the longest type', '{ __type(name: "Mutation") { fields { name args { name } type { ofType { name } } } } }'],
  ['a type of the variables', 'query ($n: String = "DocumentKind") { __type(name: $n) { enumValues { name } } }'],
  ['a type that does not exist', '{ __type(name: "Nothing") { name } }'],
  [
    'fragments',
    '{ __schema { ...S } } fragment S on __Schema { types { ... on __Type { ...T } __typename } } fragment T on __Type { possibleTypes { name } interfaces { name } }',
  ],
])('as many values are counted as the engine brings: %s', (_what, text) => {
  const { counted, brought } = sizes(text);
  expect(brought).toBeGreaterThan(0);
  expect(counted).toBe(brought);
});

test('what deprecated fields bring is counted when they are asked for', () => {
  const text = 'query ($d: Boolean) { __schema { types { fields(includeDeprecated: $d) { name } } } }';
  for (const d of [true, false]) {
    const { counted, brought } = sizes(text, { variables: { d } });
    expect(counted).toBe(brought);
  }
});

test('beyond so many values it is endless', () => {
  const text = '{ __schema { types { name } } }';
  const { brought } = sizes(text);
  expect(sizes(text, { most: brought }).counted).toBe(brought);
  expect(sizes(text, { most: brought - 1 }).counted).toBe(Infinity);
});
