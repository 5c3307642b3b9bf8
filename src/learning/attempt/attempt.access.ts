import { signedIn } from '../../accounts/access-rules';
import { type AccessMap, anyone } from '../../kernel/access/access-map';

/** Anybody may take an assessment. Whose attempt it is, is decided where it is read: what is another's does not exist. */
export const attemptAccess: AccessMap = {
  Query: { attempt: anyone },
  Mutation: {
    startAttempt: anyone,
    saveAnswers: anyone,
    submitAttempt: anyone,
    selfReviewAnswer: anyone,
    claimAttempts: signedIn,
  },
};
