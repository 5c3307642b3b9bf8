import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateAttempts1795328215240 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE "learner" ("id" uuid NOT NULL, "user_id" uuid, "token_hash" bytea, "created_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT clock_timestamp(), "claimed_by_id" uuid, "claimed_at" TIMESTAMP WITH TIME ZONE, CONSTRAINT "learner_user_id_key" UNIQUE ("user_id"), CONSTRAINT "learner_claim_check" CHECK ((claimed_by_id IS NULL) = (claimed_at IS NULL) AND (claimed_by_id IS NULL OR token_hash IS NOT NULL)), CONSTRAINT "learner_user_check" CHECK (user_id = id), CONSTRAINT "learner_identity_check" CHECK ((user_id IS NULL) <> (token_hash IS NULL)), CONSTRAINT "learner_pk" PRIMARY KEY ("id"))`);
    await runner.query(`CREATE INDEX "learner_claimed_by_idx" ON "learner"  ("claimed_by_id") `);
    await runner.query(`CREATE TABLE "attempt" ("learner_id" uuid NOT NULL, "id" uuid NOT NULL, "assessment_id" uuid NOT NULL, "assessment_edition_id" uuid NOT NULL, "publication_number" integer NOT NULL, "seed" text NOT NULL, "started_at" TIMESTAMP WITH TIME ZONE NOT NULL, "deadline" TIMESTAMP WITH TIME ZONE, "closes_at" TIMESTAMP WITH TIME ZONE, "state" text NOT NULL DEFAULT 'IN_PROGRESS', "submitted_at" TIMESTAMP WITH TIME ZONE, "grade_number" integer, "claimed_from_id" uuid, CONSTRAINT "attempt_submission_check" CHECK ((state = 'IN_PROGRESS') = (submitted_at IS NULL) AND (state = 'IN_PROGRESS') = (grade_number IS NULL)), CONSTRAINT "attempt_deadline_check" CHECK ((deadline IS NULL) = (closes_at IS NULL) AND deadline <= closes_at), CONSTRAINT "attempt_state_check" CHECK (state IN ('IN_PROGRESS', 'SUBMITTED', 'EXPIRED')), CONSTRAINT "attempt_pk" PRIMARY KEY ("learner_id", "id"))`);
    await runner.query(`CREATE INDEX "attempt_assessment_idx" ON "attempt"  ("assessment_id", "learner_id") `);
    await runner.query(`CREATE INDEX "attempt_started_at_idx" ON "attempt"  ("learner_id", "started_at", "id") `);
    await runner.query(`CREATE TABLE "attempt_item" ("learner_id" uuid NOT NULL, "attempt_id" uuid NOT NULL, "position" integer NOT NULL, "question_id" uuid NOT NULL, "question_edition_id" uuid NOT NULL, "option_ids" text array NOT NULL, "points" integer NOT NULL, CONSTRAINT "attempt_item_check" CHECK (position >= 1 AND points BETWEEN 1 AND 20), CONSTRAINT "attempt_item_pk" PRIMARY KEY ("learner_id", "attempt_id", "position"))`);
    await runner.query(`CREATE INDEX "attempt_item_question_idx" ON "attempt_item"  ("question_id") `);
    await runner.query(`CREATE TABLE "answer" ("learner_id" uuid NOT NULL, "attempt_id" uuid NOT NULL, "client_id" uuid NOT NULL, "position" integer NOT NULL, "revision" integer NOT NULL, "value" jsonb NOT NULL, "received_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT clock_timestamp(), CONSTRAINT "answer_revision_check" CHECK (revision >= 0), CONSTRAINT "answer_pk" PRIMARY KEY ("learner_id", "attempt_id", "client_id"))`);
    await runner.query(`CREATE INDEX "answer_latest_idx" ON "answer"  ("learner_id", "attempt_id", "position", "revision", "client_id") `);
    await runner.query(`CREATE TABLE "grade" ("learner_id" uuid NOT NULL, "attempt_id" uuid NOT NULL, "number" integer NOT NULL, "graded_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT clock_timestamp(), "reason" text, "actor_id" uuid, "points" numeric(8,2), "max_points" integer NOT NULL, "percent" numeric(4,1), "passed" boolean, "result" jsonb NOT NULL, CONSTRAINT "grade_percent_check" CHECK (percent BETWEEN 0 AND 100), CONSTRAINT "grade_number_check" CHECK (number >= 1), CONSTRAINT "grade_pk" PRIMARY KEY ("learner_id", "attempt_id", "number"))`);
    await runner.query(`CREATE TABLE "item_grade" ("learner_id" uuid NOT NULL, "attempt_id" uuid NOT NULL, "number" integer NOT NULL, "position" integer NOT NULL, "question_id" uuid NOT NULL, "key_edition_id" uuid NOT NULL, "points" numeric(5,2), "answer" jsonb, CONSTRAINT "item_grade_pk" PRIMARY KEY ("learner_id", "attempt_id", "number", "position"))`);
    await runner.query(`CREATE INDEX "item_grade_question_idx" ON "item_grade"  ("question_id") `);
    await runner.query(`CREATE TABLE "question_exposure" ("question_id" uuid NOT NULL, "count" integer NOT NULL, CONSTRAINT "question_exposure_count_check" CHECK (count >= 0), CONSTRAINT "question_exposure_pk" PRIMARY KEY ("question_id"))`);
    await runner.query(`CREATE TABLE "self_review" ("learner_id" uuid NOT NULL, "attempt_id" uuid NOT NULL, "position" integer NOT NULL, "met_item_ids" text array NOT NULL, "reviewed_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT clock_timestamp(), CONSTRAINT "self_review_pk" PRIMARY KEY ("learner_id", "attempt_id", "position"))`);
    // What the job that closes attempts looks for.
    await runner.query(`CREATE INDEX "attempt_running_idx" ON "attempt" ("closes_at") WHERE state = 'IN_PROGRESS'`);
    await runner.query(`ALTER TABLE "learner" ADD CONSTRAINT "learner_claimed_by_fk" FOREIGN KEY ("claimed_by_id") REFERENCES "learner"("id") ON DELETE CASCADE ON UPDATE NO ACTION`);
    await runner.query(`ALTER TABLE "learner" ADD CONSTRAINT "learner_user_fk" FOREIGN KEY ("user_id") REFERENCES "user_account"("id") ON DELETE CASCADE ON UPDATE NO ACTION`);
    await runner.query(`ALTER TABLE "attempt" ADD CONSTRAINT "attempt_publication_fk" FOREIGN KEY ("publication_number") REFERENCES "publication"("number") ON DELETE NO ACTION ON UPDATE NO ACTION`);
    await runner.query(`ALTER TABLE "attempt" ADD CONSTRAINT "attempt_assessment_edition_fk" FOREIGN KEY ("assessment_edition_id", "assessment_id") REFERENCES "edition"("id","document_id") ON DELETE NO ACTION ON UPDATE NO ACTION`);
    await runner.query(`ALTER TABLE "attempt" ADD CONSTRAINT "attempt_learner_fk" FOREIGN KEY ("learner_id") REFERENCES "learner"("id") ON DELETE CASCADE ON UPDATE NO ACTION`);
    await runner.query(`ALTER TABLE "attempt_item" ADD CONSTRAINT "attempt_item_edition_fk" FOREIGN KEY ("question_edition_id", "question_id") REFERENCES "edition"("id","document_id") ON DELETE NO ACTION ON UPDATE NO ACTION`);
    await runner.query(`ALTER TABLE "attempt_item" ADD CONSTRAINT "attempt_item_attempt_fk" FOREIGN KEY ("learner_id", "attempt_id") REFERENCES "attempt"("learner_id","id") ON DELETE CASCADE ON UPDATE CASCADE`);
    await runner.query(`ALTER TABLE "answer" ADD CONSTRAINT "answer_item_fk" FOREIGN KEY ("learner_id", "attempt_id", "position") REFERENCES "attempt_item"("learner_id","attempt_id","position") ON DELETE CASCADE ON UPDATE CASCADE`);
    await runner.query(`ALTER TABLE "grade" ADD CONSTRAINT "grade_attempt_fk" FOREIGN KEY ("learner_id", "attempt_id") REFERENCES "attempt"("learner_id","id") ON DELETE CASCADE ON UPDATE CASCADE`);
    await runner.query(`ALTER TABLE "item_grade" ADD CONSTRAINT "item_grade_edition_fk" FOREIGN KEY ("key_edition_id", "question_id") REFERENCES "edition"("id","document_id") ON DELETE NO ACTION ON UPDATE NO ACTION`);
    await runner.query(`ALTER TABLE "item_grade" ADD CONSTRAINT "item_grade_grade_fk" FOREIGN KEY ("learner_id", "attempt_id", "number") REFERENCES "grade"("learner_id","attempt_id","number") ON DELETE CASCADE ON UPDATE CASCADE`);
    await runner.query(`ALTER TABLE "question_exposure" ADD CONSTRAINT "question_exposure_question_fk" FOREIGN KEY ("question_id") REFERENCES "document"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`);
    await runner.query(`ALTER TABLE "self_review" ADD CONSTRAINT "self_review_item_fk" FOREIGN KEY ("learner_id", "attempt_id", "position") REFERENCES "attempt_item"("learner_id","attempt_id","position") ON DELETE CASCADE ON UPDATE CASCADE`);
    // Papers, answers and grades stay as they are; only a claim gives them to another learner, by the cascade.
    for (const table of fixed) {
      await runner.query(`
        CREATE TRIGGER refuse_change BEFORE UPDATE ON ${table} FOR EACH ROW
        WHEN (to_jsonb(OLD) - 'learner_id' IS DISTINCT FROM to_jsonb(NEW) - 'learner_id') EXECUTE FUNCTION refuse_change()`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of fixed) await runner.query(`DROP TRIGGER refuse_change ON ${table}`);
    await runner.query(`ALTER TABLE "self_review" DROP CONSTRAINT "self_review_item_fk"`);
    await runner.query(`ALTER TABLE "question_exposure" DROP CONSTRAINT "question_exposure_question_fk"`);
    await runner.query(`ALTER TABLE "item_grade" DROP CONSTRAINT "item_grade_grade_fk"`);
    await runner.query(`ALTER TABLE "item_grade" DROP CONSTRAINT "item_grade_edition_fk"`);
    await runner.query(`ALTER TABLE "grade" DROP CONSTRAINT "grade_attempt_fk"`);
    await runner.query(`ALTER TABLE "answer" DROP CONSTRAINT "answer_item_fk"`);
    await runner.query(`ALTER TABLE "attempt_item" DROP CONSTRAINT "attempt_item_attempt_fk"`);
    await runner.query(`ALTER TABLE "attempt_item" DROP CONSTRAINT "attempt_item_edition_fk"`);
    await runner.query(`ALTER TABLE "attempt" DROP CONSTRAINT "attempt_learner_fk"`);
    await runner.query(`ALTER TABLE "attempt" DROP CONSTRAINT "attempt_assessment_edition_fk"`);
    await runner.query(`ALTER TABLE "attempt" DROP CONSTRAINT "attempt_publication_fk"`);
    await runner.query(`ALTER TABLE "learner" DROP CONSTRAINT "learner_user_fk"`);
    await runner.query(`ALTER TABLE "learner" DROP CONSTRAINT "learner_claimed_by_fk"`);
    await runner.query(`DROP TABLE "self_review"`);
    await runner.query(`DROP TABLE "question_exposure"`);
    await runner.query(`DROP INDEX "public"."item_grade_question_idx"`);
    await runner.query(`DROP TABLE "item_grade"`);
    await runner.query(`DROP TABLE "grade"`);
    await runner.query(`DROP INDEX "public"."answer_latest_idx"`);
    await runner.query(`DROP TABLE "answer"`);
    await runner.query(`DROP INDEX "public"."attempt_item_question_idx"`);
    await runner.query(`DROP TABLE "attempt_item"`);
    await runner.query(`DROP INDEX "public"."attempt_running_idx"`);
    await runner.query(`DROP INDEX "public"."attempt_started_at_idx"`);
    await runner.query(`DROP INDEX "public"."attempt_assessment_idx"`);
    await runner.query(`DROP TABLE "attempt"`);
    await runner.query(`DROP INDEX "public"."learner_claimed_by_idx"`);
    await runner.query(`DROP TABLE "learner"`);
  }
}

const fixed = ['attempt_item', 'answer', 'grade', 'item_grade'];
