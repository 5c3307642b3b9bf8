import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { Session } from './session.entity';

/** A refresh token of a session, as a hash. The used ones stay as long as their session, to be recognised when they come back. */
@Entity()
@ForeignKey(() => Session, ['userId', 'sessionId'], ['userId', 'id'], {
  name: 'refresh_token_session_fk',
  onDelete: 'CASCADE',
})
export class RefreshToken {
  @PrimaryColumn('uuid')
  userId!: string;

  @PrimaryColumn('uuid')
  sessionId!: string;

  @PrimaryColumn('bytea')
  tokenHash!: Buffer;

  @Column('timestamptz', { default: () => 'now()' })
  createdAt!: Date;

  /** Null for the one that is good. */
  @Column('timestamptz', { nullable: true })
  usedAt!: Date | null;
}
