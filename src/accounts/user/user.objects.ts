import { Field, ID, ObjectType } from 'type-graphql';
import { plainConnection } from '../../kernel/graphql/connection';
import { DateTime } from '../../kernel/graphql/scalars';
import { Role } from '../role';

@ObjectType({ description: 'A person with an account, as admins see it.', simpleResolvers: true })
export class User {
  @Field(() => ID, { description: 'The id of the person, the same as Viewer.id.' })
  id!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The email address; null when the OpenID provider told none, and of an account that was erased.',
  })
  email!: string | null;

  @Field({ description: 'How the person is called.' })
  displayName!: string;

  @Field(() => [Role], { description: 'The roles that the person has.' })
  roles!: Role[];

  @Field(() => DateTime, { description: 'When the account was made.' })
  createdAt!: Date;

  @Field(() => DateTime, {
    nullable: true,
    description: 'Since when the account is closed; null while it may be used.',
  })
  disabledAt!: Date | null;
}

@ObjectType({ description: 'Who asks: the person whose token came with the request.' })
export class Viewer {
  @Field(() => ID, { simple: true, description: 'Your id, the same in every session.' })
  id!: string;

  @Field(() => String, {
    simple: true,
    nullable: true,
    description: 'Your email address; null when the OpenID provider told none.',
  })
  email!: string | null;

  @Field({ simple: true, description: 'How you are called.' })
  displayName!: string;

  @Field(() => [Role], {
    simple: true,
    description: 'The roles that you have; asked with an API token, those that the token may use.',
  })
  roles!: Role[];

  /** The key of the user, a UUID: what fields of other modules go by. */
  readonly userId!: string;
}

export const UserConnection = plainConnection(() => User, 'User', 'users');
