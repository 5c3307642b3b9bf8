import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AddGradingCorrections1795330579324 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX "public"."attempt_item_question_idx"`);
    await runner.query(`CREATE TABLE "grading_correction" ("number" integer NOT NULL, "question_id" uuid NOT NULL, "key_edition_id" uuid NOT NULL, "may_lower" boolean NOT NULL, "reason" text NOT NULL, "actor_id" uuid NOT NULL, "applied_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT clock_timestamp(), "attempts" integer NOT NULL, "checked" integer NOT NULL DEFAULT '0', "raised" integer NOT NULL DEFAULT '0', "lowered" integer NOT NULL DEFAULT '0', "newly_passed" integer NOT NULL DEFAULT '0', "newly_failed" integer NOT NULL DEFAULT '0', "last_attempt_id" uuid, "finished_at" TIMESTAMP WITH TIME ZONE, CONSTRAINT "grading_correction_once_key" UNIQUE ("key_edition_id", "may_lower"), CONSTRAINT "grading_correction_progress_check" CHECK (attempts >= 0 AND checked >= raised + lowered), CONSTRAINT "grading_correction_number_check" CHECK (number >= 1), CONSTRAINT "grading_correction_pk" PRIMARY KEY ("number"))`);
    await runner.query(`CREATE INDEX "grading_correction_question_idx" ON "grading_correction"  ("question_id", "number") `);
    await runner.query(`CREATE TABLE "grading_correction_paper" ("paper_edition_id" uuid NOT NULL, "correction_number" integer NOT NULL, CONSTRAINT "grading_correction_paper_pk" PRIMARY KEY ("paper_edition_id", "correction_number"))`);
    await runner.query(`ALTER TABLE "grade" ADD "correction_number" integer NOT NULL DEFAULT '0'`);
    await runner.query(`CREATE INDEX "attempt_item_question_idx" ON "attempt_item"  ("question_id", "attempt_id") `);
    await runner.query(`ALTER TABLE "grading_correction" ADD CONSTRAINT "grading_correction_edition_fk" FOREIGN KEY ("key_edition_id", "question_id") REFERENCES "edition"("id","document_id") ON DELETE NO ACTION ON UPDATE NO ACTION`);
    await runner.query(`ALTER TABLE "grading_correction_paper" ADD CONSTRAINT "grading_correction_paper_edition_fk" FOREIGN KEY ("paper_edition_id") REFERENCES "edition"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`);
    await runner.query(`ALTER TABLE "grading_correction_paper" ADD CONSTRAINT "grading_correction_paper_correction_fk" FOREIGN KEY ("correction_number") REFERENCES "grading_correction"("number") ON DELETE NO ACTION ON UPDATE NO ACTION`);
    // What a correction says of grading stays as it is; only its progress is noted.
    await runner.query(`
      CREATE TRIGGER refuse_change BEFORE UPDATE ON grading_correction FOR EACH ROW
      WHEN (to_jsonb(OLD) - ${progress} IS DISTINCT FROM to_jsonb(NEW) - ${progress}) EXECUTE FUNCTION refuse_change()`);
    await runner.query(`
      CREATE TRIGGER refuse_change BEFORE UPDATE ON grading_correction_paper FOR EACH ROW EXECUTE FUNCTION refuse_change()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TRIGGER refuse_change ON grading_correction_paper`);
    await runner.query(`DROP TRIGGER refuse_change ON grading_correction`);
    await runner.query(`ALTER TABLE "grading_correction_paper" DROP CONSTRAINT "grading_correction_paper_correction_fk"`);
    await runner.query(`ALTER TABLE "grading_correction_paper" DROP CONSTRAINT "grading_correction_paper_edition_fk"`);
    await runner.query(`ALTER TABLE "grading_correction" DROP CONSTRAINT "grading_correction_edition_fk"`);
    await runner.query(`DROP INDEX "public"."attempt_item_question_idx"`);
    await runner.query(`ALTER TABLE "grade" DROP COLUMN "correction_number"`);
    await runner.query(`DROP TABLE "grading_correction_paper"`);
    await runner.query(`DROP INDEX "public"."grading_correction_question_idx"`);
    await runner.query(`DROP TABLE "grading_correction"`);
    await runner.query(`CREATE INDEX "attempt_item_question_idx" ON "attempt_item" USING btree ("question_id") `);
  }
}

const progress =
  "ARRAY['checked', 'raised', 'lowered', 'newly_passed', 'newly_failed', 'last_attempt_id', 'finished_at']";
