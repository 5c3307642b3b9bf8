import { inPerson, learning } from '../../accounts/access-rules';
import type { AccessMap } from '../../kernel/access/access-map';

/** Anybody may take an assessment. Whose attempt it is, is decided where it is read: what is another's does not exist. */
export const attemptAccess: AccessMap = {
  Query: { attempt: learning },
  Viewer: { attempts: learning },
  Mutation: {
    startAttempt: learning,
    saveAnswers: learning,
    submitAttempt: learning,
    selfReviewAnswer: learning,
    claimAttempts: inPerson,
  },
};
