import {
  getNamedType,
  getNullableType,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
  isUnionType,
} from 'graphql';
import { rootCoordinates, rootFieldOf } from './reachable-types';
import { isLeaf } from './schema-rules';

/** A place in the arguments of a root field that takes an id or the token of a learner. */
export interface IdSlot {
  /** Such as input.answers.itemId. */
  readonly path: string;
  readonly name: string;
  readonly isToken: boolean;
}

/** Values of slots by their paths; a slot that is left out here is left out of the request where that is possible. */
export type SlotValues = Readonly<Record<string, string>>;

const isSlot = (name: string, type: GraphQLNamedType): boolean => type.name === 'ID' || /attemptTokens?$/i.test(name);

/** The slots of a root field, those of its input types with it. */
export function idSlots(schema: GraphQLSchema, coordinate: string): IdSlot[] {
  const slotsOf = (name: string, type: GraphQLNamedType, path: string, above: readonly string[]): IdSlot[] => {
    if (isSlot(name, type)) return [{ path, name, isToken: type.name !== 'ID' }];
    if (!isInputObjectType(type) || above.includes(type.name)) return [];
    return Object.values(type.getFields()).flatMap((field) =>
      slotsOf(field.name, getNamedType(field.type), `${path}.${field.name}`, [...above, type.name]),
    );
  };
  return rootFieldOf(schema, coordinate).args.flatMap(({ name, type }) => slotsOf(name, getNamedType(type), name, []));
}

/** The fields below the roots that take an id or a token: nothing here knows how to get there. */
export function slotsBelowRoots(schema: GraphQLSchema): string[] {
  const roots = new Set(rootCoordinates(schema));
  return Object.values(schema.getTypeMap()).flatMap((type) => {
    if (!isObjectType(type) || type.name.startsWith('__')) return [];
    return Object.values(type.getFields())
      .filter((field) => !roots.has(`${type.name}.${field.name}`))
      .filter((field) => field.args.some((argument) => isSlot(argument.name, getNamedType(argument.type))))
      .map((field) => `${type.name}.${field.name}`);
  });
}

/** An operation that uses a root field with these values in its slots, and asks for all that it can answer. */
export function operationWith(
  schema: GraphQLSchema,
  coordinate: string,
  values: SlotValues,
): { readonly query: string; readonly variables: object } {
  const field = rootFieldOf(schema, coordinate);
  const variables: Record<string, unknown> = {};
  for (const argument of field.args) {
    const value = valueOf(argument.name, argument.type, argument.name, values);
    if (value !== undefined || isRequiredArgument(argument)) variables[argument.name] = value;
  }
  const given = field.args.filter(({ name }) => name in variables);
  const declared = given.map(({ name, type }) => `$${name}: ${type.toString()}`).join(', ');
  const passed = given.map(({ name }) => `${name}: $${name}`).join(', ');
  const [declaration, call] = given.length > 0 ? [`(${declared})`, `(${passed})`] : ['', ''];
  const selection = selectionOf(schema, getNamedType(field.type), []);
  return {
    query: `${coordinate.split('.')[0]!.toLowerCase()} ${declaration} { ${field.name}${call} ${selection} }`,
    variables,
  };
}

/** A value: slots as given, other things only where they must be there, with something that could be right. */
function valueOf(name: string, given: GraphQLInputType, path: string, values: SlotValues): unknown {
  const type = getNullableType(given);
  if (isListType(type)) {
    const value = valueOf(name, type.ofType, path, values);
    return value === undefined ? undefined : [value];
  }
  const named = getNamedType(type);
  if (isSlot(name, named)) return values[path];
  if (isInputObjectType(named)) {
    const entries = Object.values(named.getFields()).map((field) => {
      const below = `${path}.${field.name}`;
      const isWanted =
        isRequiredInputField(field) || Object.keys(values).some((each) => `${each}.`.startsWith(`${below}.`));
      return [field.name, isWanted ? valueOf(field.name, field.type, below, values) : undefined] as const;
    });
    const found = entries.filter(([, value]) => value !== undefined);
    return found.length > 0 || isNonNullType(given) ? Object.fromEntries(found) : undefined;
  }
  if (!isNonNullType(given)) return undefined;
  if (isEnumType(named)) return named.getValues()[0]!.name;
  const samples: Record<string, unknown> = { Int: 1, Float: 1, Boolean: true, JSON: {} };
  if (/Date/.test(named.name)) return '2026-01-01T00:00:00Z';
  return samples[named.name] ?? 'x';
}

/** Everything below a type, up to the documents of the content: they are nobody's. Each field under a name of its own. */
function selectionOf(schema: GraphQLSchema, type: GraphQLNamedType, above: readonly string[]): string {
  if (isLeaf(type)) return '';
  if (isInterfaceType(type) || isUnionType(type)) {
    const parts = schema
      .getPossibleTypes(type)
      .map((each) => `... on ${each.name} ${selectionOf(schema, each, above)}`);
    return `{ __typename ${parts.join(' ')} }`;
  }
  if (!isObjectType(type)) throw new Error(`Nothing can be selected of ${type.name}`);
  const isDocument = type.getInterfaces().some(({ name }) => name === 'Node');
  const fields = Object.values(type.getFields()).filter((field) => {
    const named = getNamedType(field.type);
    if (field.args.some(isRequiredArgument)) return false;
    return isLeaf(named) || (!isDocument && !above.includes(named.name) && above.length < 6);
  });
  const selected = fields.map((field) => {
    const paged = field.args.some(({ name }) => name === 'first') ? '(first: 20)' : '';
    const below = selectionOf(schema, getNamedType(field.type), [...above, type.name]);
    return `${type.name}_${field.name}: ${field.name}${paged} ${below}`;
  });
  return `{ __typename ${selected.join(' ')} }`;
}
