import { rule } from 'graphql-shield';
import { type GraphQLSchema, isInterfaceType, isObjectType, Kind, parse } from 'graphql';
import { allKinds } from '../../src/content/publishing/content-kinds';
import { anyone } from '../../src/kernel/access/access-map';
import { makeSchema } from '../../src/kernel/graphql/schema';
import { PublicQueries } from '../../src/kernel/http/public-queries';
import type { FeatureModule } from '../../src/kernel/module';
import { modules } from '../../src/modules';
import { reachableTypes } from '../setup/reachable-types';

const schema = makeSchema(modules);
const declared = modules.flatMap(({ publicQueries = [] }) => publicQueries);
const declaring = modules.filter(({ publicQueries }) => publicQueries);

const covers = (text: string): boolean => {
  const document = parse(text);
  const operation = document.definitions.find((each) => each.kind === Kind.OPERATION_DEFINITION)!;
  return new PublicQueries(schema, modules).covers(operation, document);
};

const changed = (folder: string, change: Partial<FeatureModule>): FeatureModule[] =>
  modules.map((module) => (module.folder === folder ? { ...module, ...change } : module));

test('the answers that may be kept are those of content and its history, and of nothing else', () => {
  const ofKinds = allKinds().flatMap(
    ({ folder }) => modules.find((each) => each.folder === `content/${folder}`)!.publicQueries ?? [],
  );
  expect(ofKinds).toHaveLength(2 * allKinds().length);
  expect(declared.toSorted()).toEqual([...ofKinds, 'node', 'nodes', 'publications', 'changesSince'].toSorted());
  expect(declaring.every(({ folder }) => folder.startsWith('content/'))).toBe(true);
  const open = Object.keys(schema.getQueryType()!.getFields()).filter((name) => covers(`{ ${name} }`));
  expect(open).toEqual(declared.toSorted());
});

/** The coordinates of all fields that answers of public queries can hold. */
function reachedFields(of: GraphQLSchema): string[] {
  const types = reachableTypes(
    of,
    declared.map((name) => `Query.${name}`),
  );
  return [...types].flatMap((name) => {
    const type = of.getType(name);
    return isObjectType(type) || isInterfaceType(type)
      ? Object.keys(type.getFields()).map((field) => `${name}.${field}`)
      : [];
  });
}

test('no feature that declares nothing adds a field to what they lead to: it could depend on more than what is published', () => {
  const alone = makeSchema(declaring);
  expect(reachedFields(schema).length).toBeGreaterThan(100);
  expect(reachedFields(schema).toSorted()).toEqual(reachedFields(alone).toSorted());
});

test('a mutation and a subscription are never public, whatever they name', () => {
  expect(covers('{ careers { totalCount } }')).toBe(true);
  expect(covers('mutation { careers }')).toBe(false);
  expect(covers('subscription { careers }')).toBe(false);
});

test('a fragment that is not there, or goes in a circle, does not open anything', () => {
  expect(covers('{ careers { totalCount } ...Missing }')).toBe(false);
  expect(covers('{ ...A } fragment A on Query { ...A viewer { id } }')).toBe(false);
});

test.each([
  ['that does not exist', changed('content/skill', { publicQueries: ['skillz'] }), /skillz/],
  ['of another module', changed('content/skill', { publicQueries: ['viewer'] }), /viewer/],
  ['that is not for everybody', changed('content/releases', { publicQueries: ['releases'] }), /releases.*anyone/],
  ['that leads to what is not', changed('accounts/user', { publicQueries: ['viewer'] }), /viewer leads to Viewer/],
  [
    'that leads to a field which is not',
    [...modules, { folder: 'x', entities: [], resolvers: [], access: { Skill: { name: rule('no')(() => false) } } }],
    /leads to Skill/,
  ],
])('a public query %s stops the start', (_which, list, message) => {
  expect(() => new PublicQueries(schema, list)).toThrow(message);
});

test('a rule that is no more than like the one for everybody is not taken for it', () => {
  const almost = rule('anyone', { cache: 'contextual' })(() => true);
  const list = changed('content/skill', { access: { Query: { skill: almost, skills: anyone } } });
  expect(() => new PublicQueries(schema, list)).toThrow(/public query skill/);
});
