import { requireKey } from '../../accounts/user/to-objects';
import { itemGlobalId } from '../../content/publishing/content-node';
import { toGlobalId } from '../../kernel/graphql/global-id';

/** The opaque id of a submission. */
export const submissionGlobalId = (submissionId: string): string => toGlobalId('Submission', submissionId);

/** The key of a submission from its id; BAD_USER_INPUT for an id of anything else. */
export const requireSubmissionKey = (id: string, pointer: string): string => requireKey('Submission', id, pointer);

/** The opaque id of a criterion, the same as in Project.criteria. */
export const criterionGlobalId = itemGlobalId;
