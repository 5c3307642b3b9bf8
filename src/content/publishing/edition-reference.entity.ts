import { Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Document } from './document.entity';
import { Edition } from './edition.entity';

/** An edition refers to a document: every reference of every kind, for "what refers to this" and for the publish plan. */
@Entity()
export class EditionReference {
  @PrimaryColumn('uuid')
  editionId!: string;

  @ManyToOne(() => Edition, { nullable: false })
  @JoinColumn({ name: 'edition_id' })
  edition!: Relation<Edition>;

  @Index('edition_reference_target_idx')
  @PrimaryColumn('uuid')
  targetId!: string;

  @ManyToOne(() => Document, { nullable: false })
  @JoinColumn({ name: 'target_id' })
  target!: Relation<Document>;

  /** Where in the content: a JSON pointer. */
  @PrimaryColumn('text')
  pointer!: string;
}
