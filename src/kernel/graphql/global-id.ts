import { badInput } from '../errors/errors';

/** What a global id names: a type and the key of one thing of that type. */
export interface GlobalId {
  readonly type: string;
  readonly key: string;
}

/** An opaque, URL-safe id that is unique over all types (Relay's Global Object Identification). */
export function toGlobalId(type: string, key: string): string {
  return Buffer.from(`${type}:${key}`, 'utf8').toString('base64url');
}

/** Reads a global id, or answers undefined for anything that toGlobalId could not have made. */
export function parseGlobalId(id: string): GlobalId | undefined {
  if (id.length > 400) return undefined;
  const text = Buffer.from(id, 'base64url').toString('utf8');
  const match = /^([A-Za-z][A-Za-z0-9]*):([\x21-\x7e]+)$/.exec(text);
  if (!match || toGlobalId(match[1]!, match[2]!) !== id) return undefined;
  return { type: match[1]!, key: match[2]! };
}

/** Reads a global id from an argument; a malformed one is BAD_USER_INPUT at `pointer`. */
export function requireGlobalId(id: string, pointer: string): GlobalId {
  const parsed = parseGlobalId(id);
  if (!parsed) throw badInput(pointer, 'id', 'This is not an id of this API: pass an `id` as an answer gave it.');
  return parsed;
}
