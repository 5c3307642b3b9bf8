import { ArrayMaxSize, ArrayMinSize } from 'class-validator';
import { Field, ID, InputType } from 'type-graphql';
import { DocumentKind } from '../../kernel/graphql/document-kind';
import { DateTime } from '../../kernel/graphql/scalars';
import { OneLine } from '../account-rules';
import { Role } from '../role';

@InputType({ description: 'What a new API token is for, and what it may.' })
export class CreateApiTokenInput {
  @OneLine(80)
  @Field({ description: 'What it is for, in up to 80 characters.' })
  name!: string;

  @ArrayMinSize(1, { message: 'A token needs at least one role.' })
  @ArrayMaxSize(20)
  @Field(() => [Role], { description: 'The roles that it may use: some of yours.' })
  roles!: Role[];

  @ArrayMinSize(1, { message: 'Name a kind, or leave kinds out for all of them.' })
  @ArrayMaxSize(100)
  @Field(() => [DocumentKind], {
    nullable: true,
    description: 'The kinds of content that it may change. All kinds when left out.',
  })
  kinds?: string[];

  @Field(() => DateTime, { description: 'From when on it is refused: at most 366 days from now.' })
  expiresAt!: Date;
}

@InputType({ description: 'Which API token to revoke.' })
export class RevokeApiTokenInput {
  @Field(() => ID, { description: 'The id of one of your tokens; admins may name those of others.' })
  id!: string;
}
