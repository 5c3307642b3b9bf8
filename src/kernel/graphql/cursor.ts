import { badInput } from '../errors/errors';

/** The values that place a row in its order: the sort key, then what makes it unique. */
export type CursorValues = readonly (string | number | null)[];

/** An opaque cursor. `order` names the order that it belongs to, so that a cursor of another order is refused. */
export function encodeCursor(order: string, values: CursorValues): string {
  return Buffer.from(JSON.stringify([order, ...values]), 'utf8').toString('base64url');
}

/** Reads a cursor of this order with `length` values; anything else is BAD_USER_INPUT at the argument. */
export function decodeCursor(
  cursor: string,
  order: string,
  length: number,
  argument: 'after' | 'before',
): CursorValues {
  const parsed = cursor.length <= 4_000 ? parse(cursor) : undefined;
  const fits =
    Array.isArray(parsed) &&
    parsed.length === length + 1 &&
    parsed[0] === order &&
    parsed
      .slice(1)
      .every(
        (value) => value === null || typeof value === 'number' || (typeof value === 'string' && isStorable(value)),
      );
  if (!fits) {
    throw badInput(
      `/${argument}`,
      'cursor',
      `This is not a cursor of this list in this order: pass an endCursor or startCursor of the same field with the same orderBy.`,
    );
  }
  return parsed.slice(1) as CursorValues;
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}

/** PostgreSQL can't hold NUL or half of a surrogate pair in text. */
function isStorable(text: string): boolean {
  return !text.includes('\u0000') && text.isWellFormed();
}
