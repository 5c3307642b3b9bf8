import { Field, ObjectType } from 'type-graphql';
import { ProgressType } from './progress.types';

@ObjectType({ description: 'What recording progress came to.', simpleResolvers: true })
export class RecordProgressPayload {
  @Field(() => ProgressType, { description: 'The progress on the item as it is now.' })
  progress!: ProgressType;

  @Field(() => String, {
    nullable: true,
    description:
      'The secret that opens what you do without an account, shown this once: keep it on the device, startAttempt takes it too. Null for a signed-in caller, and when a token was given.',
  })
  attemptToken!: string | null;
}
