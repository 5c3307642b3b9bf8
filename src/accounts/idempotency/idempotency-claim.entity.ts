import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/**
 * A mutation that was done under an Idempotency-Key, and what it answered. In the vault, since an editor's answer may
 * hold the secret half of a question.
 */
@Entity({ schema: 'vault' })
@Index('idempotency_claim_created_at_idx', ['createdAt'])
export class IdempotencyClaim {
  /** Whose key it is: `user:<id>`, `token:<user id>:<hash>`, `token:<hash>` or `address:<hash>`. */
  @PrimaryColumn('text')
  caller!: string;

  /** As the header said it. */
  @PrimaryColumn('text')
  key!: string;

  /** A hash of operation and variables. */
  @Column('bytea')
  bodyHash!: Buffer;

  /** The request that did it, as in the audit log. */
  @Column('text')
  requestId!: string;

  @Column('timestamptz', { default: () => 'clock_timestamp()' })
  createdAt!: Date;

  /** The GraphQL answer; null until it is known. As json, which keeps the order of fields. */
  @Column('json', { nullable: true })
  answer!: object | null;
}
