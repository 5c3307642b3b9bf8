import { ArrayMaxSize, ArrayMinSize } from 'class-validator';
import { Field, ID, InputType } from 'type-graphql';
import { OneLine } from '../../accounts/account-rules';
import { DateTime } from '../../kernel/graphql/scalars';
import { MAX_DOCUMENTS } from '../publishing/publishing-mutations.resolver';

const RELEASE = 'Which release.';
const TITLE = 'What it is called; 1 to 120 characters. It becomes the public message of the publication.';

@InputType({ description: 'A new release.' })
export class CreateReleaseInput {
  @OneLine(120)
  @Field({ description: TITLE })
  title!: string;
}

@InputType({ description: 'A release and its new title.' })
export class RenameReleaseInput {
  @Field(() => ID, { description: RELEASE })
  releaseId!: string;

  @OneLine(120)
  @Field({ description: TITLE })
  title!: string;
}

@InputType({ description: 'What to add to which release.' })
export class AddToReleaseInput {
  @Field(() => ID, { description: RELEASE })
  releaseId!: string;

  @ArrayMinSize(1, { message: 'Name at least one document.' })
  @ArrayMaxSize(MAX_DOCUMENTS)
  @Field(() => [ID], { description: `The documents, each with its latest edition; ${MAX_DOCUMENTS} at most.` })
  documentIds!: string[];
}

@InputType({ description: 'What to take out of which release.' })
export class RemoveFromReleaseInput {
  @Field(() => ID, { description: RELEASE })
  releaseId!: string;

  @ArrayMinSize(1, { message: 'Name at least one document.' })
  @ArrayMaxSize(MAX_DOCUMENTS)
  @Field(() => [ID], { description: 'The documents, all of which it must hold.' })
  documentIds!: string[];
}

@InputType({ description: 'Which release to delete.' })
export class DeleteReleaseInput {
  @Field(() => ID, { description: RELEASE })
  releaseId!: string;
}

@InputType({ description: 'Which release to publish.' })
export class PublishReleaseInput {
  @Field(() => ID, { description: RELEASE })
  releaseId!: string;
}

@InputType({ description: 'Which release to publish by itself, and when.' })
export class ScheduleReleaseInput {
  @Field(() => ID, { description: RELEASE })
  releaseId!: string;

  @Field(() => DateTime, { description: 'The moment from which on it is published: in the future.' })
  publishAt!: Date;

  @Field(() => String, {
    nullable: true,
    description:
      'The IANA time zone in which you think of it, such as Europe/Vienna, for showing it; UTC when left out.',
  })
  timeZone?: string | null;
}

@InputType({ description: 'Which schedule to cancel.' })
export class CancelReleaseInput {
  @Field(() => ID, { description: RELEASE })
  releaseId!: string;
}
