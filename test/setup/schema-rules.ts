import {
  getNamedType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLNamedType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isScalarType,
  isSpecifiedDirective,
} from 'graphql';

/** Everything in a schema that has a name, by its coordinate such as Query.career(slug:) or Importance.OPTIONAL. */
export interface SchemaElement {
  readonly coordinate: string;
  readonly name: string;
  readonly kind: 'type' | 'field' | 'argument' | 'input field' | 'enum value' | 'directive';
  readonly description: string | null | undefined;
}

/** The types of a schema without those of GraphQL itself. */
function ownTypes(schema: GraphQLSchema): GraphQLNamedType[] {
  const builtIn = new Set(['String', 'Int', 'Float', 'Boolean', 'ID']);
  return Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__') && !builtIn.has(name));
}

/** Every field that answers something, with the name of its type. */
function outputFields(schema: GraphQLSchema): { owner: string; field: GraphQLField<unknown, unknown> }[] {
  return ownTypes(schema).flatMap((type) =>
    isObjectType(type) || isInterfaceType(type)
      ? Object.values(type.getFields()).map((field) => ({ owner: type.name, field }))
      : [],
  );
}

/** Every element of a schema. */
export function elementsOf(schema: GraphQLSchema): SchemaElement[] {
  const elements: SchemaElement[] = [];
  const add = (kind: SchemaElement['kind'], coordinate: string, { name, description }: GraphQLNamedType | Described) =>
    elements.push({ kind, coordinate, name, description });
  for (const directive of schema.getDirectives().filter((each) => !isSpecifiedDirective(each)))
    add('directive', `@${directive.name}`, directive);
  for (const type of ownTypes(schema)) {
    add('type', type.name, type);
    if (isEnumType(type)) for (const value of type.getValues()) add('enum value', `${type.name}.${value.name}`, value);
    if (isInputObjectType(type))
      for (const field of Object.values(type.getFields())) add('input field', `${type.name}.${field.name}`, field);
  }
  for (const { owner, field } of outputFields(schema)) {
    add('field', `${owner}.${field.name}`, field);
    for (const argument of field.args) add('argument', `${owner}.${field.name}(${argument.name}:)`, argument);
  }
  return elements;
}

type Described = { readonly name: string; readonly description?: string | null };

/** Elements without a description, or with one that only repeats the name. */
export function undescribed(schema: GraphQLSchema): string[] {
  const words = (text: string) => text.toLowerCase().replace(/\b(the|an?)\b|[^a-z0-9]/g, '');
  return elementsOf(schema)
    .filter(({ name, description }) => !description?.trim() || words(description) === words(name))
    .map(({ coordinate }) => coordinate);
}

const spelling: Record<SchemaElement['kind'], RegExp> = {
  type: /^[A-Z][A-Za-z0-9]*$/,
  field: /^[a-z][A-Za-z0-9]*$/,
  argument: /^[a-z][A-Za-z0-9]*$/,
  'input field': /^[a-z][A-Za-z0-9]*$/,
  'enum value': /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/,
  directive: /^[a-z][A-Za-z0-9]*$/,
};

/** Names that are not spelled as the names of their sort are. */
export function misspelled(schema: GraphQLSchema): string[] {
  return elementsOf(schema)
    .filter(({ kind, name }) => !spelling[kind].test(name))
    .map(({ coordinate }) => coordinate);
}

const pagingArguments = { first: 'Int', after: 'String', last: 'Int', before: 'String' };

/**
 * What is not as Relay's connections are: the shape of connections, their names, and the arguments of their fields.
 * @param isCut the coordinates of lists that `first` cuts and that nobody pages through
 */
export function connectionProblems(schema: GraphQLSchema, isCut: readonly string[] = []): string[] {
  const problems: string[] = [];
  const expectField = (type: GraphQLNamedType, name: string, fits: (type: string) => boolean) => {
    const field = isObjectType(type) ? type.getFields()[name] : undefined;
    if (!field || !fits(String(field.type))) problems.push(`${type.name}.${name} is ${field?.type ?? 'missing'}`);
  };
  for (const type of ownTypes(schema)) {
    if (!isObjectType(type)) continue;
    const fields = type.getFields();
    if (type.name.endsWith('Connection')) {
      expectField(type, 'edges', (text) => /^\[\w+Edge!\]!$/.test(text));
      expectField(type, 'pageInfo', (text) => text === 'PageInfo!');
      expectField(type, 'totalCount', (text) => text === 'Int!');
    } else if (fields.edges || fields.pageInfo)
      problems.push(`${type.name} looks like a connection but is not called one`);
    if (type.name.endsWith('Edge')) {
      expectField(type, 'cursor', (text) => text === 'String!');
      expectField(type, 'node', (text) => !text.startsWith('['));
    }
  }
  for (const { owner, field } of outputFields(schema)) {
    const isConnection = getNamedType(field.type).name.endsWith('Connection');
    for (const [name, type] of Object.entries(pagingArguments)) {
      const argument = field.args.find((each) => each.name === name);
      if (name === 'first' && isCut.includes(`${owner}.${field.name}`)) continue;
      if (isConnection !== (argument !== undefined))
        problems.push(`${owner}.${field.name}(${name}:) is ${argument ? 'there without a connection' : 'missing'}`);
      else if (argument && String(argument.type) !== type)
        problems.push(`${owner}.${field.name}(${name}:) is ${argument.type}`);
    }
  }
  return problems;
}

/** What a field leads to: the node of a connection, the entry of a list, or the type itself. */
export function nodeTypeOf(field: Pick<GraphQLField<unknown, unknown>, 'type'>): GraphQLNamedType {
  const type = getNamedType(field.type);
  const edge = edgeTypeOf(field);
  return edge ? getNamedType(edge.getFields().node!.type) : type;
}

function edgeTypeOf(field: Pick<GraphQLField<unknown, unknown>, 'type'>) {
  const type = getNamedType(field.type);
  const edges = isObjectType(type) ? type.getFields().edges : undefined;
  const edge = edges && getNamedType(edges.type);
  return edge && isObjectType(edge) && edge.getFields().node ? edge : undefined;
}

const combinators = new Set(['and', 'or', 'not']);
const plainArguments = new Set([...Object.keys(pagingArguments), 'filter', 'orderBy', 'id', 'ids', 'slug', 'input']);

/**
 * Filters, orders and arguments that go by something that the type does not show.
 * @param allowed coordinates such as Assessment.skills that are filtered by under another name than the type shows
 *   them, with the field that shows them
 * @param places the fields that are looked at: root fields by their coordinate, and the types whose fields are
 */
export function hiddenConditions(
  schema: GraphQLSchema,
  allowed: Readonly<Record<string, string>>,
  places: { readonly roots: readonly string[]; readonly types: ReadonlySet<string> } = everywhere(schema),
): string[] {
  const problems = new Set<string>();
  const seen = new Set<string>();
  const shown = (type: GraphQLNamedType, path: string): GraphQLField<unknown, unknown> | undefined => {
    const [name = '', ...rest] = path.split('.');
    const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
    return field && rest.length > 0 ? shown(nodeTypeOf(field), rest.join('.')) : field;
  };
  const checkFilter = (input: GraphQLNamedType, row: GraphQLNamedType, place: string): void => {
    if (!isInputObjectType(input) || seen.has(`${input.name} on ${row.name}`)) return;
    seen.add(`${input.name} on ${row.name}`);
    for (const condition of Object.values(input.getFields())) {
      const at = `${place}: ${input.name}.${condition.name}`;
      if (combinators.has(condition.name)) checkFilter(getNamedType(condition.type), row, place);
      else {
        const field = shown(row, allowed[`${row.name}.${condition.name}`] ?? condition.name);
        if (!field) problems.add(`${at} is not a field of ${row.name}`);
        else checkCondition(condition, field, at);
      }
    }
  };
  const checkCondition = (condition: GraphQLInputField, field: GraphQLField<unknown, unknown>, at: string): void => {
    const type = getNamedType(condition.type);
    if (!isInputObjectType(type)) return void problems.add(`${at} is ${type.name}, not a filter`);
    const { some, none, eq } = type.getFields();
    if (some ?? none) {
      for (const part of Object.values(type.getFields())) checkFilter(getNamedType(part.type), nodeTypeOf(field), at);
    } else if (!eq || getNamedType(eq.type) !== getNamedType(field.type))
      problems.add(`${at} compares another type than the field shows`);
  };
  for (const { owner, field } of outputFields(schema)) {
    if (!places.types.has(owner) && !places.roots.includes(`${owner}.${field.name}`)) continue;
    const row = nodeTypeOf(field);
    for (const argument of field.args) {
      const at = `${owner}.${field.name}(${argument.name}:)`;
      if (argument.name === 'filter') checkFilter(getNamedType(argument.type), row, at);
      else if (argument.name === 'orderBy') {
        for (const name of orderNames(argument)) {
          if (!shown(row, name)) problems.add(`${at} orders by ${name}, which ${row.name} does not show`);
        }
      } else if (
        !plainArguments.has(argument.name) &&
        !shown(row, allowed[`${row.name}.${argument.name}`] ?? argument.name)
      ) {
        const edge = edgeTypeOf(field);
        if (!edge || !shown(edge, argument.name)) problems.add(`${at} is not a field of ${row.name}`);
      }
    }
  }
  return [...problems];
}

const everywhere = (schema: GraphQLSchema) => ({
  roots: [],
  types: new Set(ownTypes(schema).map(({ name }) => name)),
});

/** The types of the rows that each filter type chooses from, by the arguments called filter. */
export function rowsOfFilters(schema: GraphQLSchema): Record<string, string[]> {
  const rows = new Map<string, Set<string>>();
  for (const { field } of outputFields(schema)) {
    const filter = field.args.find(({ name }) => name === 'filter');
    if (!filter) continue;
    const { name } = getNamedType(filter.type);
    rows.set(name, (rows.get(name) ?? new Set<string>()).add(nodeTypeOf(field).name));
  }
  return Object.fromEntries([...rows].map(([name, owners]) => [name, [...owners]]));
}

/** The fields that an orderBy argument can name, as the type spells them. */
function orderNames(argument: GraphQLArgument): string[] {
  const input = getNamedType(argument.type);
  const field = isInputObjectType(input) ? input.getFields().field : undefined;
  const values = field && getNamedType(field.type);
  if (!isEnumType(values)) return [`${argument.type} without an enum of fields`];
  return values.getValues().map(({ name }) => camelCase(name));
}

/** SORT_KEY -> sortKey. */
export const camelCase = (name: string): string =>
  name.toLowerCase().replace(/_([a-z0-9])/g, (_all, letter: string) => letter.toUpperCase());

/** Words of answer keys: no name that a client can meet begins or ends with one. */
const keyWords =
  /^(key|keys|correct.*|answer.*|right.*|solution.*|tolerance|accepted.*|affinit.*|explanation.*|weight.*|secret.*|vault.*)$|(Key|Keys|Weight|Affinity|Affinities|Tolerance)$/i;

/**
 * Elements whose name speaks of answer keys.
 * @param isExempt whether a type may: one that editors write and nobody reads
 */
export function namesOfKeys(schema: GraphQLSchema, isExempt: (type: string) => boolean = () => false): string[] {
  return elementsOf(schema)
    .filter(({ coordinate }) => !isExempt(coordinate.split('.')[0]!))
    .filter(({ name, kind }) => keyWords.test(kind === 'enum value' ? camelCase(name) : name))
    .map(({ coordinate }) => coordinate);
}

/** Whether a value of this type has no fields of its own. */
export const isLeaf = (type: GraphQLNamedType): boolean => isScalarType(type) || isEnumType(type);
