import { registerEnumType } from 'type-graphql';

/** GraphQL's ItemKind: what learners record progress on. Kinds of content add theirs with their recordable lists. */
export const ItemKind: Record<string, string> = {};
const descriptions: Record<string, { description: string }> = {};

registerEnumType(ItemKind, {
  name: 'ItemKind',
  description: 'The kinds of items inside documents that progress is recorded on.',
  valuesConfig: descriptions,
});

/** Adds a kind of items; before the schema is built. */
export function addItemKind(key: string, description: string): void {
  ItemKind[key] = key;
  descriptions[key] = { description };
}
