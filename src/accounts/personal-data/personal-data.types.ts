import { IsOptional, IsString, MaxLength } from 'class-validator';
import { GraphQLJSON } from 'graphql-scalars';
import { Field, InputType, ObjectType } from 'type-graphql';
import { DateTime } from '../../kernel/graphql/scalars';
import { GivenPassword } from '../account-rules';

/** What somebody without a password types instead of it. */
export const CONFIRMATION = 'Erase my account';

@InputType({ description: 'The proof that you want it: one of the two.' })
export class EraseMyDataInput {
  @IsOptional()
  @GivenPassword()
  @Field(() => String, { nullable: true, description: 'Your password, if you have one.' })
  password?: string | null;

  @IsOptional()
  @IsString()
  @MaxLength(100)
  @Field(() => String, {
    nullable: true,
    description: `The words \`${CONFIRMATION}\`, if you sign in at the OpenID provider and have no password here.`,
  })
  confirmation?: string | null;
}

@ObjectType({ description: 'All that is kept about you.', simpleResolvers: true })
export class ExportMyDataPayload {
  @Field(() => GraphQLJSON, {
    description:
      'An object with `version`, the number of its shape, `exportedAt`, and one entry for each part, such as `account` and `sessions`. The documentation describes each.',
  })
  data!: object;
}

@ObjectType({ description: 'What the erasure came to.', simpleResolvers: true })
export class EraseMyDataPayload {
  @Field(() => DateTime, { description: 'Since when there is nothing personal left of your account.' })
  erasedAt!: Date;
}
