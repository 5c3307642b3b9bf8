import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Somebody at an OpenID provider whose account here was erased: tokens from before are still good there, and not here. */
@Entity()
export class ErasedIdentity {
  /** SHA-256 of issuer and subject. */
  @PrimaryColumn('bytea')
  identityHash!: Buffer;

  @Column('timestamptz')
  erasedAt!: Date;
}
