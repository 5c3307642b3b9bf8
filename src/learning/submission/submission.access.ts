import { hasRole, signedIn } from '../../accounts/access-rules';
import { Role } from '../../accounts/role';
import type { AccessMap } from '../../kernel/access/access-map';

const reviewers = hasRole(Role.REVIEWER);

/** Who may see or change which submission is decided where it is read: any other does not exist. */
export const submissionAccess: AccessMap = {
  Query: { submission: signedIn, reviewQueue: reviewers },
  Mutation: {
    submitProject: signedIn,
    withdrawSubmission: signedIn,
    takeSubmission: reviewers,
    releaseSubmission: reviewers,
    reviewSubmission: reviewers,
  },
};
