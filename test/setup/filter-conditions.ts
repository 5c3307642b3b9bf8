import {
  getNamedType,
  type GraphQLInputObjectType,
  type GraphQLNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
} from 'graphql';

/**
 * Conditions of a filter type as GraphQL literals: each way to ask for each field, relations one deep, and each
 * combinator around the first of them.
 * @param texts what text fields are compared with; only the last one as a whole
 */
export function filterConditions(filter: GraphQLInputObjectType, texts: readonly string[], depth = 1): string[] {
  const conditions = Object.values(filter.getFields())
    .filter(({ name }) => !combinators.has(name))
    .flatMap((field) => {
      const type = getNamedType(field.type);
      if (!isInputObjectType(type)) throw new Error(`${filter.name}.${field.name} is no filter that the walk knows`);
      return ('some' in type.getFields() ? relationConditions(type, texts, depth) : valueConditions(type, texts)).map(
        (condition) => `{ ${field.name}: ${condition} }`,
      );
    });
  const [first, last] = [conditions[0], conditions.at(-1)];
  if (depth < 1 || !first) return conditions;
  return [
    ...conditions,
    '{}',
    `{ and: [${first}, ${last}] }`,
    `{ or: [${first}, ${last}] }`,
    ...conditions.slice(0, 4).map(negated),
  ];
}

const combinators = new Set(['and', 'or', 'not']);
const negated = (condition: string): string => `{ not: ${condition} }`;

function relationConditions(type: GraphQLInputObjectType, texts: readonly string[], depth: number): string[] {
  return Object.values(type.getFields()).flatMap((quantifier) => {
    const inner =
      depth > 0 ? filterConditions(getNamedType(quantifier.type) as GraphQLInputObjectType, texts, depth - 1) : [];
    return ['{}', ...inner].map((condition) => `{ ${quantifier.name}: ${condition} }`);
  });
}

function valueConditions(type: GraphQLInputObjectType, texts: readonly string[]): string[] {
  return Object.values(type.getFields()).flatMap((operator) => {
    const values = literalsOf(getNamedType(operator.type), operator.name === 'eq' ? texts.slice(-1) : texts);
    const asked = isListType(operator.type) ? [`[${values.join(', ')}]`] : values;
    return asked.map((value) => `{ ${operator.name}: ${value} }`);
  });
}

function literalsOf(type: GraphQLNamedType, texts: readonly string[]): string[] {
  if (isEnumType(type)) return type.getValues().map((value) => value.name);
  if (type.name === 'String') return texts.map((text) => JSON.stringify(text));
  if (type.name === 'Int') return ['1', '2'];
  throw new Error(`The walk does not know which values of ${type.name} matter`);
}
