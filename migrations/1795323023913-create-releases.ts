import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateReleases1795323023913 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE "preview_token" ("id" uuid NOT NULL, "token_hash" bytea NOT NULL, "perspective" text NOT NULL, "created_by_id" uuid NOT NULL, "created_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(), "expires_at" TIMESTAMP WITH TIME ZONE NOT NULL, "revoked_at" TIMESTAMP WITH TIME ZONE, CONSTRAINT "preview_token_perspective_check" CHECK (length(perspective) BETWEEN 1 AND 200), CONSTRAINT "preview_token_pk" PRIMARY KEY ("id"))`);
    await runner.query(`CREATE INDEX "preview_token_created_by_idx" ON "preview_token"  ("created_by_id") `);
    await runner.query(`CREATE INDEX "preview_token_expires_at_idx" ON "preview_token"  ("expires_at", "id") `);
    await runner.query(`ALTER TABLE "audit_entry" ADD "subject_id" text`);
    await runner.query(`ALTER TABLE "release" ADD "state" text NOT NULL DEFAULT 'OPEN'`);
    await runner.query(`ALTER TABLE "release" ADD "created_by_id" uuid`);
    await runner.query(`ALTER TABLE "release" ADD "publish_at" TIMESTAMP WITH TIME ZONE`);
    await runner.query(`ALTER TABLE "release" ADD "time_zone" text`);
    await runner.query(`ALTER TABLE "release" ADD "scheduled_by_id" uuid`);
    await runner.query(`ALTER TABLE "release" ADD "publication_number" integer`);
    await runner.query(`ALTER TABLE "release" ADD "failed_problems" jsonb`);
    await runner.query(`CREATE INDEX "release_state_idx" ON "release"  ("state", "publish_at") `);
    await runner.query(`CREATE INDEX "release_created_at_idx" ON "release"  ("created_at", "id") `);
    await runner.query(`ALTER TABLE "release" ADD CONSTRAINT "release_schedule_check" CHECK (state <> 'SCHEDULED' OR (publish_at IS NOT NULL AND time_zone IS NOT NULL AND scheduled_by_id IS NOT NULL))`);
    await runner.query(`ALTER TABLE "release" ADD CONSTRAINT "release_state_check" CHECK (state IN ('OPEN', 'SCHEDULED', 'PUBLISHED', 'FAILED'))`);
    await runner.query(`ALTER TABLE "preview_token" ADD CONSTRAINT "preview_token_created_by_id_fk" FOREIGN KEY ("created_by_id") REFERENCES "user_account"("id") ON DELETE CASCADE ON UPDATE NO ACTION`);
    await runner.query(`ALTER TABLE "release" ADD CONSTRAINT "release_publication_fk" FOREIGN KEY ("publication_number") REFERENCES "publication"("number") ON DELETE NO ACTION ON UPDATE NO ACTION`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "release" DROP CONSTRAINT "release_publication_fk"`);
    await runner.query(`ALTER TABLE "preview_token" DROP CONSTRAINT "preview_token_created_by_id_fk"`);
    await runner.query(`ALTER TABLE "release" DROP CONSTRAINT "release_state_check"`);
    await runner.query(`ALTER TABLE "release" DROP CONSTRAINT "release_schedule_check"`);
    await runner.query(`DROP INDEX "public"."release_created_at_idx"`);
    await runner.query(`DROP INDEX "public"."release_state_idx"`);
    await runner.query(`ALTER TABLE "release" DROP COLUMN "failed_problems"`);
    await runner.query(`ALTER TABLE "release" DROP COLUMN "publication_number"`);
    await runner.query(`ALTER TABLE "release" DROP COLUMN "scheduled_by_id"`);
    await runner.query(`ALTER TABLE "release" DROP COLUMN "time_zone"`);
    await runner.query(`ALTER TABLE "release" DROP COLUMN "publish_at"`);
    await runner.query(`ALTER TABLE "release" DROP COLUMN "created_by_id"`);
    await runner.query(`ALTER TABLE "release" DROP COLUMN "state"`);
    await runner.query(`ALTER TABLE "audit_entry" DROP COLUMN "subject_id"`);
    await runner.query(`DROP INDEX "public"."preview_token_expires_at_idx"`);
    await runner.query(`DROP INDEX "public"."preview_token_created_by_idx"`);
    await runner.query(`DROP TABLE "preview_token"`);
  }
}
