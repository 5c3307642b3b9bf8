import type { ClassType } from 'type-graphql';
import { ObjectType } from 'type-graphql';
import { Viewer } from '../../accounts/user/user.objects';

@ObjectType({
  description:
    'Somebody who learns without an account, as the holder of the token sees it. Signed in, the same is found on Viewer once it is claimed.',
})
export class AnonymousLearner {
  /** The key of the learner. */
  readonly learnerId!: string;
}

/** Who has what learners have: the viewer, or the holder of a token. */
export type LearnerType = Viewer | AnonymousLearner;

/** The key of the learner that one of the two is. */
export const learnerIdOf = (learner: LearnerType): string =>
  'learnerId' in learner ? learner.learnerId : learner.userId;

/**
 * Makes the resolver class that adds a feature's fields to Viewer, and the one that adds the same to AnonymousLearner: whoever
 * learns has the same fields, with an account or without.
 * @param make makes the class for one of the two types
 */
export function forLearners(make: (type: ClassType<LearnerType>) => Function): Function[] {
  return [make(Viewer), make(AnonymousLearner)];
}
