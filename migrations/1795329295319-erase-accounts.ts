import type { MigrationInterface, QueryRunner } from 'typeorm';

export class EraseAccounts1795329295319 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "user_account" ADD "erased_at" TIMESTAMP WITH TIME ZONE`);
    await runner.query(`ALTER TABLE "user_account" ADD CONSTRAINT "user_account_erased_check" CHECK (erased_at IS NULL OR (email IS NULL AND password_hash IS NULL AND disabled_at IS NOT NULL))`);
    await runner.query(`CREATE TABLE "erased_identity" ("identity_hash" bytea NOT NULL, "erased_at" TIMESTAMP WITH TIME ZONE NOT NULL, CONSTRAINT "erased_identity_pk" PRIMARY KEY ("identity_hash"))`);

    // Entries are never changed, with one exception: where an erased account acted from is emptied, and nothing else of them.
    await runner.query(`
      CREATE FUNCTION erase_origin_only() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NEW.address = 'erased' AND NEW.request_id = 'erased'
          AND to_jsonb(OLD) - '{address,request_id}'::text[] = to_jsonb(NEW) - '{address,request_id}'::text[]
          AND EXISTS (SELECT FROM user_account WHERE id = OLD.actor_id AND erased_at IS NOT NULL)
        THEN RETURN NEW;
        END IF;
        RAISE EXCEPTION 'rows of % are never changed or deleted', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
      END
      $$`);
    await runner.query(`DROP TRIGGER refuse_change ON audit_entry`);
    await runner.query(`CREATE TRIGGER refuse_change BEFORE UPDATE ON audit_entry FOR EACH ROW EXECUTE FUNCTION erase_origin_only()`);
    await runner.query(`CREATE TRIGGER refuse_delete BEFORE DELETE ON audit_entry FOR EACH ROW EXECUTE FUNCTION refuse_change()`);

    // What was under way while the account was erased waits for that, and leaves no new address behind.
    await runner.query(`
      CREATE FUNCTION forget_origin_of_erased() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE
        erased timestamptz;
      BEGIN
        SELECT erased_at INTO erased FROM user_account WHERE id = NEW.actor_id FOR KEY SHARE;
        IF erased IS NOT NULL THEN
          NEW.address := 'erased';
          NEW.request_id := 'erased';
        END IF;
        RETURN NEW;
      END
      $$`);
    await runner.query(`CREATE TRIGGER forget_origin BEFORE INSERT ON audit_entry FOR EACH ROW WHEN (NEW.actor_id IS NOT NULL) EXECUTE FUNCTION forget_origin_of_erased()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TRIGGER forget_origin ON audit_entry`);
    await runner.query(`DROP FUNCTION forget_origin_of_erased`);
    await runner.query(`DROP TRIGGER refuse_delete ON audit_entry`);
    await runner.query(`DROP TRIGGER refuse_change ON audit_entry`);
    await runner.query(`CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON audit_entry FOR EACH ROW EXECUTE FUNCTION refuse_change()`);
    await runner.query(`DROP FUNCTION erase_origin_only`);
    await runner.query(`DROP TABLE "erased_identity"`);
    await runner.query(`ALTER TABLE "user_account" DROP CONSTRAINT "user_account_erased_check"`);
    await runner.query(`ALTER TABLE "user_account" DROP COLUMN "erased_at"`);
  }
}
