import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { UserAccount } from '../user/user-account.entity';

/** A token that opens one perspective for reading, for a short time. Stored as a hash. */
@Entity()
@Index('preview_token_expires_at_idx', ['expiresAt', 'id'])
@Check('preview_token_perspective_check', 'length(perspective) BETWEEN 1 AND 200')
export class PreviewToken {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('bytea')
  tokenHash!: Buffer;

  /** As the header x-perspective must name it. */
  @Column('text')
  perspective!: string;

  /** It opens no more than this user may read at the time. */
  @Index('preview_token_created_by_idx')
  @Column('uuid')
  createdById!: string;

  @ManyToOne(() => UserAccount, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'created_by_id' })
  createdBy!: Relation<UserAccount>;

  @Column('timestamptz', { default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz')
  expiresAt!: Date;

  @Column('timestamptz', { nullable: true })
  revokedAt!: Date | null;
}
