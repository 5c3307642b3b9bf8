import { Field, ObjectType } from 'type-graphql';
import { AttemptType } from './attempt.types';

@ObjectType({ description: 'What starting an attempt came to.', simpleResolvers: true })
export class StartAttemptPayload {
  @Field(() => AttemptType, { description: 'The attempt: a new one, or the one that was running already.' })
  attempt!: AttemptType;

  @Field(() => String, {
    nullable: true,
    description:
      'The secret that opens this attempt to who has no account, shown this once: keep it on the device. Null for a signed-in caller, and when a token was given.',
  })
  attemptToken!: string | null;
}

@ObjectType({ description: 'What saving answers came to.', simpleResolvers: true })
export class SaveAnswersPayload {
  @Field(() => AttemptType, { description: 'The attempt with all its answers, from whichever device.' })
  attempt!: AttemptType;
}

@ObjectType({ description: 'What handing an attempt in came to.', simpleResolvers: true })
export class SubmitAttemptPayload {
  @Field(() => AttemptType, { description: 'The attempt with its result.' })
  attempt!: AttemptType;
}

@ObjectType({ description: 'What reviewing an own answer came to.', simpleResolvers: true })
export class SelfReviewAnswerPayload {
  @Field(() => AttemptType, { description: 'The attempt with what was found.' })
  attempt!: AttemptType;
}

@ObjectType({ description: 'What claiming attempts came to.', simpleResolvers: true })
export class ClaimAttemptsPayload {
  @Field(() => [AttemptType], {
    description: 'Your attempts that the tokens opened, the earliest first; the same when it is claimed again.',
  })
  attempts!: AttemptType[];
}
