import {
  type FieldNode,
  getNamedType,
  getNullableType,
  type GraphQLField,
  type GraphQLOutputType,
  type GraphQLSchema,
  isInterfaceType,
  isLeafType,
  isListType,
  isObjectType,
  isUnionType,
  Kind,
  SchemaMetaFieldDef,
  type SelectionSetNode,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
  valueFromAST,
} from 'graphql';
import { fullIntrospection } from './full-introspection';
import { IntrospectionSize } from './introspection-size';
import { mutationCost } from './mutation-cost';
import type { OperationParts } from './operation-parts';
import { DEFAULT_PAGE_SIZE } from './page';

/**
 * How many entries a list inside a document is taken to have: a list without paging arguments is short, since what can grow
 * is a connection.
 */
const SHORT_LIST = 10;

/** What a connection costs itself: checking its arguments and reading its page takes the server as long as so many values. */
const CONNECTION_COST = 20;

/** What the full introspection query costs: about what it takes the server to answer it. */
export const FULL_INTROSPECTION_COST = 5_000;

/** How many times as many values as the full introspection query brings are counted at most: what asks for more is endless. */
const MOST_INTROSPECTIONS = 25;

export interface OperationCost {
  /** The points that the operation costs. */
  readonly cost: number;
  /** How many entries of pages, and nodes named by their ids, it can bring. */
  readonly nodes: number;
}

/**
 * What an operation may cost: the number of field values that its answer can have. Each field counts once for every time that
 * the lists around it can bring it: a connection as often as its page is long, another list ten times, `nodes` as often as it
 * names ids. A connection costs as much as a few values, and a mutation its own work on top; introspection costs its share of the full introspection query, which asks
 * the schema and not the database. Aliases and fragments count as often as they are used; a fragment is measured once, so that
 * measuring stays linear in the document.
 */
export function operationCost(parts: OperationParts): OperationCost {
  const full = introspectedByFull(parts.schema);
  const size = new IntrospectionSize(parts, MOST_INTROSPECTIONS * full);
  const { values, introspected, nodes } = measure(parts, size);
  const share = introspected / full;
  return { cost: atMost(values + Math.ceil(share * FULL_INTROSPECTION_COST)), nodes };
}

/** How many values an answer can have: of data, with the work of mutations; of the schema; and how many nodes. */
interface Measure {
  readonly values: number;
  readonly introspected: number;
  readonly nodes: number;
}

/** Numbers stay finite, or 0 times too much would be no number, which is over no limit. */
const atMost = (value: number): number => Math.min(value, Number.MAX_SAFE_INTEGER);

const wholes = new WeakMap<GraphQLSchema, number>();

function introspectedByFull(schema: GraphQLSchema): number {
  let whole = wholes.get(schema);
  if (whole === undefined) {
    const size = new IntrospectionSize(fullIntrospection(schema), Infinity);
    wholes.set(schema, (whole = measure(fullIntrospection(schema), size).introspected));
  }
  return whole;
}

function measure(parts: OperationParts, introspection: IntrospectionSize): Measure {
  const { schema, operation, fragments, variables } = parts;
  const measured = new Map<string, Measure>();
  const mutations = schema.getMutationType();

  function ofSelections(set: SelectionSetNode, parent: GraphQLOutputType, pageSize: number): Measure {
    let [values, introspected, nodes] = [0, 0, 0];
    for (const selection of set.selections) {
      let inner: Measure;
      if (selection.kind === Kind.FIELD) inner = ofField(selection, parent, pageSize);
      else if (selection.kind === Kind.INLINE_FRAGMENT) {
        const name = selection.typeCondition?.name.value;
        inner = ofSelections(selection.selectionSet, typeOf(name) ?? parent, pageSize);
      } else inner = ofFragment(selection.name.value, pageSize);
      values = atMost(values + inner.values);
      introspected += inner.introspected;
      nodes = atMost(nodes + inner.nodes);
    }
    return { values, introspected, nodes };
  }

  function ofFragment(name: string, pageSize: number): Measure {
    const key = `${name} ${pageSize}`;
    let found = measured.get(key);
    if (!found) {
      // A fragment that spreads itself never gets here: validation refused it.
      const fragment = fragments.get(name)!;
      found = ofSelections(fragment.selectionSet, typeOf(fragment.typeCondition.name.value)!, pageSize);
      measured.set(key, found);
    }
    return found;
  }

  function ofField(node: FieldNode, parent: GraphQLOutputType, pageSize: number): Measure {
    const field = fieldOf(parent, node.name.value);
    if (!field) return { values: 0, introspected: 0, nodes: 0 };
    if (field === SchemaMetaFieldDef || field === TypeMetaFieldDef)
      return { values: 0, introspected: introspection.of(node, field), nodes: 0 };
    const type = getNamedType(field.type);
    const inner =
      isLeafType(type) || !node.selectionSet
        ? { values: 0, introspected: 0, nodes: 0 }
        : ofSelections(node.selectionSet, type, isConnection(type) ? pageOf(node, field) : SHORT_LIST);
    const { times, areNodes } = lengthOf(node, field, parent, pageSize);
    const own = (isConnection(type) ? CONNECTION_COST : 1) + (parent === mutations ? mutationCost(field) : 0);
    const values = atMost(own + atMost(times * inner.values));
    return {
      values,
      introspected: inner.introspected,
      nodes: atMost((areNodes ? times : 0) + atMost(times * inner.nodes)),
    };
  }

  function fieldOf(parent: GraphQLOutputType, name: string): GraphQLField<unknown, unknown> | undefined {
    if (name === TypeNameMetaFieldDef.name) return TypeNameMetaFieldDef;
    if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
    if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
    return isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
  }

  /** How many entries a page asks for at most. */
  function pageOf(node: FieldNode, field: GraphQLField<unknown, unknown>): number {
    const size = argument(node, field, 'first') ?? argument(node, field, 'last') ?? DEFAULT_PAGE_SIZE;
    return Math.max(1, Number(size) || 0);
  }

  /** How often a field brings what is asked below it, and whether that are nodes. */
  function lengthOf(
    node: FieldNode,
    field: GraphQLField<unknown, unknown>,
    parent: GraphQLOutputType,
    pageSize: number,
  ): { times: number; areNodes: boolean } {
    if (!isListType(getNullableType(field.type)) || !node.selectionSet) return { times: 1, areNodes: false };
    if (node.name.value === 'edges' && isConnection(getNamedType(parent))) return { times: pageSize, areNodes: true };
    const ids = argument(node, field, 'ids');
    if (Array.isArray(ids)) return { times: ids.length, areNodes: true };
    const first = argument(node, field, 'first');
    if (typeof first === 'number') return { times: Math.max(1, first), areNodes: true };
    return { times: SHORT_LIST, areNodes: false };
  }

  function argument(node: FieldNode, field: GraphQLField<unknown, unknown>, name: string): unknown {
    const definition = field.args.find((each) => each.name === name);
    const given = node.arguments?.find((each) => each.name.value === name);
    if (!definition || !given) return definition?.defaultValue;
    return valueFromAST(given.value, definition.type, variables) ?? definition.defaultValue;
  }

  function typeOf(name: string | undefined): GraphQLOutputType | undefined {
    const type = name === undefined ? undefined : schema.getType(name);
    return isObjectType(type) || isInterfaceType(type) || isUnionType(type) ? type : undefined;
  }

  const root = schema.getRootType(operation.operation);
  return root ? ofSelections(operation.selectionSet, root, SHORT_LIST) : { values: 0, introspected: 0, nodes: 0 };
}

const isConnection = ({ name }: { readonly name: string }): boolean => name.endsWith('Connection');
