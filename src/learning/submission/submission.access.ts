import { and } from 'graphql-shield';
import { hasRole, learning, signedIn } from '../../accounts/access-rules';
import { Role } from '../../accounts/role';
import type { AccessMap } from '../../kernel/access/access-map';

const reviewers = hasRole(Role.REVIEWER);

/** Who may see or change which submission is decided where it is read: any other does not exist. */
export const submissionAccess: AccessMap = {
  Query: { submission: signedIn, reviewQueue: reviewers },
  Viewer: { submissions: learning },
  Mutation: {
    submitProject: and(signedIn, learning),
    withdrawSubmission: and(signedIn, learning),
    takeSubmission: reviewers,
    releaseSubmission: reviewers,
    reviewSubmission: reviewers,
  },
};
