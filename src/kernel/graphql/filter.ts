import { type ClassType, Field, InputType, Int } from 'type-graphql';
import sql, { empty, join, raw, type Sql } from 'sql-template-tag';
import { badInput } from '../errors/errors';
import { pointerTo } from '../errors/problem';

/**
 * Typed filters. A module lists the fields that its public type shows and that an index serves; what is not listed can't
 * be filtered by, so a hidden column is no oracle. `null` counts as absent.
 */

const MAX_DEPTH = 8;
const MAX_VALUES = 100;
/** Longest text to look for within others, in characters: every row that is looked at is compared with all of it. */
const MAX_CONTAINED = 200;
/** Most conditions of a whole filter: the time to plan a statement grows faster than their number. */
const MAX_CONDITIONS = 200;

@InputType({
  description: 'Conditions on a text; all that are given must hold. Case matters for eq and in, not for contains.',
})
export class TextFilter {
  @Field(() => String, { nullable: true, description: 'Equal to this text.' })
  eq?: string | null;

  @Field(() => [String], { nullable: true, description: `Equal to one of these texts (${MAX_VALUES} at most).` })
  in?: string[] | null;

  @Field(() => String, {
    nullable: true,
    description: `Contains this text (${MAX_CONTAINED} characters at most), upper and lower case alike.`,
  })
  contains?: string | null;
}

@InputType({ description: 'Conditions on a whole number; all that are given must hold.' })
export class IntegerFilter {
  @Field(() => Int, { nullable: true, description: 'Equal to this number.' })
  eq?: number | null;

  @Field(() => [Int], { nullable: true, description: `Equal to one of these numbers (${MAX_VALUES} at most).` })
  in?: number[] | null;

  @Field(() => Int, { nullable: true, description: 'At least this number.' })
  gte?: number | null;

  @Field(() => Int, { nullable: true, description: 'At most this number.' })
  lte?: number | null;
}

/** What a condition is compiled for: the row's alias, and the relation (document_id, edition_id) that is visible. */
export interface FilterScope {
  readonly alias: string;
  /** The id of the row's document, as the column that is best found by. */
  readonly documentId: Sql;
  readonly visible: Sql;
  readonly depth: number;
  readonly pointer: string;
  /** How many filters of the whole were compiled so far; all scopes of one filter share it. */
  readonly compiled: { count: number };
}

export interface FilterField {
  readonly description: string;
  readonly type: () => ClassType | object;
  compile(value: object, column: string, scope: FilterScope): Sql[];
}

/** A filter type with its compiler. */
export interface FilterDefinition {
  readonly input: ClassType;
  /** The names that it filters by, for the check that each is a public field. */
  readonly fields: readonly string[];
  /** A condition over `scope.alias`, or `true` when nothing is asked. */
  compile(value: object | null | undefined, scope: FilterScope): Sql;
  readonly table: string;
}

const columnOf = (alias: string, column: string): Sql => raw(`${alias}."${column}"`);

function requireText(value: string, pointer: string): string {
  if (value.includes('\u0000') || !value.isWellFormed()) {
    throw badInput(pointer, 'text', 'This text holds a NUL or half of a surrogate pair: remove it.');
  }
  return value;
}

function requireShort(value: string, pointer: string): string {
  if (value.length > MAX_CONTAINED)
    throw badInput(
      pointer,
      'length',
      `A text of at most ${MAX_CONTAINED} characters can be looked for, not of ${value.length}.`,
    );
  return requireText(value, pointer);
}

function requireFew<T>(values: T[], pointer: string): T[] {
  if (values.length > MAX_VALUES)
    throw badInput(pointer, 'range', `At most ${MAX_VALUES} values can be listed, not ${values.length}.`);
  return values;
}

const likePattern = (text: string): string => `%${text.replace(/[\\%_]/g, '\\$&')}%`;

/** Filters a text column. */
export function textField(description: string): FilterField {
  return {
    description,
    type: () => TextFilter,
    compile: (value: TextFilter, column, { alias, pointer }) => textConditions(value, columnOf(alias, column), pointer),
  };
}

/** The conditions of a TextFilter on any SQL text. */
export function textConditions(value: TextFilter, target: Sql, pointer: string): Sql[] {
  const conditions: Sql[] = [];
  if (value.eq != null) conditions.push(sql`${target} = ${requireText(value.eq, `${pointer}/eq`)}`);
  if (value.in != null) {
    const values = requireFew(value.in, `${pointer}/in`).map((text, index) =>
      requireText(text, `${pointer}/in/${index}`),
    );
    conditions.push(sql`${target} = ANY(${values}::text[])`);
  }
  if (value.contains != null)
    conditions.push(sql`${target} ILIKE ${likePattern(requireShort(value.contains, `${pointer}/contains`))}`);
  return conditions;
}

/** Filters an integer column. */
export function integerField(description: string): FilterField {
  return {
    description,
    type: () => IntegerFilter,
    compile(value: IntegerFilter, column, { alias, pointer }) {
      const target = columnOf(alias, column);
      const conditions: Sql[] = [];
      if (value.eq != null) conditions.push(sql`${target} = ${value.eq}::int`);
      if (value.in != null) conditions.push(sql`${target} = ANY(${requireFew(value.in, `${pointer}/in`)}::int[])`);
      if (value.gte != null) conditions.push(sql`${target} >= ${value.gte}::int`);
      if (value.lte != null) conditions.push(sql`${target} <= ${value.lte}::int`);
      return conditions;
    },
  };
}

/** Filters a column that holds one of an enum's values. `name` is the enum's GraphQL name. */
export function enumField(name: string, enumeration: () => object, description: string): FilterField {
  @InputType(`${name}Filter`, { description: `Conditions on a ${name}; all that are given must hold.` })
  class EnumFilter {
    @Field(() => enumeration() as never, { nullable: true, description: 'Equal to this value.' })
    eq?: string | null;

    @Field(() => [enumeration() as never], { nullable: true, description: 'Equal to one of these values.' })
    in?: string[] | null;
  }
  return {
    description,
    type: () => EnumFilter,
    compile(value: EnumFilter, column, { alias }) {
      const target = columnOf(alias, column);
      const conditions: Sql[] = [];
      if (value.eq != null) conditions.push(sql`${target} = ${value.eq}`);
      if (value.in != null) conditions.push(sql`${target} = ANY(${value.in}::text[])`);
      return conditions;
    },
  };
}

/**
 * Makes the filter input of a type.
 * @param name the input's GraphQL name
 * @param table the type's table, one row an edition
 * @param fields what may be filtered by; the key is the GraphQL field, its snake_case form the column
 */
export function defineFilter(name: string, table: string, fields: Record<string, FilterField>): FilterDefinition {
  class Filter {}
  Object.defineProperty(Filter, 'name', { value: name });
  InputType(name, {
    description: 'Conditions; all that are given must hold. An empty filter lets everything through.',
  })(Filter);
  const describe = (key: string, type: () => unknown, description: string) =>
    Field(type as never, { nullable: true, description })(Filter.prototype, key);
  describe('and', () => [Filter], 'All of these must hold.');
  describe('or', () => [Filter], 'At least one of these must hold; an empty list lets nothing through.');
  describe('not', () => Filter, 'This must not hold.');
  for (const [key, field] of Object.entries(fields)) describe(key, field.type, field.description);

  const compile = (value: object | null | undefined, scope: FilterScope): Sql => {
    if (scope.depth > MAX_DEPTH)
      throw badInput(scope.pointer, 'depth', `Filters can be nested ${MAX_DEPTH} deep at most.`);
    if (value == null) return sql`true`;
    scope.compiled.count += 1;
    if (scope.compiled.count > MAX_CONDITIONS)
      throw badInput(
        scope.pointer,
        'range',
        `A filter can hold ${MAX_CONDITIONS} conditions at most, all levels together.`,
      );
    const conditions: Sql[] = [];
    const within = (step: string | number) => ({ ...scope, pointer: pointerTo(scope.pointer, step) });
    for (const [key, part] of Object.entries(value)) {
      if (part == null) continue;
      const at = within(key);
      const deeper = { ...at, depth: at.depth + 1 };
      if (key === 'and' || key === 'or') {
        const parts = requireFew(part as object[], at.pointer).map((each, index) =>
          compile(each, { ...deeper, pointer: `${at.pointer}/${index}` }),
        );
        if (parts.length > 0) conditions.push(sql`(${join(parts, key === 'and' ? ' AND ' : ' OR ')})`);
        else if (key === 'or') conditions.push(sql`false`);
      } else if (key === 'not') {
        // Not NOT: what is absent in a row is not equal to anything, so the opposite holds for that row.
        conditions.push(sql`(${compile(part as object, deeper)}) IS NOT TRUE`);
      } else conditions.push(...(fields[key]?.compile(part as object, snakeCase(key), at) ?? [empty]));
    }
    return conditions.length > 0 ? sql`(${join(conditions, ' AND ')})` : sql`true`;
  };
  return { input: Filter, fields: Object.keys(fields), compile, table };
}

const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
