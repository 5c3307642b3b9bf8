import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { allRoles } from '../role';
import { UserAccount } from './user-account.entity';

/** One role of one user. */
@Entity()
@Index('role_grant_role_idx', { synchronize: false })
@Check('role_grant_role_check', `role IN (${allRoles.map((role) => `'${role}'`).join(', ')})`)
export class RoleGrant {
  @PrimaryColumn('uuid')
  userId!: string;

  @ManyToOne(() => UserAccount, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id' })
  user!: Relation<UserAccount>;

  @PrimaryColumn('text')
  role!: string;

  @Column('timestamptz', { default: () => 'now()' })
  grantedAt!: Date;

  /** The admin who granted it, null when it came with the account. No foreign key: it is said also after that account is gone. */
  @Column('uuid', { nullable: true })
  grantedById!: string | null;
}
