import {
  type FieldNode,
  getArgumentValues,
  getNamedType,
  type GraphQLField,
  type GraphQLResolveInfo,
  isLeafType,
  isObjectType,
  Kind,
  type SelectionSetNode,
  TypeNameMetaFieldDef,
} from 'graphql';
import type { OperationParts } from './operation-parts';

/**
 * Counts the values that introspection brings, by walking through the schema as the engine will: the lengths of its lists
 * differ too much for a guess. One counter is for one operation.
 */
export class IntrospectionSize {
  private counted = 0;
  /** The resolvers of introspection look at the schema alone. */
  private readonly info: GraphQLResolveInfo;

  /** @param most from how many values on counting stops: what is counted then is endless */
  constructor(
    private readonly parts: OperationParts,
    private readonly most: number,
  ) {
    this.info = { schema: parts.schema } as GraphQLResolveInfo;
  }

  /** How many values `__schema` or `__type` brings, with its own; Infinity when counting stopped. */
  of(node: FieldNode, field: GraphQLField<unknown, unknown>): number {
    const before = this.counted;
    this.countField(node, field, undefined);
    return this.isOver ? Infinity : this.counted - before;
  }

  private get isOver(): boolean {
    return this.counted > this.most;
  }

  private countField(node: FieldNode, field: GraphQLField<unknown, unknown>, source: unknown): void {
    this.counted += 1;
    const type = getNamedType(field.type);
    if (isLeafType(type) || !isObjectType(type) || !node.selectionSet || !field.resolve) return;
    const value = field.resolve(source, this.argumentsOf(node, field), undefined, this.info);
    const fields = type.getFields();
    for (const entry of Array.isArray(value) ? value : [value])
      if (entry != null) this.countSelections(node.selectionSet, fields, entry);
  }

  /** No type of introspection is abstract, so a fragment is always on the type that it stands in. */
  private countSelections(
    { selections }: SelectionSetNode,
    fields: Readonly<Record<string, GraphQLField<unknown, unknown>>>,
    source: unknown,
  ): void {
    for (const selection of selections) {
      if (this.isOver) return;
      if (selection.kind === Kind.FIELD) {
        const name = selection.name.value;
        const field = name === TypeNameMetaFieldDef.name ? TypeNameMetaFieldDef : fields[name];
        if (field) this.countField(selection, field, source);
      } else {
        const within =
          selection.kind === Kind.INLINE_FRAGMENT ? selection : this.parts.fragments.get(selection.name.value)!;
        this.countSelections(within.selectionSet, fields, source);
      }
    }
  }

  private argumentsOf(node: FieldNode, field: GraphQLField<unknown, unknown>): Record<string, unknown> {
    try {
      return getArgumentValues(field, node, this.parts.variables);
    } catch {
      // A variable that is null where it may not be: the engine says so, and brings nothing.
      return {};
    }
  }
}
