import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateEditing1795321644487 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE "audit_entry" ("id" bigint GENERATED ALWAYS AS IDENTITY NOT NULL, "at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT clock_timestamp(), "action" text NOT NULL, "actor_id" uuid, "document_id" uuid, "edition_id" uuid, "detail" text, "address" text NOT NULL, "request_id" text NOT NULL, CONSTRAINT "audit_entry_pk" PRIMARY KEY ("id"))`);
    await runner.query(`CREATE INDEX "audit_entry_actor_idx" ON "audit_entry"  ("actor_id", "id") `);
    await runner.query(`CREATE INDEX "audit_entry_document_idx" ON "audit_entry"  ("document_id", "id") `);
    await runner.query(`CREATE TABLE "edition_reference" ("edition_id" uuid NOT NULL, "target_id" uuid NOT NULL, "pointer" text NOT NULL, CONSTRAINT "edition_reference_pk" PRIMARY KEY ("edition_id", "target_id", "pointer"))`);
    await runner.query(`CREATE INDEX "edition_reference_target_idx" ON "edition_reference"  ("target_id") `);
    await runner.query(`ALTER TABLE "edition_reference" ADD CONSTRAINT "edition_reference_edition_id_fk" FOREIGN KEY ("edition_id") REFERENCES "edition"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`);
    await runner.query(`ALTER TABLE "edition_reference" ADD CONSTRAINT "edition_reference_target_id_fk" FOREIGN KEY ("target_id") REFERENCES "document"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`);
    // The log is only ever added to.
    await runner.query(`CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON audit_entry FOR EACH ROW EXECUTE FUNCTION refuse_change()`);
    await runner.query(`CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON audit_entry FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "edition_reference" DROP CONSTRAINT "edition_reference_target_id_fk"`);
    await runner.query(`ALTER TABLE "edition_reference" DROP CONSTRAINT "edition_reference_edition_id_fk"`);
    await runner.query(`DROP INDEX "public"."edition_reference_target_idx"`);
    await runner.query(`DROP TABLE "edition_reference"`);
    await runner.query(`DROP INDEX "public"."audit_entry_document_idx"`);
    await runner.query(`DROP INDEX "public"."audit_entry_actor_idx"`);
    await runner.query(`DROP TABLE "audit_entry"`);
  }
}
