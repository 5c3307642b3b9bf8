import { Field, ObjectType } from 'type-graphql';
import { ReleaseType } from './release.types';

const NOW = 'The release as it is now.';

@ObjectType({ description: 'What making a release came to.', simpleResolvers: true })
export class CreateReleasePayload {
  @Field(() => ReleaseType, { description: 'The new release, which holds nothing yet.' })
  release!: ReleaseType;
}

@ObjectType({ description: 'What renaming a release came to.', simpleResolvers: true })
export class RenameReleasePayload {
  @Field(() => ReleaseType, { description: NOW })
  release!: ReleaseType;
}

@ObjectType({ description: 'What adding to a release came to.', simpleResolvers: true })
export class AddToReleasePayload {
  @Field(() => ReleaseType, { description: NOW })
  release!: ReleaseType;
}

@ObjectType({ description: 'What removing from a release came to.', simpleResolvers: true })
export class RemoveFromReleasePayload {
  @Field(() => ReleaseType, { description: NOW })
  release!: ReleaseType;
}

@ObjectType({ description: 'What deleting a release came to.', simpleResolvers: true })
export class DeleteReleasePayload {
  @Field(() => ReleaseType, { description: 'The release that is gone; it holds nothing any more.' })
  release!: ReleaseType;
}

@ObjectType({ description: 'What publishing a release came to.', simpleResolvers: true })
export class PublishReleasePayload {
  @Field(() => ReleaseType, { description: 'The release, with its publication.' })
  release!: ReleaseType;
}

@ObjectType({ description: 'What scheduling a release came to.', simpleResolvers: true })
export class ScheduleReleasePayload {
  @Field(() => ReleaseType, {
    description: 'The release with its time. Look at its problems: the errors among them would make it fail then.',
  })
  release!: ReleaseType;
}

@ObjectType({ description: 'What cancelling a schedule came to.', simpleResolvers: true })
export class CancelReleasePayload {
  @Field(() => ReleaseType, { description: 'The release, which is open again.' })
  release!: ReleaseType;
}
