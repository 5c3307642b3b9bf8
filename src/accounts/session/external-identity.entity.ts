import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { UserAccount } from '../user/user-account.entity';

/** Which of our users somebody at an OpenID provider is. */
@Entity()
export class ExternalIdentity {
  @PrimaryColumn('text')
  issuer!: string;

  @PrimaryColumn('text')
  subject!: string;

  @Index('external_identity_user_idx')
  @Column('uuid')
  userId!: string;

  @ManyToOne(() => UserAccount, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id' })
  user!: Relation<UserAccount>;

  @Column('timestamptz', { default: () => 'now()' })
  createdAt!: Date;
}
