import { Column, Entity, JoinColumn, OneToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Edition } from './edition.entity';

/**
 * The secret half of an edition: the fields that its content class marks as secret, such as the key of a question.
 * It lives in a schema of its own that no reader touches: only the writer, the publish plan and grading do.
 */
@Entity({ schema: 'vault' })
export class AnswerKey {
  @PrimaryColumn('uuid')
  editionId!: string;

  @OneToOne(() => Edition, { nullable: false })
  @JoinColumn({ name: 'edition_id' })
  edition!: Relation<Edition>;

  @Column('jsonb')
  content!: object;
}
