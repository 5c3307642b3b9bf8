import { GraphQLJSON } from 'graphql-scalars';
import { IsString } from 'class-validator';
import { Field, InputType, ObjectType } from 'type-graphql';
import { DateTime } from '../../kernel/graphql/scalars';

const token = 'The token that startAttempt or recordProgress gave.';

@InputType({ description: 'Whose data is copied: of who holds the token.' })
export class ExportAnonymousDataInput {
  @IsString()
  @Field({ description: token })
  attemptToken!: string;
}

@InputType({ description: 'Whose data is erased: of who holds the token.' })
export class EraseAnonymousDataInput {
  @IsString()
  @Field({ description: token })
  attemptToken!: string;
}

@ObjectType({ description: 'All that is kept under a token.', simpleResolvers: true })
export class ExportAnonymousDataPayload {
  @Field(() => GraphQLJSON, {
    description:
      'An object as exportMyData answers it, with those of its parts that learners without an account have: `learners`, `attempts`, `receipts`, `progress`.',
  })
  data!: object;
}

@ObjectType({ description: 'What the erasure came to.', simpleResolvers: true })
export class EraseAnonymousDataPayload {
  @Field(() => DateTime, { description: 'Since when there is nothing left, and the token opens nothing.' })
  erasedAt!: Date;
}
