import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A key that signs access tokens. It lives in the schema of secrets; the public half leaves by /.well-known/jwks.json. */
@Entity({ schema: 'vault' })
@Index('signing_key_current_key', { synchronize: false })
export class SigningKey {
  /** RFC 7638 thumbprint of the public key. */
  @PrimaryColumn('text')
  kid!: string;

  @Column('jsonb')
  publicJwk!: object;

  @Column('jsonb')
  privateJwk!: object;

  @Column('timestamptz', { default: () => 'now()' })
  createdAt!: Date;

  /** From then on it signs nothing; what it signed stays good until it expires. Null for the one that signs. */
  @Column('timestamptz', { nullable: true })
  retiredAt!: Date | null;
}
