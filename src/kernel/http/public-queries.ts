import {
  type DocumentNode,
  type FragmentDefinitionNode,
  getNamedType,
  type GraphQLNamedType,
  type GraphQLSchema,
  isInterfaceType,
  isObjectType,
  isUnionType,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  type SelectionSetNode,
} from 'graphql';
import { anyone } from '../access/access-map';
import type { FeatureModule } from '../module';

/** Of the schema itself, which is the same for all. */
const INTROSPECTION = ['__schema', '__type', '__typename'];

/** Knows which operations read nothing but what modules declare as public queries. What nobody declares is not public. */
export class PublicQueries {
  private readonly fields: ReadonlySet<string>;

  /** @throws Error when a declared field does not exist, or when it, or a field that it leads to, is not for everybody */
  constructor(schema: GraphQLSchema, modules: readonly FeatureModule[]) {
    const declared = modules.flatMap(({ folder, access, publicQueries = [] }) =>
      publicQueries.map((name) => ({ name, folder, rule: access.Query?.[name] })),
    );
    for (const { name, folder, rule } of declared) {
      if (rule !== anyone)
        throw new Error(`${folder} declares the public query ${name}; its access rule must be anyone`);
    }
    const guarded = modules.flatMap(({ access }) => Object.keys(access));
    const queries = schema.getQueryType()?.getFields() ?? {};
    for (const { name } of declared) {
      const reached = reachableFrom(schema, getNamedType(queries[name]!.type));
      const closed = guarded.find((type) => reached.has(type));
      if (closed)
        throw new Error(`The public query ${name} leads to ${closed}, which has fields that are not for everybody`);
    }
    this.fields = new Set([...INTROSPECTION, ...declared.map(({ name }) => name)]);
  }

  /** Whether an operation is a query of public root fields alone. A field counts also where a directive skips it. */
  covers(operation: OperationDefinitionNode, document: DocumentNode): boolean {
    if (operation.operation !== OperationTypeNode.QUERY) return false;
    const fragments = new Map(
      document.definitions.flatMap((each) =>
        each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each] as const] : [],
      ),
    );
    return this.coversAll(operation.selectionSet, fragments, new Set());
  }

  private coversAll(
    { selections }: SelectionSetNode,
    fragments: ReadonlyMap<string, FragmentDefinitionNode>,
    seen: Set<string>,
  ): boolean {
    return selections.every((selection) => {
      if (selection.kind === Kind.FIELD) return this.fields.has(selection.name.value);
      if (selection.kind === Kind.INLINE_FRAGMENT) return this.coversAll(selection.selectionSet, fragments, seen);
      const name = selection.name.value;
      if (seen.has(name)) return true;
      seen.add(name);
      const fragment = fragments.get(name);
      return fragment !== undefined && this.coversAll(fragment.selectionSet, fragments, seen);
    });
  }
}

/** The names of all types that an answer of this type can hold. */
function reachableFrom(schema: GraphQLSchema, start: GraphQLNamedType): ReadonlySet<string> {
  const found = new Set<string>();
  const waiting = [start];
  for (let type = waiting.pop(); type; type = waiting.pop()) {
    if (found.has(type.name)) continue;
    found.add(type.name);
    if (isInterfaceType(type) || isUnionType(type)) waiting.push(...schema.getPossibleTypes(type));
    if (isObjectType(type) || isInterfaceType(type))
      waiting.push(...Object.values(type.getFields()).map((field) => getNamedType(field.type)));
  }
  return found;
}
