import {
  type FieldNode,
  type FragmentDefinitionNode,
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
  type OperationDefinitionNode,
  type SelectionSetNode,
  valueFromAST,
} from 'graphql';
import { DEFAULT_PAGE_SIZE } from './page';

/**
 * How many entries a list inside a document is taken to have: a list without paging arguments is short, since what can grow
 * is a connection.
 */
const SHORT_LIST = 10;

export interface CostInput {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** As the engine coerced them. */
  readonly variables: Readonly<Record<string, unknown>>;
}

/**
 * What an operation may cost: the number of field values that its answer can have. Each field counts once for every time that
 * the lists around it can bring it: a connection as often as its page is long, another list ten times, `nodes` as often as it
 * names ids. Introspection is free, since it asks the schema and not the database. Aliases and fragments count as often as they
 * are used; a fragment is measured once, so that measuring stays linear in the document.
 */
export function operationCost({ schema, operation, fragments, variables }: CostInput): number {
  const measured = new Map<string, number>();

  function ofSelections(set: SelectionSetNode, parent: GraphQLOutputType, pageSize: number): number {
    let cost = 0;
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) cost += ofField(selection, parent, pageSize);
      else if (selection.kind === Kind.INLINE_FRAGMENT) {
        const name = selection.typeCondition?.name.value;
        cost += ofSelections(selection.selectionSet, typeOf(name) ?? parent, pageSize);
      } else cost += ofFragment(selection.name.value, pageSize);
    }
    return cost;
  }

  function ofFragment(name: string, pageSize: number): number {
    const key = `${name} ${pageSize}`;
    const known = measured.get(key);
    if (known !== undefined) return known;
    // A fragment that spreads itself never gets here: validation refused it.
    measured.set(key, 0);
    const fragment = fragments.get(name)!;
    const cost = ofSelections(fragment.selectionSet, typeOf(fragment.typeCondition.name.value)!, pageSize);
    measured.set(key, cost);
    return cost;
  }

  function ofField(node: FieldNode, parent: GraphQLOutputType, pageSize: number): number {
    const name = node.name.value;
    if (name.startsWith('__') || !(isObjectType(parent) || isInterfaceType(parent))) return 0;
    const field = parent.getFields()[name];
    if (!field) return 0;
    const type = getNamedType(field.type);
    if (isLeafType(type) || !node.selectionSet) return 1;
    if (type.name.endsWith('Connection')) return 1 + ofSelections(node.selectionSet, type, pageOf(node, field));
    const times = isListType(getNullableType(field.type)) ? lengthOf(node, field, parent, pageSize) : 1;
    return 1 + times * ofSelections(node.selectionSet, type, SHORT_LIST);
  }

  /** How many entries a page asks for at most. */
  function pageOf(node: FieldNode, field: GraphQLField<unknown, unknown>): number {
    const size = argument(node, field, 'first') ?? argument(node, field, 'last') ?? DEFAULT_PAGE_SIZE;
    return Math.max(1, Number(size) || 0);
  }

  function lengthOf(
    node: FieldNode,
    field: GraphQLField<unknown, unknown>,
    parent: GraphQLOutputType,
    pageSize: number,
  ): number {
    if (node.name.value === 'edges' && getNamedType(parent).name.endsWith('Connection')) return pageSize;
    const ids = argument(node, field, 'ids');
    if (Array.isArray(ids)) return ids.length;
    const first = argument(node, field, 'first');
    return typeof first === 'number' ? Math.max(1, first) : SHORT_LIST;
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
  const cost = root ? ofSelections(operation.selectionSet, root, SHORT_LIST) : 0;
  return Math.min(cost, Number.MAX_SAFE_INTEGER);
}
