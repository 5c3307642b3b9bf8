import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ExtendQuestionsAndAssessments1795327955072 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "assessment" ADD "max_attempts" integer`);
    await runner.query(`ALTER TABLE "assessment" ADD "opens_at" TIMESTAMP WITH TIME ZONE`);
    await runner.query(`ALTER TABLE "assessment" ADD "closes_at" TIMESTAMP WITH TIME ZONE`);
    // Rows of before say what content says that leaves these out; a default serves them only, as the projection always states a value.
    await runner.query(`ALTER TABLE "question" ADD "points" integer NOT NULL DEFAULT 1`);
    await runner.query(`ALTER TABLE "question" ADD "scoring" text NOT NULL DEFAULT 'ALL_OR_NOTHING'`);
    await runner.query(`ALTER TABLE "question" ADD "other_units" jsonb NOT NULL DEFAULT '[]'`);
    await runner.query(`ALTER TABLE "question" ALTER COLUMN "points" DROP DEFAULT, ALTER COLUMN "scoring" DROP DEFAULT, ALTER COLUMN "other_units" DROP DEFAULT`);
    await runner.query(`ALTER TABLE "assessment" DROP CONSTRAINT "assessment_review_policy_check"`);
    await runner.query(`ALTER TABLE "assessment" ADD CONSTRAINT "assessment_review_policy_check" CHECK (review_policy IN ('NEVER', 'AFTER_SUBMISSION', 'AFTER_PASSING', 'AFTER_WINDOW'))`);
    await runner.query(`ALTER TABLE "assessment" ADD CONSTRAINT "assessment_window_check" CHECK (opens_at < closes_at)`);
    await runner.query(`ALTER TABLE "assessment" ADD CONSTRAINT "assessment_max_attempts_check" CHECK (max_attempts BETWEEN 1 AND 1000)`);
    await runner.query(`ALTER TABLE "question" ADD CONSTRAINT "question_scoring_check" CHECK (scoring IN ('ALL_OR_NOTHING', 'RIGHT_MINUS_WRONG', 'EACH_OPTION', 'EACH_POSITION', 'PAIRS'))`);
    await runner.query(`ALTER TABLE "question" ADD CONSTRAINT "question_points_check" CHECK (points BETWEEN 1 AND 20)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "question" DROP CONSTRAINT "question_points_check"`);
    await runner.query(`ALTER TABLE "question" DROP CONSTRAINT "question_scoring_check"`);
    await runner.query(`ALTER TABLE "assessment" DROP CONSTRAINT "assessment_max_attempts_check"`);
    await runner.query(`ALTER TABLE "assessment" DROP CONSTRAINT "assessment_window_check"`);
    await runner.query(`ALTER TABLE "assessment" DROP CONSTRAINT "assessment_review_policy_check"`);
    // There is no window any more for a review to wait for: what was not shown stays so.
    await runner.query(`UPDATE "assessment" SET "review_policy" = 'NEVER' WHERE "review_policy" = 'AFTER_WINDOW'`);
    await runner.query(`ALTER TABLE "assessment" ADD CONSTRAINT "assessment_review_policy_check" CHECK (review_policy IN ('NEVER', 'AFTER_SUBMISSION', 'AFTER_PASSING'))`);
    await runner.query(`ALTER TABLE "question" DROP COLUMN "other_units"`);
    await runner.query(`ALTER TABLE "question" DROP COLUMN "scoring"`);
    await runner.query(`ALTER TABLE "question" DROP COLUMN "points"`);
    await runner.query(`ALTER TABLE "assessment" DROP COLUMN "closes_at"`);
    await runner.query(`ALTER TABLE "assessment" DROP COLUMN "opens_at"`);
    await runner.query(`ALTER TABLE "assessment" DROP COLUMN "max_attempts"`);
  }
}
