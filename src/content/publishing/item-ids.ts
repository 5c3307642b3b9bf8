import { randomBytes } from 'node:crypto';
import { contentFieldsOf } from './content-fields';

/** Gives every item that has no id one, in place: ten characters, random, so that two editors never make the same. */
export function assignItemIds(part: Function, content: object): void {
  const record = content as Record<string, unknown>;
  for (const field of contentFieldsOf(part)) {
    const value = record[field.name];
    if (field.name === 'id' && (value === undefined || value === null)) record.id = newItemId();
    if (!field.part || value === undefined || value === null) continue;
    const entries = field.list ? value : [value];
    if (!Array.isArray(entries)) continue;
    for (const entry of entries) if (typeof entry === 'object' && entry !== null) assignItemIds(field.part(), entry);
  }
}

const newItemId = (): string => randomBytes(5).toString('hex');
