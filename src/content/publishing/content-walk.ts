import { pointerTo } from '../../kernel/errors/problem';
import { type ContentField, contentFieldsOf } from './content-fields';

/** One value of a content class: an entry of a list of texts or references is visited by itself. */
export interface ContentValue {
  readonly field: ContentField;
  readonly value: unknown;
  readonly pointer: string;
  /** Puts another value in this place. */
  readonly replace: (value: unknown) => void;
}

/**
 * Visits every simple value of a content, nested parts included, in the order of the class. What should be a list and
 * is none has no entries to visit.
 */
export function walkContent(part: Function, content: object, visit: (value: ContentValue) => void, pointer = ''): void {
  const record = content as Record<string, unknown>;
  for (const field of contentFieldsOf(part)) {
    const value = record[field.name];
    const at = pointerTo(pointer, field.name);
    if (value === undefined || value === null) continue;
    const list = Array.isArray(value) ? (value as unknown[]) : [];
    const entries = field.list ? list : [value];
    entries.forEach((entry, index) => {
      const place = field.list ? pointerTo(at, index) : at;
      if (field.part) walkContent(field.part(), entry as object, visit, place);
      else {
        const replace = (other: unknown) => {
          if (field.list) entries[index] = other;
          else record[field.name] = other;
        };
        visit({ field, value: entry, pointer: place, replace });
      }
    });
  }
}

/** A deep copy as plain JSON data, absent fields left out. */
export function toPlainContent(content: object): Record<string, unknown> {
  return JSON.parse(JSON.stringify(content)) as Record<string, unknown>;
}

/** Every reference that a content makes: the kind, what it says (a slug, or an id once stored), and where. */
export function referencesOf(
  part: Function,
  content: object,
): { kind: string; target: string; mayBeGone: boolean; pointer: string; replace: (id: string) => void }[] {
  const found: ReturnType<typeof referencesOf> = [];
  walkContent(part, content, ({ field, value, pointer, replace }) => {
    const { reference: kind, mayBeGone = false } = field;
    if (kind) found.push({ kind, target: String(value), mayBeGone, pointer, replace });
  });
  return found;
}
