import {
  getNamedType,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isUnionType,
} from 'graphql';

/** A root field by its coordinate, such as Query.careers. */
export function rootFieldOf(schema: GraphQLSchema, coordinate: string): GraphQLField<unknown, unknown> {
  const [root = '', name = ''] = coordinate.split('.');
  const type = schema.getType(root);
  const field = isObjectType(type) ? type.getFields()[name] : undefined;
  if (!field) throw new Error(`There is no root field ${coordinate}`);
  return field;
}

/** The coordinates of all root fields. */
export function rootCoordinates(schema: GraphQLSchema): string[] {
  return [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].flatMap((root) =>
    root ? Object.keys(root.getFields()).map((name) => `${root.name}.${name}`) : [],
  );
}

/** The names of all types that an operation with these root fields can meet, in answers and in arguments. */
export function reachableTypes(schema: GraphQLSchema, coordinates: readonly string[]): Set<string> {
  const found = new Set<string>();
  const visit = (type: GraphQLNamedType): void => {
    if (found.has(type.name)) return;
    found.add(type.name);
    if (isObjectType(type) || isInterfaceType(type)) {
      type.getInterfaces().forEach(visit);
      Object.values(type.getFields()).forEach(visitField);
    }
    if (isInterfaceType(type) || isUnionType(type)) schema.getPossibleTypes(type).forEach(visit);
    if (isInputObjectType(type)) for (const field of Object.values(type.getFields())) visit(getNamedType(field.type));
  };
  const visitField = (field: GraphQLField<unknown, unknown>): void => {
    visit(getNamedType(field.type));
    for (const argument of field.args) visit(getNamedType(argument.type));
  };
  coordinates.forEach((coordinate) => visitField(rootFieldOf(schema, coordinate)));
  return found;
}
