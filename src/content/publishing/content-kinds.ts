import { addDocumentKind, DocumentKind } from '../../kernel/graphql/document-kind';
import type { ContentKind } from './content-kind';
import type { ContentNode } from './content-node';
import { addItemKind } from './item-kind';

export { DocumentKind };

const kinds = new Map<string, ContentKind>();

/** Defines a kind of content and makes it known by its key. */
export function defineKind<N extends ContentNode, C extends object>(kind: ContentKind<N, C>): ContentKind<N, C> {
  if (kinds.has(kind.kind)) throw new Error(`The kind ${kind.kind} is defined twice`);
  kinds.set(kind.kind, kind as unknown as ContentKind);
  addDocumentKind(kind.kind, `Documents of the kind ${kind.description}.`);
  for (const list of kind.recordable ?? []) addItemKind(list.kind, list.description);
  return kind;
}

/** The kind with this key; an unknown key is a fault of ours. */
export function kindOf(key: string): ContentKind {
  const kind = kinds.get(key);
  if (!kind) throw new Error(`There is no kind ${key}`);
  return kind;
}

/** Every kind, in the order of definition: leaf first. */
export function allKinds(): ContentKind[] {
  return [...kinds.values()];
}
