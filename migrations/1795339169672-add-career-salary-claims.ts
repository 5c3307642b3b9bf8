import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AddCareerSalaryClaims1795339169672 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // Rows of before say what content says that leaves it out; the default serves them only, as the projection always states a value.
    await runner.query(`ALTER TABLE "career" ADD "salary_claims" jsonb NOT NULL DEFAULT '[]'`);
    await runner.query(`ALTER TABLE "career" ALTER COLUMN "salary_claims" DROP DEFAULT`);
    await runner.query(`ALTER TABLE "salary_claim" ALTER COLUMN "level_id" DROP NOT NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    // The schema of before has no place for them; the editions keep what was said.
    await runner.query(`DELETE FROM "salary_claim" WHERE "level_id" IS NULL`);
    await runner.query(`ALTER TABLE "salary_claim" ALTER COLUMN "level_id" SET NOT NULL`);
    await runner.query(`ALTER TABLE "career" DROP COLUMN "salary_claims"`);
  }
}
