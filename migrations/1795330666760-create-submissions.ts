import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateSubmissions1795330666760 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE "submission" ("learner_id" uuid NOT NULL, "id" uuid NOT NULL, "project_id" uuid NOT NULL, "state" text NOT NULL DEFAULT 'SUBMITTED', "stretch_state" text, "round" integer NOT NULL DEFAULT '1', "version" integer NOT NULL DEFAULT '1', "waiting_since" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT clock_timestamp(), "reviewer_id" uuid, "taken_at" TIMESTAMP WITH TIME ZONE, "created_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT clock_timestamp(), "updated_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT clock_timestamp(), CONSTRAINT "submission_number_check" CHECK (round >= 1 AND version >= 1), CONSTRAINT "submission_own_check" CHECK (reviewer_id <> learner_id), CONSTRAINT "submission_review_check" CHECK ((reviewer_id IS NOT NULL) = (state = 'IN_REVIEW' OR coalesce(stretch_state, '') = 'IN_REVIEW') AND (reviewer_id IS NULL) = (taken_at IS NULL)), CONSTRAINT "submission_stretch_check" CHECK (stretch_state IS NULL OR (stretch_state IN ('SUBMITTED', 'IN_REVIEW') AND state = 'PASSED')), CONSTRAINT "submission_state_check" CHECK (state IN ('SUBMITTED', 'IN_REVIEW', 'CHANGES_REQUESTED', 'PASSED', 'WITHDRAWN')), CONSTRAINT "submission_pk" PRIMARY KEY ("learner_id", "id"))`);
    await runner.query(`CREATE INDEX "submission_project_idx" ON "submission"  ("project_id") `);
    await runner.query(`CREATE INDEX "submission_id_idx" ON "submission"  ("id") `);
    await runner.query(`CREATE INDEX "submission_created_at_idx" ON "submission"  ("learner_id", "created_at", "id") `);
    await runner.query(`CREATE TABLE "submission_event" ("learner_id" uuid NOT NULL, "submission_id" uuid NOT NULL, "sequence" integer NOT NULL, "action" text NOT NULL, "round" integer NOT NULL, "state" text NOT NULL, "stretch_state" text, "actor_id" uuid NOT NULL, "at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT clock_timestamp(), CONSTRAINT "submission_event_sequence_check" CHECK (sequence >= 1), CONSTRAINT "submission_event_pk" PRIMARY KEY ("learner_id", "submission_id", "sequence"))`);
    await runner.query(`CREATE TABLE "submission_round" ("learner_id" uuid NOT NULL, "submission_id" uuid NOT NULL, "number" integer NOT NULL, "project_id" uuid NOT NULL, "project_edition_id" uuid NOT NULL, "stretch" boolean NOT NULL, "repository_url" text NOT NULL, "submitted_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT clock_timestamp(), "withdrawn_at" TIMESTAMP WITH TIME ZONE, "reviewer_id" uuid, "reviewed_at" TIMESTAMP WITH TIME ZONE, "comment" text, CONSTRAINT "submission_round_text_check" CHECK (length(repository_url) <= 2000 AND length(comment) <= 2000), CONSTRAINT "submission_round_review_check" CHECK ((reviewer_id IS NULL) = (reviewed_at IS NULL) AND (reviewed_at IS NULL OR withdrawn_at IS NULL)), CONSTRAINT "submission_round_number_check" CHECK (number >= 1), CONSTRAINT "submission_round_pk" PRIMARY KEY ("learner_id", "submission_id", "number"))`);
    await runner.query(`CREATE TABLE "submission_evidence" ("learner_id" uuid NOT NULL, "submission_id" uuid NOT NULL, "round" integer NOT NULL, "criterion_id" text NOT NULL, "text" text NOT NULL, CONSTRAINT "submission_evidence_text_check" CHECK (length(text) BETWEEN 1 AND 10000), CONSTRAINT "submission_evidence_pk" PRIMARY KEY ("learner_id", "submission_id", "round", "criterion_id"))`);
    await runner.query(`CREATE TABLE "submission_verdict" ("learner_id" uuid NOT NULL, "submission_id" uuid NOT NULL, "round" integer NOT NULL, "criterion_id" text NOT NULL, "met" boolean NOT NULL, "comment" text, CONSTRAINT "submission_verdict_comment_check" CHECK (length(comment) BETWEEN 1 AND 2000 AND (met OR comment IS NOT NULL)), CONSTRAINT "submission_verdict_pk" PRIMARY KEY ("learner_id", "submission_id", "round", "criterion_id"))`);
    // Of one project a learner has one submission at most that is not withdrawn.
    await runner.query(`CREATE UNIQUE INDEX "submission_current_key" ON "submission" ("learner_id", "project_id") WHERE state <> 'WITHDRAWN'`);
    // The queue, and what a reviewer has.
    await runner.query(`CREATE INDEX "submission_waiting_idx" ON "submission" ("waiting_since", "id") WHERE state IN ('SUBMITTED', 'IN_REVIEW') OR stretch_state IS NOT NULL`);
    await runner.query(`CREATE INDEX "submission_reviewer_idx" ON "submission" ("reviewer_id", "waiting_since", "id") WHERE reviewer_id IS NOT NULL`);
    await runner.query(`ALTER TABLE "submission" ADD CONSTRAINT "submission_project_fk" FOREIGN KEY ("project_id") REFERENCES "document"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`);
    await runner.query(`ALTER TABLE "submission" ADD CONSTRAINT "submission_learner_fk" FOREIGN KEY ("learner_id") REFERENCES "learner"("id") ON DELETE CASCADE ON UPDATE NO ACTION`);
    await runner.query(`ALTER TABLE "submission_event" ADD CONSTRAINT "submission_event_submission_fk" FOREIGN KEY ("learner_id", "submission_id") REFERENCES "submission"("learner_id","id") ON DELETE CASCADE ON UPDATE CASCADE`);
    await runner.query(`ALTER TABLE "submission_round" ADD CONSTRAINT "submission_round_edition_fk" FOREIGN KEY ("project_edition_id", "project_id") REFERENCES "edition"("id","document_id") ON DELETE NO ACTION ON UPDATE NO ACTION`);
    await runner.query(`ALTER TABLE "submission_round" ADD CONSTRAINT "submission_round_submission_fk" FOREIGN KEY ("learner_id", "submission_id") REFERENCES "submission"("learner_id","id") ON DELETE CASCADE ON UPDATE CASCADE`);
    await runner.query(`ALTER TABLE "submission_evidence" ADD CONSTRAINT "submission_evidence_round_fk" FOREIGN KEY ("learner_id", "submission_id", "round") REFERENCES "submission_round"("learner_id","submission_id","number") ON DELETE CASCADE ON UPDATE CASCADE`);
    await runner.query(`ALTER TABLE "submission_verdict" ADD CONSTRAINT "submission_verdict_round_fk" FOREIGN KEY ("learner_id", "submission_id", "round") REFERENCES "submission_round"("learner_id","submission_id","number") ON DELETE CASCADE ON UPDATE CASCADE`);
    // What was said, found and done stays as it is, and a round from its verdict on.
    for (const table of fixed) {
      await runner.query(`
        CREATE TRIGGER refuse_change BEFORE UPDATE ON ${table} FOR EACH ROW
        WHEN (to_jsonb(OLD) - 'learner_id' IS DISTINCT FROM to_jsonb(NEW) - 'learner_id') EXECUTE FUNCTION refuse_change()`);
    }
    await runner.query(`
      CREATE TRIGGER refuse_change BEFORE UPDATE ON submission_round FOR EACH ROW
      WHEN ((OLD.reviewed_at IS NOT NULL OR OLD.withdrawn_at IS NOT NULL)
        AND to_jsonb(OLD) - 'learner_id' IS DISTINCT FROM to_jsonb(NEW) - 'learner_id') EXECUTE FUNCTION refuse_change()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [...fixed, 'submission_round']) await runner.query(`DROP TRIGGER refuse_change ON ${table}`);
    await runner.query(`ALTER TABLE "submission_verdict" DROP CONSTRAINT "submission_verdict_round_fk"`);
    await runner.query(`ALTER TABLE "submission_evidence" DROP CONSTRAINT "submission_evidence_round_fk"`);
    await runner.query(`ALTER TABLE "submission_round" DROP CONSTRAINT "submission_round_submission_fk"`);
    await runner.query(`ALTER TABLE "submission_round" DROP CONSTRAINT "submission_round_edition_fk"`);
    await runner.query(`ALTER TABLE "submission_event" DROP CONSTRAINT "submission_event_submission_fk"`);
    await runner.query(`ALTER TABLE "submission" DROP CONSTRAINT "submission_learner_fk"`);
    await runner.query(`ALTER TABLE "submission" DROP CONSTRAINT "submission_project_fk"`);
    await runner.query(`DROP TABLE "submission_verdict"`);
    await runner.query(`DROP TABLE "submission_evidence"`);
    await runner.query(`DROP TABLE "submission_round"`);
    await runner.query(`DROP TABLE "submission_event"`);
    await runner.query(`DROP INDEX "public"."submission_reviewer_idx"`);
    await runner.query(`DROP INDEX "public"."submission_waiting_idx"`);
    await runner.query(`DROP INDEX "public"."submission_current_key"`);
    await runner.query(`DROP INDEX "public"."submission_created_at_idx"`);
    await runner.query(`DROP INDEX "public"."submission_id_idx"`);
    await runner.query(`DROP INDEX "public"."submission_project_idx"`);
    await runner.query(`DROP TABLE "submission"`);
  }
}

const fixed = ['submission_evidence', 'submission_verdict', 'submission_event'];
