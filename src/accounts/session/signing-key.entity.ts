import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { SigningKeyPurpose } from './signing-key-purpose';

/** A key that signs access tokens or receipts. It lives in the schema of secrets; the public half leaves by /.well-known/jwks.json. */
@Entity({ schema: 'vault' })
@Index('signing_key_current_key', { synchronize: false })
@Check('signing_key_purpose_check', `purpose IN ('ACCESS', 'RECEIPT')`)
@Check('signing_key_private_check', '(private_jwk IS NULL) = (retired_at IS NOT NULL)')
export class SigningKey {
  /** RFC 7638 thumbprint of the public key. */
  @PrimaryColumn('text')
  kid!: string;

  @Column('text')
  purpose!: SigningKeyPurpose;

  @Column('jsonb')
  publicJwk!: object;

  /** Null once it is retired: it is to sign nothing any more, whoever gets hold of the database. */
  @Column('jsonb', { nullable: true })
  privateJwk!: object | null;

  @Column('timestamptz', { default: () => 'now()' })
  createdAt!: Date;

  /**
   * From then on it signs nothing; null for the one of its purpose that signs. What it signed stays good: access tokens until
   * they expire, receipts for ever, and the database refuses to delete the key of a receipt.
   */
  @Column('timestamptz', { nullable: true })
  retiredAt!: Date | null;
}
