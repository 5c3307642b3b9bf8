import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ExtendSigningKeysAddReceipts1795330132942 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "vault"."signing_key" ADD "purpose" text NOT NULL DEFAULT 'ACCESS'`);
    await runner.query(`ALTER TABLE "vault"."signing_key" ALTER COLUMN "purpose" DROP DEFAULT`);
    await runner.query(`ALTER TABLE "vault"."signing_key" ALTER COLUMN "private_jwk" DROP NOT NULL`);
    await runner.query(`UPDATE vault.signing_key SET private_jwk = NULL WHERE retired_at IS NOT NULL`);
    await runner.query(`ALTER TABLE "vault"."signing_key" ADD CONSTRAINT "signing_key_private_check" CHECK ((private_jwk IS NULL) = (retired_at IS NOT NULL))`);
    await runner.query(`ALTER TABLE "vault"."signing_key" ADD CONSTRAINT "signing_key_purpose_check" CHECK (purpose IN ('ACCESS', 'RECEIPT'))`);
    await runner.query(`DROP INDEX vault.signing_key_current_key`);
    await runner.query(`CREATE UNIQUE INDEX signing_key_current_key ON vault.signing_key (purpose) WHERE retired_at IS NULL`);
    // What verifies a receipt is kept for ever. A foreign key of receipts would search all of them whenever an access key goes.
    await runner.query(`CREATE TRIGGER refuse_delete BEFORE DELETE ON vault.signing_key FOR EACH ROW WHEN (OLD.purpose = 'RECEIPT') EXECUTE FUNCTION refuse_change()`);
    await runner.query(`CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON vault.signing_key FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`);
    await runner.query(`
      CREATE TRIGGER refuse_change BEFORE UPDATE ON vault.signing_key FOR EACH ROW
      WHEN ((OLD.kid, OLD.purpose, OLD.public_jwk) IS DISTINCT FROM (NEW.kid, NEW.purpose, NEW.public_jwk)) EXECUTE FUNCTION refuse_change()`);

    await runner.query(`CREATE TABLE "receipt" ("learner_id" uuid NOT NULL, "attempt_id" uuid NOT NULL, "grade_number" integer NOT NULL, "text" text NOT NULL, "issued_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT clock_timestamp(), CONSTRAINT "receipt_grade_number_check" CHECK (grade_number >= 1), CONSTRAINT "receipt_pk" PRIMARY KEY ("learner_id", "attempt_id", "grade_number"))`);
    await runner.query(`ALTER TABLE "receipt" ADD CONSTRAINT "receipt_grade_fk" FOREIGN KEY ("learner_id", "attempt_id", "grade_number") REFERENCES "grade"("learner_id","attempt_id","number") ON DELETE CASCADE ON UPDATE CASCADE`);
    await runner.query(`
      CREATE TRIGGER refuse_change BEFORE UPDATE ON receipt FOR EACH ROW
      WHEN (to_jsonb(OLD) - 'learner_id' IS DISTINCT FROM to_jsonb(NEW) - 'learner_id') EXECUTE FUNCTION refuse_change()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE "receipt"`);
    for (const trigger of ['refuse_delete', 'refuse_truncate', 'refuse_change']) {
      await runner.query(`DROP TRIGGER ${trigger} ON vault.signing_key`);
    }
    // Before, every key had a private half, and all were of access tokens: those that were retired can't be kept.
    await runner.query(`DELETE FROM vault.signing_key WHERE purpose = 'RECEIPT' OR private_jwk IS NULL`);
    await runner.query(`DROP INDEX vault.signing_key_current_key`);
    await runner.query(`CREATE UNIQUE INDEX signing_key_current_key ON vault.signing_key ((true)) WHERE retired_at IS NULL`);
    await runner.query(`ALTER TABLE "vault"."signing_key" DROP CONSTRAINT "signing_key_purpose_check"`);
    await runner.query(`ALTER TABLE "vault"."signing_key" DROP CONSTRAINT "signing_key_private_check"`);
    await runner.query(`ALTER TABLE "vault"."signing_key" ALTER COLUMN "private_jwk" SET NOT NULL`);
    await runner.query(`ALTER TABLE "vault"."signing_key" DROP COLUMN "purpose"`);
  }
}
