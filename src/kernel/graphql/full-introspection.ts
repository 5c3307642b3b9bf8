import { getIntrospectionQuery, type GraphQLSchema, type OperationDefinitionNode, parse } from 'graphql';
import { type OperationParts, operationParts } from './operation-parts';

const document = parse(
  getIntrospectionQuery({
    specifiedByUrl: true,
    directiveIsRepeatable: true,
    schemaDescription: true,
    inputValueDeprecation: true,
    oneOf: true,
  }),
);

/** The full introspection query, as code generators and playgrounds send it. */
export const fullIntrospection = (schema: GraphQLSchema): OperationParts =>
  operationParts(schema, document, document.definitions[0] as OperationDefinitionNode, {})!;
