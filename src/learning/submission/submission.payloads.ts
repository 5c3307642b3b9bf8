import { Field, ObjectType } from 'type-graphql';
import { SubmissionType } from './submission.types';

@ObjectType({ description: 'What handing a project in came to.', simpleResolvers: true })
export class SubmitProjectPayload {
  @Field(() => SubmissionType, { description: 'The submission with what was handed in.' })
  submission!: SubmissionType;
}

@ObjectType({ description: 'What taking a submission back came to.', simpleResolvers: true })
export class WithdrawSubmissionPayload {
  @Field(() => SubmissionType, { description: 'The submission as it stands then.' })
  submission!: SubmissionType;
}

@ObjectType({ description: 'What taking a submission for review came to.', simpleResolvers: true })
export class TakeSubmissionPayload {
  @Field(() => SubmissionType, { nullable: true, description: 'The submission; null when nothing waits.' })
  submission!: SubmissionType | null;
}

@ObjectType({ description: 'What giving a submission back to the queue came to.', simpleResolvers: true })
export class ReleaseSubmissionPayload {
  @Field(() => SubmissionType, { description: 'The submission, which waits again.' })
  submission!: SubmissionType;
}

@ObjectType({ description: 'What a review came to.', simpleResolvers: true })
export class ReviewSubmissionPayload {
  @Field(() => SubmissionType, { description: 'The submission with the verdicts.' })
  submission!: SubmissionType;
}
