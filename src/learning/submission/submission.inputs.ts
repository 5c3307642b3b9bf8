import { Field, ID, InputType, Int } from 'type-graphql';

const SUBMISSION = 'Which submission.';

@InputType({ description: 'What is said of how one criterion is met.' })
export class EvidenceInput {
  @Field(() => ID, { description: 'The criterion, as in Project.criteria: one that the project has now.' })
  criterionId!: string;

  @Field(() => String, { description: 'Where to look and what to see: 1 to 10,000 characters.' })
  text!: string;
}

@InputType({ description: 'A project to hand in, once more or for the first time.' })
export class SubmitProjectInput {
  @Field(() => String, { description: 'The slug of the project, now or in the past.' })
  project!: string;

  @Field(() => String, {
    description:
      'Where reviewers find what was built: an address that begins with https:// or http://, up to 2,000 characters, without a password in it.',
  })
  repositoryUrl!: string;

  @Field(() => [EvidenceInput], {
    description:
      'Evidence for each ACCEPTANCE criterion, and for STRETCH criteria as you like. After PASSED: for stretch criteria that are still open, one at least.',
  })
  evidence!: EvidenceInput[];
}

@InputType({ description: 'Which submission to take back.' })
export class WithdrawSubmissionInput {
  @Field(() => ID, { description: SUBMISSION })
  submissionId!: string;
}

@InputType({ description: 'Which submission to take for review.' })
export class TakeSubmissionInput {
  @Field(() => ID, {
    nullable: true,
    description: 'Which submission; left out, the one that has waited longest.',
  })
  submissionId?: string | null;
}

@InputType({ description: 'Which submission to give back to the queue.' })
export class ReleaseSubmissionInput {
  @Field(() => ID, { description: SUBMISSION })
  submissionId!: string;
}

@InputType({ description: 'What a reviewer found of one criterion.' })
export class VerdictInput {
  @Field(() => ID, { description: 'The criterion, as in Submission.criteria.' })
  criterionId!: string;

  @Field(() => Boolean, { description: 'Whether it is met.' })
  met!: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'Why, up to 2,000 characters; needed where it is not met.',
  })
  comment?: string | null;
}

@InputType({ description: 'What a reviewer found of the latest round of a submission.' })
export class ReviewSubmissionInput {
  @Field(() => ID, { description: SUBMISSION })
  submissionId!: string;

  @Field(() => [VerdictInput], {
    description:
      'A verdict on each ACCEPTANCE criterion, and on STRETCH criteria that were looked at. In a round that was sent after PASSED: on each criterion that has evidence, and on no others than open stretch criteria.',
  })
  verdicts!: VerdictInput[];

  @Field(() => String, { nullable: true, description: 'What you say of the whole, up to 2,000 characters.' })
  comment?: string | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'The version that you have read. When the learner has changed the submission since, nothing is judged: CONFLICT. Left out, what stands there is judged.',
  })
  expectedVersion?: number | null;
}
