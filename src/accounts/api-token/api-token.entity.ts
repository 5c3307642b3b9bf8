import { Field, ID, ObjectType } from 'type-graphql';
import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation, Unique } from 'typeorm';
import { DocumentKind } from '../../kernel/graphql/document-kind';
import { DateTime } from '../../kernel/graphql/scalars';
import { Role } from '../role';
import { UserAccount } from '../user/user-account.entity';

/** A token for a program: it may at most what its owner may. Stored as a hash. */
@Entity()
@ObjectType({ description: 'A token for a program of yours, without the token itself.' })
@Unique(['userId', 'tokenHash'])
@Index(['id'])
@Check('api_token_name_check', 'length(name) BETWEEN 1 AND 80')
export class ApiToken {
  @PrimaryColumn('uuid')
  userId!: string;

  @ManyToOne(() => UserAccount, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id' })
  user!: Relation<UserAccount>;

  @Field(() => ID, { description: 'The id of the token, which is not the token.' })
  @PrimaryColumn('uuid')
  id!: string;

  @Field({ simple: true, description: 'What it is for, in the words of its owner.' })
  @Column('text')
  name!: string;

  @Column('bytea')
  tokenHash!: Buffer;

  @Field({ simple: true, description: 'How the token begins, so that it can be recognised where it is used.' })
  @Column('text')
  prefix!: string;

  @Field(() => [Role], { simple: true, description: 'The roles that it may use, as long as its owner has them too.' })
  @Column('text', { array: true })
  roles!: Role[];

  @Field(() => [DocumentKind], {
    simple: true,
    nullable: true,
    description: 'The kinds of content that it may change; null for all kinds.',
  })
  @Column('text', { array: true, nullable: true })
  kinds!: string[] | null;

  @Field(() => DateTime, { simple: true, description: 'When it was made.' })
  @Column('timestamptz', { default: () => 'now()' })
  createdAt!: Date;

  @Field(() => DateTime, { simple: true, description: 'From then on it is refused.' })
  @Column('timestamptz')
  expiresAt!: Date;

  @Field(() => DateTime, { simple: true, nullable: true, description: 'When it was revoked; null while it was not.' })
  @Column('timestamptz', { nullable: true })
  revokedAt!: Date | null;

  @Field(() => DateTime, {
    simple: true,
    nullable: true,
    description: 'When it was last used, to the minute; null when it never was.',
  })
  @Column('timestamptz', { nullable: true })
  lastUsedAt!: Date | null;
}
