import { forgetAnswers } from '../../accounts/idempotency/idempotency-claims';
import type { PersonalData } from '../../kernel/personal-data';
import { toGlobalId } from '../../kernel/graphql/global-id';
import { lockLearner } from '../learner/learners';
import { attemptGlobalId } from './attempt-ids';
import { exportAttempts } from './export-attempts';

const responsible = 'Who is responsible for grades of others; the account that it names has nothing personal left.';
const toldToLearners = 'Written for the learners whose grades it changed, and part of what these are told.';

/**
 * Attempts with their papers, answers and grades, and the corrections by which publishers changed those of others. How often a question was asked stays: that is a count, which says of nobody
 * that it was they who were asked.
 */
export const attemptPersonalData: PersonalData = {
  ofLearners: true,
  tables: {
    attempt: { exported: { as: 'attempts' }, rows: 'deleted' },
    attempt_item: { exported: { as: 'attempts' }, rows: 'deleted' },
    answer: { exported: { as: 'attempts' }, rows: 'deleted' },
    grade: {
      exported: { as: 'attempts' },
      rows: 'deleted',
      columns: { actor_id: { kept: responsible }, reason: { kept: toldToLearners } },
    },
    grading_correction: {
      exported: { as: 'gradingCorrections' },
      rows: 'kept',
      columns: { actor_id: { kept: responsible }, reason: { kept: toldToLearners } },
    },
    item_grade: { exported: { as: 'attempts' }, rows: 'deleted' },
    self_review: { exported: { as: 'attempts' }, rows: 'deleted' },
  },

  async export(manager, learnerId) {
    const gradingCorrections = await manager.query<object[]>(
      `SELECT number, question_id AS "questionId", key_edition_id AS "keyEditionId", may_lower AS "mayLower", reason,
         applied_at AS "appliedAt" FROM grading_correction WHERE actor_id = $1 ORDER BY number`,
      [learnerId],
    );
    return { attempts: await exportAttempts(manager, learnerId), gradingCorrections };
  },

  /** The rows themselves go with the learner's. */
  async erase(manager, learnerId) {
    // In the order in which others lock them.
    await lockLearner(manager, learnerId);
    const attempts = await manager.query<{ id: string }[]>(
      'SELECT id FROM attempt WHERE learner_id = $1 ORDER BY id FOR UPDATE',
      [learnerId],
    );
    // What was answered under a key before the attempt was claimed is not found by the account.
    await forgetAnswers(
      manager,
      attempts.flatMap(({ id }) => [attemptGlobalId(id), itemIdsBeginning(id)]),
    );
  },
};

/** What the opaque ids of all items of an attempt begin with: its bytes before the slash fill whole groups of base64. */
const itemIdsBeginning = (attemptId: string): string => toGlobalId('AttemptItem', attemptId);
