import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A person. Somebody whom only the OpenID provider knows has no password here, and maybe no email address. */
@Entity()
@Index('user_account_email_key', { synchronize: false })
@Index('user_account_created_at_idx', ['createdAt', 'id'])
@Check('user_account_email_check', 'length(email) BETWEEN 3 AND 254')
@Check('user_account_display_name_check', 'length(display_name) BETWEEN 1 AND 80')
@Check(
  'user_account_erased_check',
  'erased_at IS NULL OR (email IS NULL AND password_hash IS NULL AND disabled_at IS NOT NULL)',
)
export class UserAccount {
  @PrimaryColumn('uuid')
  id!: string;

  /** As it was typed; unique whatever the case of its letters. */
  @Column('text', { nullable: true })
  email!: string | null;

  @Column('text')
  displayName!: string;

  /** An argon2id hash in PHC form, null for who can't sign in by a password. */
  @Column('text', { nullable: true })
  passwordHash!: string | null;

  @Column('timestamptz', { default: () => 'now()' })
  createdAt!: Date;

  /** From then on none of the user's tokens is accepted. */
  @Column('timestamptz', { nullable: true })
  disabledAt!: Date | null;

  /** When the person had the account erased: the row stays for what names its id, with nothing personal in it. */
  @Column('timestamptz', { nullable: true })
  erasedAt!: Date | null;
}
