import { registerEnumType } from 'type-graphql';

/** GraphQL's DocumentKind: the keys of all kinds of content. Modules of content add theirs; others only speak of kinds. */
export const DocumentKind: Record<string, string> = {};
const descriptions: Record<string, { description: string }> = {};

registerEnumType(DocumentKind, {
  name: 'DocumentKind',
  description: 'The kinds of content.',
  valuesConfig: descriptions,
});

/** Adds a kind; before the schema is built. */
export function addDocumentKind(key: string, description: string): void {
  DocumentKind[key] = key;
  descriptions[key] = { description };
}
