import type { PersonalData } from '../../kernel/personal-data';

/**
 * The receipts that were asked for. They go with the grades; what the learner handed to others is with them, and says nothing
 * of who the learner is.
 */
export const receiptPersonalData: PersonalData = {
  ofLearners: true,
  tables: {
    receipt: { exported: { as: 'receipts' }, rows: 'deleted' },
  },

  async export(manager, learnerId) {
    const receipts = await manager.query<object[]>(
      `SELECT attempt_id AS "attemptId", grade_number AS "gradeNumber", issued_at AS "issuedAt", text FROM receipt
       WHERE learner_id = $1 ORDER BY issued_at, attempt_id, grade_number`,
      [learnerId],
    );
    return { receipts };
  },
};
