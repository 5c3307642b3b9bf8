import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { UserAccount } from '../../accounts/user/user-account.entity';

/**
 * Who learns: a user, or somebody whom we know by nothing but a token. All that people do while learning hangs on such a row,
 * so that claiming what was done without an account moves it and loses nothing, and erasing a learner takes all of it along.
 */
@Entity()
@Unique('learner_user_id_key', ['userId'])
@Index('learner_claimed_by_idx', ['claimedById'])
@ForeignKey(() => UserAccount, ['userId'], ['id'], { name: 'learner_user_fk', onDelete: 'CASCADE' })
@ForeignKey(() => Learner, ['claimedById'], ['id'], { name: 'learner_claimed_by_fk', onDelete: 'CASCADE' })
@Check('learner_identity_check', '(user_id IS NULL) <> (token_hash IS NULL)')
@Check('learner_user_check', 'user_id = id')
@Check(
  'learner_claim_check',
  '(claimed_by_id IS NULL) = (claimed_at IS NULL) AND (claimed_by_id IS NULL OR token_hash IS NOT NULL)',
)
export class Learner {
  /** The user's own key, or a random one for the holder of a token. */
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'learner_pk' })
  id!: string;

  @Column('uuid', { nullable: true })
  userId!: string | null;

  /** The token itself is with its holder alone. */
  @Column('bytea', { nullable: true })
  tokenHash!: Buffer | null;

  @Column('timestamptz', { default: () => 'clock_timestamp()' })
  createdAt!: Date;

  /** Whose it is now: from then on the token opens nothing. */
  @Column('uuid', { nullable: true })
  claimedById!: string | null;

  @Column('timestamptz', { nullable: true })
  claimedAt!: Date | null;
}
