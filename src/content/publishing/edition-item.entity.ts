import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Edition } from './edition.entity';

/**
 * An item of an edition that progress can be recorded on: the same as its content says, as a row, so that one statement tells
 * which items of many documents are there, were there, or would be gone.
 */
@Entity()
@ForeignKey(() => Edition, ['editionId', 'documentId'], ['id', 'documentId'], { name: 'edition_item_edition_fk' })
@Index('edition_item_document_idx', ['documentId', 'itemId'])
@Check('edition_item_check', 'position >= 0')
export class EditionItem {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'edition_item_pk' })
  editionId!: string;

  /** As the content has it, not the opaque one. */
  @PrimaryColumn('text', { primaryKeyConstraintName: 'edition_item_pk' })
  itemId!: string;

  @Column('uuid')
  documentId!: string;

  /** As in GraphQL's ItemKind. */
  @Column('text')
  kind!: string;

  /** 0, 1, 2 … over all items of the edition, list by list. */
  @Column('int')
  position!: number;

  /** What people know it by. */
  @Column('text')
  label!: string;
}
