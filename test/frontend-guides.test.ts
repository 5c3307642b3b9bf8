import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isScalarType, isSpecifiedScalarType } from 'graphql';
import { checkoutFolder } from '../src/checkout-folder';
import { errorCodes } from '../src/kernel/errors/errors';
import { makeSchema } from '../src/kernel/graphql/schema';
import { modules } from '../src/modules';

const read = (...parts: string[]): string => readFileSync(join(checkoutFolder, ...parts), 'utf8');
const readFrontend = (file: string): string => read('test', 'clients', 'frontends', file);
const guide = read('docs', 'clients.md');
const schema = makeSchema(modules);

const shown = [
  'plain/src/apollo/client.ts',
  'plain/src/apollo/possible-types.ts',
  'plain/src/urql/client.ts',
  'plain/src/graphql-request/client.ts',
  'codegen/codegen.ts',
  'relay/relay.config.json',
  'relay/src/environment.ts',
  'relay/src/careers.ts',
];

test('the files of the guide to clients are those that the tests run, each as it is', () => {
  const blocks = [...guide.matchAll(/```(?:ts|json)\n([^]*?)```/g)].map((match) => match[1]);
  expect(blocks).toEqual(shown.map(readFrontend));
});

test('codegen, Relay and the guide know every scalar of the schema', () => {
  const scalars = Object.values(schema.getTypeMap())
    .filter((type) => isScalarType(type) && !isSpecifiedScalarType(type))
    .map(({ name }) => name);
  const { customScalarTypes } = JSON.parse(readFrontend('relay/relay.config.json'));
  const inCodegen = /scalars: {([^}]*)}/.exec(readFrontend('codegen/codegen.ts'))![1]!;
  expect(Object.keys(customScalarTypes).toSorted()).toEqual(scalars.toSorted());
  expect([...inCodegen.matchAll(/(\w+):/g)].map((match) => match[1]!).toSorted()).toEqual(
    ['ID', ...scalars].toSorted(),
  );
  expect(scalars.filter((name) => !guide.includes(`| \`${name}\` `))).toEqual([]);
});

test("the lists of Apollo's set-up are connections that filter and orderBy make other lists of", () => {
  const lists = [...readFrontend('plain/src/apollo/client.ts').matchAll(/^ +(\w+): list,$/gm)].map(
    (match) => match[1]!,
  );
  const fields = Object.values(schema.getQueryType()!.getFields()).filter(({ args }) =>
    ['after', 'filter', 'orderBy'].every((name) => args.some((argument) => argument.name === name)),
  );
  expect(lists.length).toBeGreaterThan(5);
  expect(fields.map(({ name }) => name)).toEqual(expect.arrayContaining(lists));
});

test('the guide to the API says for every error code what to do, and for no other', () => {
  const rows = [...read('docs', 'api-guide.md').matchAll(/^\| ([A-Z_]+) +\| (.+?) +\|$/gm)];
  expect(rows.map((match) => match[1])).toEqual(Object.keys(errorCodes));
});
