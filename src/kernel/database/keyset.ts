import sql, { join, raw, type Sql } from 'sql-template-tag';
import { type CursorValues, decodeCursor } from '../graphql/cursor';
import type { Page } from '../graphql/page';
import { badInput } from '../errors/errors';
import { UUID } from './uuid';

/** A column that a list is sorted by, with the SQL type of its values in a cursor. Together the columns are unique. */
export interface SortColumn {
  readonly column: string;
  readonly type: 'text' | 'int' | 'bigint' | 'timestamptz' | 'uuid';
}

const readable: Record<SortColumn['type'], RegExp> = {
  text: /^[\s\S]*$/,
  int: /^-?\d{1,9}$/,
  bigint: /^-?\d{1,18}$/,
  timestamptz: /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?[+-]\d\d(:\d\d)?$/,
  uuid: UUID,
};

/** The condition that keeps rows strictly between the page's cursors: row comparison, so that an index serves it. */
export function keysetAfter(page: Page, order: string, columns: readonly SortColumn[], descending: boolean): Sql {
  const row = sql`(${join(columns.map(({ column }) => raw(column)))})`;
  const bound = (argument: 'after' | 'before', operator: '<' | '>'): Sql[] => {
    const cursor = page[argument];
    if (cursor === undefined) return [];
    const values: CursorValues = decodeCursor(cursor, order, columns.length, argument);
    const typed = columns.map(({ type }, index) => {
      const value = String(values[index]);
      if (!readable[type].test(value))
        throw badInput(`/${argument}`, 'cursor', 'This is not a cursor of this list: pass one as an answer gave it.');
      return sql`${value}::${raw(type)}`;
    });
    return [sql`${row} ${raw(operator)} (${join(typed)})`];
  };
  const conditions = [...bound('after', descending ? '<' : '>'), ...bound('before', descending ? '>' : '<')];
  return conditions.length > 0 ? join(conditions, ' AND ') : sql`true`;
}

/** ORDER BY over the columns, all in one direction. */
export function orderBy(columns: readonly SortColumn[], descending: boolean): Sql {
  const direction = descending ? ' DESC' : '';
  return raw(`ORDER BY ${columns.map(({ column }) => column + direction).join(', ')}`);
}
