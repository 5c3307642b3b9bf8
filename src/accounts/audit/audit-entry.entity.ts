import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/**
 * Who did what to what, from where. Rows are only ever added: the database refuses anything else, but that where an erased
 * account acted from is emptied. So nothing personal belongs into the other columns.
 */
@Entity()
@Index('audit_entry_document_idx', ['documentId', 'id'])
@Index('audit_entry_actor_idx', ['actorId', 'id'])
export class AuditEntry {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'audit_entry_pk',
  })
  id!: string;

  @Column('timestamptz', { default: () => 'clock_timestamp()' })
  at!: Date;

  /** The mutation's name, such as publish; or what a job did for the actor. */
  @Column('text')
  action!: string;

  /** The user's key. No foreign key: the entry outlives the account. */
  @Column('uuid', { nullable: true })
  actorId!: string | null;

  @Column('uuid', { nullable: true })
  documentId!: string | null;

  @Column('uuid', { nullable: true })
  editionId!: string | null;

  /** The global id of what else it was done to, such as a release. */
  @Column('text', { nullable: true })
  subjectId!: string | null;

  /** What exactly, where the action alone does not tell: the role that was granted. Never who somebody is. */
  @Column('text', { nullable: true })
  detail!: string | null;

  @Column('text')
  address!: string;

  @Column('text')
  requestId!: string;
}
