import type { ContentKind } from './content-kind';

/** An item of a content that progress can be recorded on. */
export interface RecordableItem {
  /** As the content has it, not the opaque one. */
  readonly itemId: string;
  /** As in GraphQL's ItemKind. */
  readonly kind: string;
  /** What people know it by. */
  readonly label: string;
}

/** Every item of a content that progress can be recorded on, in the order of the kind's lists. A draft's items may lack ids. */
export function recordableItems({ recordable = [] }: ContentKind, content: object): RecordableItem[] {
  return recordable.flatMap(({ kind, path, label }) =>
    path
      .reduce<Record<string, unknown>[]>(
        (parts, name) => parts.flatMap((part) => (part[name] ?? []) as Record<string, unknown>[]),
        [content as Record<string, unknown>],
      )
      .filter((item) => item.id !== undefined)
      .map((item) => ({ itemId: String(item.id), kind, label: String(item[label]) })),
  );
}
