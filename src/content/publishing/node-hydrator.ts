import type { DataSource } from 'typeorm';
import { makeHydrator } from '../../kernel/database/hydrate';
import { toGlobalId } from '../../kernel/graphql/global-id';
import type { ContentKind } from './content-kind';
import { type ContentNode, withItemIds } from './content-node';

/** Makes the node of a kind from a row of its table and the slug of its document: with global ids, for it and for its items. */
export function makeNodeHydrator<N extends ContentNode>(
  dataSource: DataSource,
  kind: ContentKind<N>,
): (row: Record<string, unknown>) => N {
  const toNode = makeHydrator(dataSource, kind.node);
  return (row) => {
    const node = toNode(row) as N & Record<string, unknown>;
    const record = node as Record<string, unknown>;
    for (const [property, value] of Object.entries(record)) {
      if (Array.isArray(value)) record[property] = withItemIds(value, node.documentId);
    }
    node.id = toGlobalId(kind.node.name, node.documentId);
    node.slug = row.slug as string;
    return node;
  };
}
