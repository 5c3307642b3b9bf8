import { randomBytes } from 'node:crypto';
import {
  coerceInputValue,
  getNamedType,
  getNullableType,
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isListType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
} from 'graphql';
import { isLeaf } from './schema-rules';

/** One place that takes input, with a document that reaches it by the variable $value. */
export interface InputSlot {
  /** Such as Mutation.saveSkill(input.content.name). */
  readonly place: string;
  readonly isMutation: boolean;
  /** The name of its scalar or enum. */
  readonly type: string;
  readonly document: string;
  /** The variables with this value at the place. */
  readonly variables: (value: unknown) => Record<string, unknown>;
  /** Whether the engine lets the value through to us. */
  readonly fits: (value: unknown) => boolean;
}

const encoded = (text: string): string => Buffer.from(text).toString('base64url');
/** Text that can't be compressed below the 2,704 bytes that a key of a btree may have. */
const incompressible = randomBytes(4_500).toString('base64');

const texts = [
  'a\u0000b',
  '\ud800 \udc00',
  incompressible,
  `%_\\' OR "1"=1 -- a & | ! (b:* <-> ((([[[z** $$ \u202e \uffff __proto__`,
];
const ids = [
  '',
  encoded('Career:not-a-uuid'),
  encoded('Career:\u0000'),
  encoded('__proto__:00000000-0000-0000-0000-000000000000'),
  encoded('{"__proto__":1}'),
  encoded('["x",null,1e400]'),
  'career:00000000-0000-4000-8000-000000000000',
];
const numbers = [-1, 2_147_483_647, -2_147_483_648, 2_147_483_648, -0];
const wrong: readonly unknown[] = [
  Number.MAX_VALUE,
  5e-324,
  'NaN',
  '-Infinity',
  1.5,
  true,
  {},
  [],
  [[]],
  { __proto__x: 1, constructor: {} },
  null,
];
const dates = [
  '0000-00-00',
  '2026-02-30',
  '999999-01-01',
  '-271821-04-20T00:00:00.000Z',
  '0000-01-01T00:00:00Z',
  '9999-12-31T23:59:60Z',
];

/** Values that do harm where nobody thought of them, by the type of the place. */
export function hostileValues({ type }: Pick<InputSlot, 'type'>): readonly unknown[] {
  if (type === 'Boolean') return [];
  if (type === 'Int' || type === 'Float') return numbers;
  if (/Date/.test(type)) return dates;
  return type === 'ID' ? [texts[0], texts[2], ...ids] : texts;
}

/** Values of other types than any place takes. */
export const wrongValues: readonly unknown[] = [...wrong, ...numbers, ...texts.slice(0, 2), ...dates.slice(0, 1)];

/** What the other arguments are given: enough to get through to the place. */
export interface Known {
  readonly id: string;
  readonly slug: string;
}

/**
 * Every argument of every root field, and of the fields of what a slug leads to, with every field of every input type: each once
 * a root field, and those of filters once in all.
 */
export function inputSlots(schema: GraphQLSchema, known: Known, slugs: Readonly<Record<string, string>>): InputSlot[] {
  const slots: InputSlot[] = [];
  const seen = new Set<string>();

  function walk(
    input: GraphQLArgument | GraphQLInputField,
    path: readonly string[],
    above: readonly string[],
    add: (path: readonly string[], type: GraphQLInputType) => void,
  ): void {
    const type = getNamedType(input.type);
    if (!isInputObjectType(type)) return add(path, input.type);
    if (above.includes(type.name)) return;
    for (const field of Object.values(type.getFields())) {
      const key = `${type.name}.${field.name}`;
      if (/Filter|Condition/.test(type.name) && seen.has(key)) continue;
      seen.add(key);
      walk(field, [...path, field.name], [...above, type.name], add);
    }
  }

  for (const root of [schema.getQueryType()!, schema.getMutationType()!]) {
    for (const field of Object.values(root.getFields())) {
      const isMutation = root.name === 'Mutation';
      const addAll = (owner: typeof field, place: string, wrap: (inner: string) => string) => {
        for (const argument of owner.args) {
          walk(argument, [argument.name], [], (path, type) => {
            const needed = owner.args.filter((each) => each === argument || isRequiredArgument(each));
            const declared = needed.map(({ name, type: each }) => `$${name}: ${String(each)}`).join(', ');
            const passed = needed.map(({ name }) => `${name}: $${name}`).join(', ');
            slots.push({
              place: `${place}(${path.join('.')})`,
              isMutation,
              type: getNamedType(type).name,
              document: `${root.name.toLowerCase()} (${declared}) { ${wrap(`${owner.name}(${passed})${selectionOf(owner.type)}`)} }`,
              variables: (value) =>
                Object.fromEntries(
                  needed.map((each) => [
                    each.name,
                    sample(each.type, known, each === argument ? path.slice(1) : undefined, value, []),
                  ]),
                ),
              fits: (value) => {
                let fits = true;
                const given = sample(argument.type, known, path.slice(1), value, []);
                coerceInputValue(given, argument.type, () => (fits = false));
                return fits;
              },
            });
          });
        }
      };
      addAll(field, `${root.name}.${field.name}`, (inner) => inner);
      const target = getNamedType(field.type);
      const slug = slugs[field.name];
      if (isMutation || slug === undefined || !isObjectType(target)) continue;
      for (const inner of Object.values(target.getFields()))
        addAll(inner, `${target.name}.${inner.name}`, (text) => `${field.name}(slug: "${slug}") { ${text} }`);
    }
  }
  return slots;
}

function selectionOf(type: Parameters<typeof getNamedType>[0]): string {
  const named = getNamedType(type)!;
  if (isLeaf(named as never)) return '';
  if (!isObjectType(named) || !named.name.endsWith('Connection')) return ' { __typename }';
  return named.getFields().totalCount ? ' { totalCount edges { cursor } }' : ' { edges { cursor } }';
}

/** The smallest value of a type; along the path, with the hostile value at its end. */
function sample(
  type: GraphQLInputType,
  known: Known,
  path: readonly string[] | undefined,
  value: unknown,
  above: readonly string[],
): unknown {
  const bare = getNullableType(type);
  if (isListType(bare)) return [sample(bare.ofType as GraphQLInputType, known, path, value, above)];
  if (isInputObjectType(bare)) {
    const [next, ...rest] = path ?? [];
    const fields = Object.values(bare.getFields()).filter(
      (field) => field.name === next || isRequiredInputField(field),
    );
    return Object.fromEntries(
      fields.map((field) => [
        field.name,
        sample(field.type, known, field.name === next ? rest : undefined, value, [...above, bare.name]),
      ]),
    );
  }
  if (path) return value;
  if (isEnumType(bare)) return bare.getValues()[0]!.name;
  const samples: Record<string, unknown> = {
    ID: known.id,
    Int: 1,
    Float: 1,
    Boolean: true,
    LocalDate: '2026-01-01',
    DateTimeISO: '2026-01-01T00:00:00Z',
  };
  return samples[bare.name] ?? known.slug;
}
