import { Column, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Field, InterfaceType } from 'type-graphql';
import { Node } from '../../kernel/graphql/node';
import { UUID } from '../../kernel/database/uuid';
import { parseGlobalId, toGlobalId } from '../../kernel/graphql/global-id';
import { Edition } from './edition.entity';

/**
 * The base of every content type: one row an edition, read through a perspective.
 * A subclass is the TypeORM entity and the GraphQL object in one; a column without @Field stays private.
 */
@InterfaceType('Content', {
  description: 'A piece of content, as the perspective of the request shows it.',
  implements: Node,
})
export abstract class ContentNode extends Node {
  @PrimaryColumn('uuid')
  editionId!: string;

  @Column('uuid')
  documentId!: string;

  @ManyToOne(() => Edition, { nullable: false })
  @JoinColumn([
    { name: 'edition_id', referencedColumnName: 'id' },
    { name: 'document_id', referencedColumnName: 'documentId' },
  ])
  edition!: Relation<Edition>;

  @Field({
    description:
      'The readable address, unique among its kind: a-z, 0-9 and hyphens. It can change; an old one still finds the document.',
  })
  slug!: string;
}

/** The opaque id of an item inside a document, such as a learning step or a criterion. It stays across edits. */
export function itemGlobalId(documentId: string, itemId: string): string {
  return toGlobalId('Item', `${documentId}/${itemId}`);
}

/** The document and the item that such an id names, whether or not they exist; undefined for an id of anything else. */
export function parseItemGlobalId(id: string): { documentId: string; itemId: string } | undefined {
  const parsed = parseGlobalId(id);
  const [, documentId = '', itemId] = /^([^/]+)\/([^/]+)$/.exec(parsed?.key ?? '') ?? [];
  return parsed?.type === 'Item' && UUID.test(documentId) && itemId !== undefined ? { documentId, itemId } : undefined;
}

/** Gives every `{ id, … }` inside an owned list its opaque id; anything else stays as it is. */
export function withItemIds(value: unknown, documentId: string): unknown {
  if (Array.isArray(value)) return value.map((entry) => withItemIds(entry, documentId));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === 'id' && typeof inner === 'string' ? itemGlobalId(documentId, inner) : withItemIds(inner, documentId),
    ]),
  );
}
