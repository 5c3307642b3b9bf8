import {
  getNamedType,
  type GraphQLInputType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredArgument,
  isRequiredInputField,
} from 'graphql';
import { rootFieldOf } from './reachable-types';
import { isLeaf } from './schema-rules';

/** What arguments of a root field are given. */
export interface GivenValues {
  readonly id: string;
  readonly slug: string;
  readonly number: number;
  /** Names of arguments and input fields that are given although they may be left out. */
  readonly optional?: readonly string[];
}

/** The smallest operation that uses a root field with these values. */
export function operationFor(schema: GraphQLSchema, coordinate: string, given: GivenValues): string {
  const field = rootFieldOf(schema, coordinate);
  const wanted = ({ name }: { name: string }) => given.optional?.includes(name) ?? false;
  const args = field.args
    .filter((argument) => isRequiredArgument(argument) || wanted(argument))
    .map(({ name, type }) => `${name}: ${valueOf(type, given)}`);
  const selection = isLeaf(getNamedType(field.type)) ? '' : ' { __typename }';
  const root = coordinate.split('.')[0]!.toLowerCase();
  return `${root} { ${field.name}${args.length > 0 ? `(${args.join(', ')})` : ''}${selection} }`;
}

/** Some value of a type, as GraphQL writes it: valid enough to reach the field. */
function valueOf(type: GraphQLInputType, given: GivenValues): string {
  if (isNonNullType(type)) return valueOf(type.ofType, given);
  if (isListType(type)) return `[${valueOf(type.ofType, given)}]`;
  if (isEnumType(type)) return type.getValues()[0]!.name;
  if (isInputObjectType(type)) {
    const needed = Object.values(type.getFields()).filter(
      (field) => isRequiredInputField(field) || (given.optional?.includes(field.name) ?? false),
    );
    return `{ ${needed.map((field) => `${field.name}: ${valueOf(field.type, given)}`).join(', ')} }`;
  }
  const samples: Record<string, string> = {
    ID: JSON.stringify(given.id),
    Int: String(given.number),
    Float: String(given.number),
    Boolean: 'true',
    LocalDate: '"2026-01-01"',
    DateTimeISO: '"2026-01-01T00:00:00Z"',
  };
  return samples[type.name] ?? JSON.stringify(given.slug);
}
