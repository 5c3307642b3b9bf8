import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateAccounts1795321468963 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE "user_account" ("id" uuid NOT NULL, "email" text, "display_name" text NOT NULL, "password_hash" text, "created_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(), "disabled_at" TIMESTAMP WITH TIME ZONE, CONSTRAINT "user_account_display_name_check" CHECK (length(display_name) BETWEEN 1 AND 80), CONSTRAINT "user_account_email_check" CHECK (length(email) BETWEEN 3 AND 254), CONSTRAINT "user_account_pk" PRIMARY KEY ("id"))`);
    await runner.query(`CREATE INDEX "user_account_created_at_idx" ON "user_account"  ("created_at", "id") `);
    await runner.query(`CREATE TABLE "api_token" ("user_id" uuid NOT NULL, "id" uuid NOT NULL, "name" text NOT NULL, "token_hash" bytea NOT NULL, "prefix" text NOT NULL, "roles" text array NOT NULL, "kinds" text array, "created_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(), "expires_at" TIMESTAMP WITH TIME ZONE NOT NULL, "revoked_at" TIMESTAMP WITH TIME ZONE, "last_used_at" TIMESTAMP WITH TIME ZONE, CONSTRAINT "api_token_user_id_token_hash_key" UNIQUE ("user_id", "token_hash"), CONSTRAINT "api_token_name_check" CHECK (length(name) BETWEEN 1 AND 80), CONSTRAINT "api_token_pk" PRIMARY KEY ("user_id", "id"))`);
    await runner.query(`CREATE INDEX "api_token_id_idx" ON "api_token"  ("id") `);
    await runner.query(`CREATE TABLE "external_identity" ("issuer" text NOT NULL, "subject" text NOT NULL, "user_id" uuid NOT NULL, "created_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(), CONSTRAINT "external_identity_pk" PRIMARY KEY ("issuer", "subject"))`);
    await runner.query(`CREATE INDEX "external_identity_user_idx" ON "external_identity"  ("user_id") `);
    await runner.query(`CREATE TABLE "rate_limit" ("key" character varying(255) NOT NULL, "points" integer NOT NULL DEFAULT '0', "expire" bigint, CONSTRAINT "rate_limit_pk" PRIMARY KEY ("key"))`);
    await runner.query(`CREATE TABLE "session" ("user_id" uuid NOT NULL, "id" uuid NOT NULL, "created_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(), "last_used_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(), "expires_at" TIMESTAMP WITH TIME ZONE NOT NULL, "ended_at" TIMESTAMP WITH TIME ZONE, "address" text NOT NULL, "user_agent" text NOT NULL, CONSTRAINT "session_pk" PRIMARY KEY ("user_id", "id"))`);
    await runner.query(`CREATE TABLE "refresh_token" ("user_id" uuid NOT NULL, "session_id" uuid NOT NULL, "token_hash" bytea NOT NULL, "created_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(), "used_at" TIMESTAMP WITH TIME ZONE, CONSTRAINT "refresh_token_pk" PRIMARY KEY ("user_id", "session_id", "token_hash"))`);
    await runner.query(`CREATE TABLE "vault"."signing_key" ("kid" text NOT NULL, "public_jwk" jsonb NOT NULL, "private_jwk" jsonb NOT NULL, "created_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(), "retired_at" TIMESTAMP WITH TIME ZONE, CONSTRAINT "signing_key_pk" PRIMARY KEY ("kid"))`);
    await runner.query(`CREATE TABLE "role_grant" ("user_id" uuid NOT NULL, "role" text NOT NULL, "granted_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(), "granted_by_id" uuid, CONSTRAINT "role_grant_role_check" CHECK (role IN ('LEARNER', 'EDITOR', 'PUBLISHER', 'REVIEWER', 'ADMIN')), CONSTRAINT "role_grant_pk" PRIMARY KEY ("user_id", "role"))`);
    await runner.query(`ALTER TABLE "api_token" ADD CONSTRAINT "api_token_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "user_account"("id") ON DELETE CASCADE ON UPDATE NO ACTION`);
    await runner.query(`ALTER TABLE "external_identity" ADD CONSTRAINT "external_identity_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "user_account"("id") ON DELETE CASCADE ON UPDATE NO ACTION`);
    await runner.query(`ALTER TABLE "session" ADD CONSTRAINT "session_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "user_account"("id") ON DELETE CASCADE ON UPDATE NO ACTION`);
    await runner.query(`ALTER TABLE "refresh_token" ADD CONSTRAINT "refresh_token_session_fk" FOREIGN KEY ("user_id", "session_id") REFERENCES "session"("user_id","id") ON DELETE CASCADE ON UPDATE NO ACTION`);
    await runner.query(`ALTER TABLE "role_grant" ADD CONSTRAINT "role_grant_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "user_account"("id") ON DELETE CASCADE ON UPDATE NO ACTION`);
    // What TypeORM can't say: unique whatever the case, one key that signs, the few grants that are not LEARNER.
    await runner.query(`CREATE UNIQUE INDEX user_account_email_key ON user_account (lower(email))`);
    await runner.query(`CREATE UNIQUE INDEX signing_key_current_key ON vault.signing_key ((true)) WHERE retired_at IS NULL`);
    await runner.query(`CREATE INDEX role_grant_role_idx ON role_grant (role) WHERE role <> 'LEARNER'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['role_grant', 'vault.signing_key', 'refresh_token', 'session', 'rate_limit', 'external_identity', 'api_token', 'user_account']) {
      await runner.query(`DROP TABLE ${table}`);
    }
  }
}
