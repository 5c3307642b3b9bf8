import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { recordAudit } from '../../accounts/audit/record-audit';
import { projectKind } from '../../content/project/project.kind';
import { requirePublished } from '../../content/publishing/perspective';
import type { RequestContext } from '../../kernel/context';
import { notFound } from '../../kernel/errors/errors';
import { noSuchSubmission } from './submission-state';
import { releaseSubmission, takeSubmission, withdrawSubmission } from './hold-submission';
import { reviewSubmission } from './review-submission';
import { addSubmissionReader } from './submission-context';
import { requireSubmissionKey, submissionGlobalId } from './submission-ids';
import {
  ReleaseSubmissionInput,
  ReviewSubmissionInput,
  SubmitProjectInput,
  TakeSubmissionInput,
  WithdrawSubmissionInput,
} from './submission.inputs';
import {
  ReleaseSubmissionPayload,
  ReviewSubmissionPayload,
  SubmitProjectPayload,
  TakeSubmissionPayload,
  WithdrawSubmissionPayload,
} from './submission.payloads';
import { type SubmissionType, toSubmissionType } from './submission.types';
import { submitProject } from './submit-project';

/** What learners and reviewers do with projects: each is one transaction, and what is answered is read after it. */
@Resolver()
export class SubmissionMutationsResolver {
  @Mutation(() => SubmitProjectPayload, {
    description:
      'Hands a project in: the first time, again after CHANGES_REQUESTED, or after PASSED for stretch criteria that are still open. While it waits, it takes the place of what was handed in. NOT_FOUND when there is no such project; CONFLICT with state while a reviewer has it, and when it is passed with no stretch criterion open; BAD_USER_INPUT with every problem.',
  })
  async submitProject(
    @Arg('input', () => SubmitProjectInput, { description: 'The project and what was built.' })
    { project: slug, ...input }: SubmitProjectInput,
    @Ctx() context: RequestContext,
  ): Promise<SubmitProjectPayload> {
    requirePublished(context.graph.perspective, 'Projects are handed in as they are published');
    const project = await context.graph.bySlug(projectKind, slug);
    if (!project) throw notFound('There is no project with this slug.');
    const id = await context.dataSource.transaction((manager) =>
      submitProject(manager, context.viewer!, project, input),
    );
    return { submission: await readAgain(context, id) };
  }

  @Mutation(() => WithdrawSubmissionPayload, {
    description:
      'Takes back what you handed in, also while a reviewer has it. After PASSED only the round goes that waits, and PASSED stays. NOT_FOUND for what is not yours; CONFLICT with state when there is nothing to take back.',
  })
  async withdrawSubmission(
    @Arg('input', () => WithdrawSubmissionInput, { description: 'Which submission.' }) input: WithdrawSubmissionInput,
    @Ctx() context: RequestContext,
  ): Promise<WithdrawSubmissionPayload> {
    const id = requireSubmissionKey(input.submissionId, '/input/submissionId');
    await context.dataSource.transaction((manager) => withdrawSubmission(manager, context.viewer!, id));
    return { submission: await readAgain(context, id) };
  }

  @Mutation(() => TakeSubmissionPayload, {
    description:
      'Takes a submission for review, so that nobody else does, for 24 hours; what you have already, for another 24. FORBIDDEN for your own; CONFLICT with state when another reviewer has it; NOT_FOUND for what reviewers may not see.',
  })
  async takeSubmission(
    @Arg('input', () => TakeSubmissionInput, { description: 'Which submission, or the one that has waited longest.' })
    input: TakeSubmissionInput,
    @Ctx() context: RequestContext,
  ): Promise<TakeSubmissionPayload> {
    const wanted = input.submissionId == null ? null : requireSubmissionKey(input.submissionId, '/input/submissionId');
    const id = await context.dataSource.transaction(async (manager) => {
      const taken = await takeSubmission(manager, context.viewer!, wanted);
      if (taken) await recordAudit(manager, context, 'takeSubmission', [auditSubject(taken)]);
      return taken?.id;
    });
    return { submission: id === undefined ? null : await readAgain(context, id) };
  }

  @Mutation(() => ReleaseSubmissionPayload, {
    description:
      'Gives a submission that you have back to the queue, where it keeps its place. CONFLICT with state when you do not have it; NOT_FOUND for what reviewers may not see.',
  })
  async releaseSubmission(
    @Arg('input', () => ReleaseSubmissionInput, { description: 'Which submission.' }) input: ReleaseSubmissionInput,
    @Ctx() context: RequestContext,
  ): Promise<ReleaseSubmissionPayload> {
    const id = requireSubmissionKey(input.submissionId, '/input/submissionId');
    await context.dataSource.transaction(async (manager) => {
      const released = await releaseSubmission(manager, context.viewer!, id);
      await recordAudit(manager, context, 'releaseSubmission', [auditSubject(released)]);
    });
    return { submission: await readAgain(context, id) };
  }

  @Mutation(() => ReviewSubmissionPayload, {
    description:
      'Judges the latest round of a submission; one that nobody has is taken by it. PASSED when every ACCEPTANCE criterion is met, CHANGES_REQUESTED otherwise; what is passed stays so. FORBIDDEN for your own; CONFLICT with state when there is nothing to judge or another reviewer has it, and with both versions when it was changed after expectedVersion; NOT_FOUND for what reviewers may not see; BAD_USER_INPUT with every problem.',
  })
  async reviewSubmission(
    @Arg('input', () => ReviewSubmissionInput, { description: 'Which submission, and what was found.' })
    { submissionId, ...input }: ReviewSubmissionInput,
    @Ctx() context: RequestContext,
  ): Promise<ReviewSubmissionPayload> {
    const id = requireSubmissionKey(submissionId, '/input/submissionId');
    await context.dataSource.transaction(async (manager) => {
      const judged = await reviewSubmission(manager, context.viewer!, id, input);
      await recordAudit(manager, context, 'reviewSubmission', [{ ...auditSubject(judged), detail: judged.stage }]);
    });
    return { submission: await readAgain(context, id) };
  }
}

/** What an audit entry tells of a submission: nothing of who handed it in. */
const auditSubject = ({ id, projectId }: { readonly id: string; readonly projectId: string }) => ({
  documentId: projectId,
  subjectId: submissionGlobalId(id),
});

/** The submission as the mutation left it. */
async function readAgain(context: RequestContext, id: string): Promise<SubmissionType> {
  addSubmissionReader(context);
  const row = await context.submissions.byId(context.viewer!, id);
  // Erased with its learner since it was changed.
  if (!row) throw noSuchSubmission();
  return toSubmissionType(row);
}
