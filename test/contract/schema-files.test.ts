import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, Kind, lexicographicSortSchema, parse, printSchema, validate } from 'graphql';
import { checkoutFolder } from '../../src/checkout-folder';
import { contentJsonSchema, editorSettings, kindJsonSchemas } from '../../src/content/publishing/content-json-schema';
import { allKinds } from '../../src/content/publishing/content-kinds';
import { makeSchema } from '../../src/kernel/graphql/schema';
import { modules } from '../../src/modules';
import { lastCommittedVersion, unnotedChanges } from '../setup/schema-history';

const folder = join(checkoutFolder, 'schema');
const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
const schema = makeSchema(modules);
const committed = read('schema.graphql');
const operations = readdirSync(join(folder, 'operations')).filter((name) => name.endsWith('.graphql'));

describe('schema.graphql', () => {
  test('is what the modules make, without a database; if not, run npm run print-schema', () => {
    expect(committed).toBe(`${printSchema(schema)}\n`);
  });

  test('is sorted, so that a difference shows only what changed', () => {
    const sorted = (text: string) => `${printSchema(lexicographicSortSchema(buildSchema(text)))}\n`;
    expect(sorted(committed)).toBe(committed);
    expect(sorted('type Query { b: Int a: Int }\n')).not.toBe('type Query { b: Int a: Int }\n');
  });
});

test('content.schema.json is what the content classes make, its definitions sorted', () => {
  const text = read('content.schema.json');
  expect(text).toBe(`${JSON.stringify(contentJsonSchema(), null, 2)}\n`);
  const names = Object.keys(JSON.parse(text).$defs);
  expect(names).toEqual(names.toSorted());
});

describe('what editors of the YAML need', () => {
  const kinds = allKinds()
    .map(({ folder }) => folder)
    .toSorted();

  test('is a schema file for each kind, which leads to its definition, and no other', () => {
    expect(readdirSync(join(folder, 'content')).toSorted()).toEqual(kinds.map((kind) => `${kind}.schema.json`));
    for (const [name, schemaOfKind] of Object.entries(kindJsonSchemas())) {
      const text = read(join('content', name));
      expect(text).toBe(`${JSON.stringify(schemaOfKind, null, 2)}\n`);
      const [file, pointer] = (JSON.parse(text) as { $ref: string }).$ref.split('#');
      const whole = JSON.parse(readFileSync(join(folder, 'content', file!), 'utf8')) as Record<string, any>;
      const kind = name.replace('.schema.json', '');
      expect([pointer, whole.$defs[kind].type]).toEqual([`/$defs/${kind}`, 'object']);
    }
  });

  test('is a mapping of every folder of content to its schema file', () => {
    const settings = readFileSync(join(checkoutFolder, '.vscode', 'settings.json'), 'utf8');
    expect(settings).toBe(`${JSON.stringify(editorSettings(), null, 2)}\n`);
    const mapping = (JSON.parse(settings) as { 'yaml.schemas': Record<string, string> })['yaml.schemas'];
    for (const path of Object.keys(mapping)) expect(existsSync(join(checkoutFolder, path))).toBe(true);
    expect(Object.values(mapping)).toEqual(kinds.map((kind) => `content/${kind}/*.yaml`));
  });
});

describe('the operations of the playground', () => {
  test.each(operations)('%s is valid against the schema and holds the operation of its name', (name) => {
    const document = parse(read(join('operations', name)));
    expect(validate(schema, document).map((error) => error.message)).toEqual([]);
    const named = document.definitions.map((each) =>
      each.kind === Kind.OPERATION_DEFINITION ? each.name?.value : null,
    );
    expect(named).toEqual([name.replace('.graphql', '')]);
  });

  test('would be refused with a field that does not exist', () => {
    expect(operations.length).toBeGreaterThan(5);
    expect(validate(schema, parse('{ careers { edges { node { salary } } } }'))).not.toEqual([]);
  });
});

describe('a breaking change of the schema', () => {
  const before = buildSchema('type Query { career(slug: String): String count: Int old: Int } enum E { A B }');
  const after = buildSchema('type Query { career(slug: String!): String count: Int } enum E { A }');

  test('is found when no note names it', () => {
    expect(unnotedChanges(before, after, '')).toEqual([
      'Query.old was removed.',
      'Query.career arg slug has changed type from String to String!.',
      'B was removed from enum type E.',
    ]);
    expect(unnotedChanges(before, after, '- Query.old was removed. Use Query.new.')).toHaveLength(2);
    expect(unnotedChanges(after, before, '')).toEqual([]); // The other way round clients can do more.
  });

  const earlier = lastCommittedVersion('schema/schema.graphql', committed);
  const run = earlier.text === null ? test.skip : test;
  const why = earlier.text === null ? ` (skipped: ${earlier.reason})` : '';
  run(`since the last committed version has a note in schema/CHANGES.md${why}`, () => {
    expect(unnotedChanges(buildSchema(earlier.text!), schema, read('CHANGES.md'))).toEqual([]);
  });
});
