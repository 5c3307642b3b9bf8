import {
  getNamedType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputObjectType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isEnumType,
  isInterfaceType,
  isObjectType,
} from 'graphql';
import { filterConditions } from './filter-conditions';
import { reachableTypes, rootFieldOf } from './reachable-types';
import { isLeaf, nodeTypeOf } from './schema-rules';

/** One operation of a walk through everything that the schema can answer. */
export interface WalkOperation {
  readonly name: string;
  readonly query: string;
}

/** What a walk asks for: known before it starts, so that two walks ask exactly the same. */
export interface WalkTargets {
  /** Slugs to ask for, by the name of the type. */
  readonly slugs: ReadonlyMap<string, readonly string[]>;
  /** Global ids to ask for, by the name of the type. */
  readonly ids: ReadonlyMap<string, readonly string[]>;
  /** Texts that filters look for. */
  readonly texts: readonly string[];
}

/** How many aliases one operation has at most. */
const CHUNK = 40;
const PAGE = 'first: 100';

/**
 * Operations that read everything reachable from some fields of Query: each of them with all its arguments, and below it
 * every field of every type. Throws when an argument is new to the walk, so that nothing is passed over silently.
 */
export class GraphWalk {
  /** Every Type.field that some operation selects. */
  readonly selected = new Set<string>();
  readonly operations: WalkOperation[] = [];
  private readonly fragments = new Map<string, string>();

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly targets: WalkTargets,
    /** Where it starts, such as Query.careers. */
    private readonly roots: readonly string[],
  ) {
    for (const root of roots) this.walkRootField(rootFieldOf(schema, root));
  }

  /** Fields that can be reached from the roots, and that no operation selects. */
  missed(): string[] {
    const below = [...reachableTypes(this.schema, this.roots)].flatMap((name) => {
      const type = this.schema.getType(name);
      return isObjectType(type) ? Object.keys(type.getFields()).map((field) => `${name}.${field}`) : [];
    });
    return [...this.roots, ...below].filter((coordinate) => !this.selected.has(coordinate));
  }

  private walkRootField(field: GraphQLField<unknown, unknown>): void {
    this.selected.add(`Query.${field.name}`);
    const names = new Set(field.args.map((argument) => argument.name));
    const take = (...known: string[]) => known.map((name) => names.delete(name)).some(Boolean);
    if (take('slug')) this.walkSlugs(field);
    else if (take('id')) this.walkIds(field, ([id]) => `id: ${quote(id!)}`, 1);
    else if (take('ids')) this.walkIds(field, (ids) => `ids: [${ids.map(quote).join(', ')}]`, 100);
    else if (take('publication')) this.walkPublications(field, take);
    else this.walkList(field, take);
    if (names.size > 0)
      throw new Error(`Query.${field.name}: the walk does not know what ${[...names].join(', ')} is for`);
  }

  private walkSlugs(field: GraphQLField<unknown, unknown>): void {
    const slugs = this.targets.slugs.get(getNamedType(field.type).name) ?? [];
    // The lists follow every edge of every document; here it is one step further for one of them.
    const [deep, plain] = [this.select(field, 2), this.select(field, 0.5)];
    const selections = slugs.map((slug, index) => `${field.name}(slug: ${quote(slug)}) ${index < 1 ? deep : plain}`);
    this.add(`${field.name} by slug`, selections);
  }

  /** Ids type by type, since fields of the same name may differ between types; then all types mixed. */
  private walkIds(field: GraphQLField<unknown, unknown>, args: (ids: readonly string[]) => string, size: number): void {
    const call = (ids: readonly string[], selection: string) =>
      `${field.name}(${args(ids)}) { __typename id ${selection} }`;
    for (const [name, ids] of this.targets.ids) {
      const type = this.schema.getType(name) as GraphQLObjectType;
      const selection = `... on ${name} ${this.selectObject(type, 0.5, true, [])}`;
      this.add(
        `${field.name} of ${name} by id`,
        chunks(ids, size).map((part) => call(part, selection)),
      );
    }
    const mixed = [...this.targets.ids.values()].flat();
    this.add(
      `${field.name} by id`,
      chunks(mixed, size).map((part) => call(part, '')),
    );
  }

  /** What was different at each publication; 0 is before the first. */
  private walkPublications(field: GraphQLField<unknown, unknown>, take: (...names: string[]) => boolean): void {
    take('first', 'after', 'last', 'before');
    const selection = this.select(field, 1);
    const calls = [0, 1, 2, 3].map((number) => `${field.name}(publication: ${number}, ${PAGE}) ${selection}`);
    this.add(`${field.name} each publication`, calls);
  }

  private walkList(field: GraphQLField<unknown, unknown>, take: (...names: string[]) => boolean): void {
    const paged = take('first', 'after', 'last', 'before');
    const argument = (name: string) => field.args.find((each) => each.name === name);
    const [filter, order] = [argument('filter'), argument('orderBy')];
    take('filter', 'orderBy');
    const call = (args: string[], selection: string) =>
      `${field.name}${args.length > 0 ? `(${args.join(', ')})` : ''} ${selection}`;
    const page = paged ? [PAGE] : [];
    const row = paged
      ? '{ totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { cursor node { __typename id } } }'
      : '{ __typename id }';
    const brief = nodeHasId(field) ? row : this.select(field, 0);
    this.add(`${field.name} in full`, [call(page, this.select(field, 1))]);
    if (paged) {
      const pages = ['first: 0', 'first: 1', 'last: 1', 'last: 100', 'first: 7'].map((args) => call([args], brief));
      this.add(`${field.name} page by page`, pages);
    }
    if (order) {
      const orders = ordersOf(order).map((literal) => call([...page, `orderBy: ${literal}`], brief));
      this.add(`${field.name} in every order`, orders);
    }
    if (filter) {
      const literals = filterConditions(getNamedType(filter.type) as GraphQLInputObjectType, this.targets.texts);
      this.add(
        `${field.name} by every filter`,
        literals.map((literal) => call([...(paged ? ['first: 5'] : []), `filter: ${literal}`], brief)),
      );
    }
  }

  /** The operations that ask for these selections, each under an alias of its own, with the fragments that they name. */
  private add(name: string, selections: readonly string[], size = CHUNK): void {
    chunks(selections, size).forEach((part, index) => {
      const body = part.map((selection, alias) => `  a${alias}: ${selection}`).join('\n');
      this.operations.push({
        name: `${name} ${index + 1}`,
        query: `{\n${body}\n}\n${this.fragmentsIn(body).join('\n')}`,
      });
    });
  }

  private fragmentsIn(text: string, known = new Set<string>()): string[] {
    const named = [...text.matchAll(/\.\.\.(\w+_\w+)/g)].map(([, name]) => name!).filter((name) => !known.has(name));
    return [...new Set(named)].flatMap((name) => {
      if (known.has(name)) return [];
      known.add(name);
      const fragment = this.fragments.get(name)!;
      return [fragment, ...this.fragmentsIn(fragment, known)];
    });
  }

  /** What to select of a field's type; from depth 1 on with its edges, below 1 with its parts, at 0 its leaves. */
  private select(
    field: GraphQLField<unknown, unknown>,
    depth: number,
    top = true,
    path: readonly string[] = [],
  ): string {
    const type = getNamedType(field.type);
    if (isLeaf(type)) return '';
    if (!isObjectType(type)) throw new Error(`The walk does not know how to go through ${field.name}: ${type.name}`);
    return this.selectObject(type, depth, top, path);
  }

  /** Nodes are fragments, so that each of them stands once in an operation; their parts are written in place. */
  private selectObject(type: GraphQLObjectType, depth: number, top: boolean, path: readonly string[]): string {
    if (!isNode(type)) return this.selectFields(type, depth, top, path);
    const name = `${type.name}_${depth <= 0 ? 'leaves' : depth < 1 ? 'parts' : depth}${top ? '_top' : ''}`;
    if (!this.fragments.has(name)) {
      this.fragments.set(name, '');
      this.fragments.set(name, `fragment ${name} on ${type.name} ${this.selectFields(type, depth, top, [])}`);
    }
    return `{ ...${name} }`;
  }

  private selectFields(type: GraphQLObjectType, depth: number, top: boolean, path: readonly string[]): string {
    // A part that contains itself ends here; nodes end by depth.
    const ends = isNode(type) ? depth <= 0 : path.includes(type.name);
    const below = isNode(type) ? { depth: depth - 1, top: false } : { depth, top };
    const parts: string[] = ['__typename'];
    for (const field of Object.values(type.getFields())) {
      const leaf = isLeaf(getNamedType(field.type));
      if (!leaf && (ends || (isNode(type) && depth < 1 && isNode(nodeTypeOf(field))))) continue;
      this.selected.add(`${type.name}.${field.name}`);
      const selection = leaf ? '' : this.select(field, below.depth, below.top, [...path, type.name]);
      parts.push(...variantsOf(type, field, top).map((variant) => `${variant} ${selection}`));
    }
    return `{ ${parts.join(' ')} }`;
  }
}

/** A field with each of the arguments that make a difference; one way to page when not `full`. */
function variantsOf(type: GraphQLObjectType, field: GraphQLField<unknown, unknown>, full: boolean): string[] {
  const names = new Set(field.args.map((argument) => argument.name));
  const paged = ['first', 'after', 'last', 'before'].map((name) => names.delete(name)).some(Boolean);
  const pages = paged ? (full ? [PAGE, 'last: 2', 'first: 0'] : ['first: 3']) : [''];
  const choices = field.args
    .filter((argument) => names.has(argument.name))
    .flatMap((argument) => choicesOf(type, field, argument));
  const variants = [...pages, ...choices.map((choice) => [pages[0], choice].filter(Boolean).join(', '))];
  return variants.map(
    (args, index) => `${index > 0 ? `${field.name}__${index}: ` : ''}${field.name}${args ? `(${args})` : ''}`,
  );
}

function choicesOf(
  type: GraphQLObjectType,
  field: GraphQLField<unknown, unknown>,
  argument: GraphQLArgument,
): string[] {
  const values = getNamedType(argument.type);
  if (isEnumType(values)) return values.getValues().map((value) => `${argument.name}: ${value.name}`);
  if (values.name === 'Boolean') return [`${argument.name}: true`, `${argument.name}: false`];
  throw new Error(`${type.name}.${field.name}: the walk does not know which values of ${argument.name} matter`);
}

function ordersOf(argument: GraphQLArgument): string[] {
  const fields = (getNamedType(argument.type) as GraphQLInputObjectType).getFields();
  const values = (name: string) => {
    const type = getNamedType(fields[name]!.type);
    return isEnumType(type) ? type.getValues().map((value) => value.name) : [];
  };
  return values('field').flatMap((field) =>
    values('direction').map((direction) => `{ field: ${field}, direction: ${direction} }`),
  );
}

/** Whether it is one of the nodes of the graph, or an interface of them. */
function isNode(type: GraphQLNamedType): boolean {
  return (
    type.name === 'Node' ||
    ((isObjectType(type) || isInterfaceType(type)) && type.getInterfaces().some((each) => each.name === 'Node'))
  );
}

function nodeHasId(field: GraphQLField<unknown, unknown>): boolean {
  const node = nodeTypeOf(field);
  return isObjectType(node) && 'id' in node.getFields();
}

const quote = (text: string): string => JSON.stringify(text);

function chunks<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, index) =>
    all.slice(index * size, (index + 1) * size),
  );
}
