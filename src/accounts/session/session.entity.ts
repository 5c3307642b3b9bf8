import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { UserAccount } from '../user/user-account.entity';

/** One sign-in on one device: a family of refresh tokens, of which the latest is good. */
@Entity()
export class Session {
  @PrimaryColumn('uuid')
  userId!: string;

  @ManyToOne(() => UserAccount, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id' })
  user!: Relation<UserAccount>;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('timestamptz', { default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz', { default: () => 'now()' })
  lastUsedAt!: Date;

  /** Moves on with each use. */
  @Column('timestamptz')
  expiresAt!: Date;

  /** Signed out, ended by a change of the password, or because an old refresh token came back. */
  @Column('timestamptz', { nullable: true })
  endedAt!: Date | null;

  /** Where it was last used from. */
  @Column('text')
  address!: string;

  @Column('text')
  userAgent!: string;
}
