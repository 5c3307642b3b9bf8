import type { FeatureModule } from '../../kernel/module';
import { PlanEffectOnSubmissionsResolver } from './plan-effect-on-submissions.resolver';
import { ReviewQueueResolver } from './review-queue.resolver';
import { addSubmissionReader } from './submission-context';
import { SubmissionEvent } from './submission-event.entity';
import { SubmissionMutationsResolver } from './submission-mutations.resolver';
import { SubmissionEvidence, SubmissionRound, SubmissionVerdict } from './submission-round.entity';
import { submissionAccess } from './submission.access';
import { Submission } from './submission.entity';
import { SubmissionResolver, SubmissionRoundResolver } from './submission.resolver';
import { ViewerSubmissionsResolver } from './viewer-submissions.resolver';

/** Projects that learners hand in, and their review. */
export const submissionModule: FeatureModule = {
  folder: 'learning/submission',
  entities: [Submission, SubmissionRound, SubmissionEvidence, SubmissionVerdict, SubmissionEvent],
  resolvers: [
    PlanEffectOnSubmissionsResolver,
    ReviewQueueResolver,
    SubmissionResolver,
    SubmissionMutationsResolver,
    SubmissionRoundResolver,
    ViewerSubmissionsResolver,
  ],
  access: submissionAccess,
  extendContext: addSubmissionReader,
};
