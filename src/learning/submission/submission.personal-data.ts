import { forgetAnswers } from '../../accounts/idempotency/idempotency-claims';
import type { PersonalData } from '../../kernel/personal-data';
import { lockLearner } from '../learner/learners';
import { exportReviews, exportSubmissions } from './export-submissions';
import { submissionGlobalId } from './submission-ids';
import { type Standing, stageAfter, stageOf, SubmissionAction } from './submission-state';
import { type LockedSubmission, moveSubmission } from './submission-store';

const responsible = 'Who judged the work of another learner; the account that it names has nothing personal left.';
const verdict = 'A verdict on the work of another learner, who goes by it: it belongs to that work.';

/** What learners handed in goes with them. What somebody found of the work of others stays with that work, without a name. */
export const submissionPersonalData: PersonalData = {
  tables: {
    submission: {
      exported: { as: 'submissions' },
      rows: 'deleted',
      columns: { reviewer_id: 'cleared' },
    },
    submission_round: {
      exported: { as: 'submissions' },
      rows: 'deleted',
      columns: { reviewer_id: { kept: responsible }, comment: { kept: verdict } },
    },
    submission_evidence: { exported: { as: 'submissions' }, rows: 'deleted' },
    submission_verdict: { exported: { as: 'reviews' }, rows: 'deleted', columns: { comment: { kept: verdict } } },
    submission_event: {
      exported: { as: 'submissions' },
      rows: 'deleted',
      columns: { actor_id: { kept: responsible } },
    },
  },

  async export(manager, userId) {
    return { submissions: await exportSubmissions(manager, userId), reviews: await exportReviews(manager, userId) };
  },

  /** The learner's own rows go with the learner's. */
  async erase(manager, userId) {
    await lockLearner(manager, userId);
    const own = await manager.query<{ id: string }[]>(
      'SELECT id FROM submission WHERE learner_id = $1 ORDER BY id FOR UPDATE',
      [userId],
    );
    // Reviewers read what was handed in, in the answers that they got.
    await forgetAnswers(
      manager,
      own.map(({ id }) => submissionGlobalId(id)),
    );
    // What the person has for review goes back to the queue. One that is being judged at this moment waits for the account,
    // so waiting for it would be for ever: should it stay with them, the time of its reviewer runs out.
    const held = await manager.query<(Omit<LockedSubmission, 'stage' | 'party'> & Standing)[]>(
      `SELECT learner_id AS "learnerId", id, project_id AS "projectId", state, stretch_state AS "stretchState", round, version
       FROM submission WHERE reviewer_id = $1 ORDER BY id FOR UPDATE SKIP LOCKED`,
      [userId],
    );
    for (const { state, stretchState, ...submission } of held) {
      const stage = stageOf({ state, stretchState });
      const action = SubmissionAction.RELEASE;
      const next = stageAfter(action, stage, 'HOLDER');
      await moveSubmission(manager, { ...submission, stage, party: 'HOLDER' }, { action, next, actorId: userId });
    }
  },
};
