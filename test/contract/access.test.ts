import { and, rule } from 'graphql-shield';
import { execute, type ExecutionResult, GraphQLError, type GraphQLSchema, parse } from 'graphql';
import { Ctx, Field, FieldResolver, Mutation, ObjectType, Query, Resolver } from 'type-graphql';
import { type AccessMap, type AccessRule, anyone } from '../../src/kernel/access/access-map';
import { formatError } from '../../src/kernel/errors/error-formatter';
import { makeSchema } from '../../src/kernel/graphql/schema';
import type { FeatureModule } from '../../src/kernel/module';
import { modules } from '../../src/modules';

@ObjectType({ description: 'A box, for these tests.' })
class Box {
  @Field({ description: 'What anybody may read.' })
  label!: string;
}

@Resolver(() => Box)
class BoxResolver {
  @Query(() => Box, { nullable: true, description: 'A box.' })
  box(): Box {
    return { label: 'plain' };
  }

  @Query(() => String, { nullable: true, description: 'A field with a bug.' })
  broken(): string {
    throw new TypeError('cannot read the moon');
  }

  @Mutation(() => Boolean, { nullable: true, description: 'Opens the box.' })
  open(@Ctx() calls: { opened: number }): boolean {
    calls.opened += 1;
    return true;
  }

  @FieldResolver(() => String, { nullable: true, description: 'What only some may read.' })
  content(): string {
    return 'gold';
  }
}

const never = rule('never', { cache: 'contextual' })(() => false);
const failing = rule('failing', { cache: 'contextual' })(() => {
  throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
});

const boxModule = (access: AccessMap): FeatureModule => ({
  folder: 'box',
  entities: [],
  resolvers: [BoxResolver],
  access,
});
const open: AccessMap = { Query: { box: anyone, broken: anyone }, Mutation: { open: anyone } };
const withRule = (type: string, field: string, rule: AccessRule): AccessMap => ({
  ...open,
  [type]: { ...open[type], [field]: rule },
});

async function run(schema: GraphQLSchema, source: string) {
  const calls = { opened: 0 };
  const result = (await execute({ schema, document: parse(source), contextValue: calls })) as ExecutionResult;
  const codes = (result.errors ?? []).map((error) => {
    const formatted = formatError(error.toJSON(), error, 'request', () => undefined);
    return formatted.extensions?.code;
  });
  return { ...result, codes, opened: calls.opened };
}

describe('the schema is refused', () => {
  test('when a root field has no rule, naming the field', () => {
    expect(() => makeSchema([boxModule({ Query: { box: anyone, broken: anyone } })])).toThrow('Mutation.open');
    expect(() => makeSchema([boxModule({ Query: { box: anyone }, Mutation: { open: anyone } })])).toThrow(
      'Query.broken',
    );
  });

  test('when no module has rules at all', () => {
    expect(() => makeSchema([boxModule({})])).toThrow(/Query\.box.*Query\.broken.*Mutation\.open/);
  });

  test.each([
    ['a field that does not exist', withRule('Query', 'boxes', anyone), 'Query.boxes'],
    ['an object field that does not exist', withRule('Box', 'weight', anyone), 'Box.weight'],
    ['a type that does not exist', withRule('Crate', 'label', anyone), 'Crate.label'],
    ['a root type that does not exist', withRule('Subscription', 'opened', anyone), 'Subscription.opened'],
  ])('when a rule is for %s', (_what, access, coordinate) => {
    expect(() => makeSchema([boxModule(access)])).toThrow(coordinate);
  });

  test('when two modules give the same field a rule', () => {
    const other: FeatureModule = { folder: 'other', entities: [], resolvers: [], access: { Query: { box: never } } };
    expect(() => makeSchema([boxModule(open), other])).toThrow('Query.box has two access rules');
  });

  test('when one field of the real modules loses its rule', () => {
    for (const module of modules.filter(({ access }) => access.Query)) {
      const [field] = Object.keys(module.access.Query ?? {});
      const { [field!]: lost, ...rest } = module.access.Query ?? {};
      const without = modules.map((each) =>
        each === module ? { ...each, access: { ...each.access, Query: rest } } : each,
      );
      expect(lost).toBeDefined();
      expect(() => makeSchema(without)).toThrow(`Query.${field}`);
    }
  });
});

test('every root field of the real schema has a rule in the map of a module', () => {
  const schema = makeSchema(modules);
  const stated = modules.flatMap(({ access }) =>
    Object.entries(access).flatMap(([type, fields]) => Object.keys(fields).map((field) => `${type}.${field}`)),
  );
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  const fields = roots.flatMap((root) =>
    root ? Object.keys(root.getFields()).map((field) => `${root.name}.${field}`) : [],
  );
  expect(fields.length).toBeGreaterThan(10);
  expect(fields.filter((field) => !stated.includes(field))).toEqual([]);
});

/** Shield keeps the answers of a request by the name of the rule, so a name must stand for one rule. */
function sharedNames(maps: readonly AccessMap[]): string[] {
  type Part = { name?: string; func?: unknown; rules?: Part[] };
  const rules = (part: Part): Part[] => (part.rules ? part.rules.flatMap(rules) : [part]);
  const all = maps.flatMap((map) =>
    Object.values(map).flatMap((fields) => Object.values(fields).flatMap((each) => rules(each as unknown as Part))),
  );
  const first = new Map<string, unknown>();
  for (const { name, func } of all) if (!first.has(name!)) first.set(name!, func);
  return [...new Set(all.filter(({ name, func }) => first.get(name!) !== func).map(({ name }) => name!))];
}

test('no two rules share a name, or one would answer for the other', () => {
  expect(sharedNames(modules.map((module) => module.access))).toEqual([]);
  const impostor = rule('anyone', { cache: 'contextual' })(() => false);
  expect(sharedNames([open, { Query: { box: and(impostor, never) } }])).toEqual(['anyone']);
});

describe('an access rule', () => {
  test('that denies answers FORBIDDEN and keeps the field from running', async () => {
    const schema = makeSchema([boxModule(withRule('Mutation', 'open', never))]);
    const { data, codes, opened } = await run(schema, 'mutation { open }');
    expect({ data, codes, opened }).toEqual({ data: { open: null }, codes: ['FORBIDDEN'], opened: 0 });
  });

  test('that allows lets the field run', async () => {
    const { data, codes, opened } = await run(makeSchema([boxModule(open)]), 'mutation { open }');
    expect({ data, codes, opened }).toEqual({ data: { open: true }, codes: [], opened: 1 });
  });

  test('denies under every alias and through every fragment', async () => {
    const schema = makeSchema([boxModule(withRule('Query', 'box', never))]);
    const { data, codes } = await run(
      schema,
      'query { a: box { label } ...F } fragment F on Query { b: box { content } }',
    );
    expect({ data, codes }).toEqual({ data: { a: null, b: null }, codes: ['FORBIDDEN', 'FORBIDDEN'] });
  });

  test('may guard one object field, and only that one', async () => {
    const schema = makeSchema([boxModule(withRule('Box', 'content', never))]);
    const { data, codes } = await run(schema, '{ box { label content } }');
    expect({ data, codes }).toEqual({ data: { box: { label: 'plain', content: null } }, codes: ['FORBIDDEN'] });
  });

  test('does not hide a bug of the field behind FORBIDDEN', async () => {
    const { data, codes, errors } = await run(makeSchema([boxModule(open)]), '{ broken }');
    expect({ data, codes }).toEqual({ data: { broken: null }, codes: ['INTERNAL'] });
    expect(errors?.[0]?.originalError).toBeInstanceOf(TypeError);
  });

  test('that cannot tell, because the database is away, neither allows nor answers FORBIDDEN', async () => {
    const schema = makeSchema([boxModule(withRule('Query', 'box', failing))]);
    const { data, codes } = await run(schema, '{ box { label } }');
    expect({ data, codes }).toEqual({ data: { box: null }, codes: ['UNAVAILABLE'] });
  });

  test('that throws an error of the API passes it on', async () => {
    const signIn = rule('signIn')(() => new GraphQLError('Sign in.', { extensions: { code: 'UNAUTHENTICATED' } }));
    const { codes } = await run(makeSchema([boxModule(withRule('Query', 'box', signIn))]), '{ box { label } }');
    expect(codes).toEqual(['UNAUTHENTICATED']);
  });
});
