import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateIdempotency1795322396473 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE "vault"."idempotency_claim" ("caller" text NOT NULL, "key" text NOT NULL, "body_hash" bytea NOT NULL, "request_id" text NOT NULL, "created_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT clock_timestamp(), "answer" json, CONSTRAINT "idempotency_claim_pk" PRIMARY KEY ("caller", "key"))`);
    await runner.query(`CREATE INDEX "idempotency_claim_created_at_idx" ON "vault"."idempotency_claim"  ("created_at") `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX "vault"."idempotency_claim_created_at_idx"`);
    await runner.query(`DROP TABLE "vault"."idempotency_claim"`);
  }
}
