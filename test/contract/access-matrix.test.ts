import {
  getNamedType,
  type GraphQLField,
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredArgument,
  isRequiredInputField,
} from 'graphql';
import { makeSchema } from '../../src/kernel/graphql/schema';
import { toGlobalId } from '../../src/kernel/graphql/global-id';
import { modules } from '../../src/modules';
import type { Role as Granted } from '../../src/accounts/role';
import { registered } from '../setup/accounts';
import { isLeaf } from '../setup/schema-rules';
import { startTestApp, type TestApp } from '../setup/test-app';
import { type Access, accessMatrix, type Role, roles } from './access-matrix';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp('empty');
  const extra = { learner: [], editor: ['EDITOR'], publisher: ['PUBLISHER'], reviewer: ['REVIEWER'], admin: ['ADMIN'] };
  for (const [role, granted] of Object.entries(extra) as [Role, Granted[]][])
    headersOf[role] = (await registered(app, ...granted)).headers;
});
afterAll(() => app.stop());

const schema = makeSchema(modules);
const operationOf = { Query: 'query', Mutation: 'mutation' } as const;
type Root = keyof typeof operationOf;
const roots = Object.keys(operationOf).filter((name) => schema.getType(name)) as Root[];
const rootFields = roots.flatMap((root) =>
  Object.values(schema.getRootType(operationOf[root] as never)!.getFields()).map((field) => ({ root, field })),
);

/** Some value of a type, as GraphQL writes it: valid enough to reach the field. */
function someValue(type: GraphQLInputType): string {
  if (isNonNullType(type)) return someValue(type.ofType);
  if (isListType(type)) return `[${someValue(type.ofType)}]`;
  if (isEnumType(type)) return type.getValues()[0]!.name;
  if (isInputObjectType(type)) {
    const needed = Object.values(type.getFields()).filter(isRequiredInputField);
    return `{ ${needed.map((field) => `${field.name}: ${someValue(field.type)}`).join(', ')} }`;
  }
  const samples: Record<string, string> = {
    ID: JSON.stringify(toGlobalId('Career', '00000000-0000-5000-8000-000000000000')),
    Int: '1',
    Float: '1',
    Boolean: 'true',
    String: '"x"',
    LocalDate: '"2026-01-01"',
    DateTimeISO: '"2026-01-01T00:00:00Z"',
  };
  return samples[type.name] ?? '"x"';
}

/** The smallest operation that uses a root field. */
function operationFor(root: Root, field: GraphQLField<unknown, unknown>): string {
  const given = field.args.filter(isRequiredArgument).map((arg) => `${arg.name}: ${someValue(arg.type)}`);
  const selection = isLeaf(getNamedType(field.type)) ? '' : ' { __typename }';
  return `${operationOf[root]} { ${field.name}${given.length > 0 ? `(${given.join(', ')})` : ''}${selection} }`;
}

/** How a caller of a role presents itself. */
const headersOf = { anonymous: {} } as Record<Role, Record<string, string>>;

async function accessTo(
  root: Root,
  field: GraphQLField<unknown, unknown>,
  headers: Record<string, string>,
): Promise<Access> {
  const { errors = [], data } = await app.send(operationFor(root, field), {}, headers);
  const codes = errors.map((error) => error.extensions.code as string);
  if (codes.includes('INTERNAL')) throw new Error(`${root}.${field.name} failed: ${JSON.stringify(errors)}`);
  if (codes.some((code) => code === 'FORBIDDEN' || code === 'UNAUTHENTICATED')) return 'denied';
  // Only a request that reached the field says something about its rule.
  const ran = data !== undefined || codes.every((code) => code === 'BAD_USER_INPUT' || code === 'NOT_FOUND');
  if (!ran) throw new Error(`${root}.${field.name} did not run: ${JSON.stringify(errors)}`);
  return 'allowed';
}

test('every root field answers every role as the reviewed table says, and the table has no other field', async () => {
  const found: Record<string, Record<string, Access>> = {};
  for (const { root, field } of rootFields) {
    const answers = (found[`${root}.${field.name}`] ??= {});
    for (const role of roles) answers[role] = await accessTo(root, field, headersOf[role]);
  }
  expect(found).toEqual(accessMatrix);
});

test('a refusal is seen as one', async () => {
  const { root, field } = rootFields[0]!;
  expect(await accessTo(root, field, { 'x-perspective': 'draft' })).toBe('denied');
});
