import type { MigrationInterface, QueryRunner } from 'typeorm';

export class TellDrawableQuestions1795328418767 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // Rows of before say what their keys say; no default stays, as the projection always states a value.
    await runner.query(`ALTER TABLE "question" ADD "gradable" boolean NOT NULL DEFAULT false`);
    await runner.query(`ALTER TABLE "question" ADD "has_affinities" boolean NOT NULL DEFAULT false`);
    await runner.query(`
      UPDATE "question" q SET "has_affinities" = k.content->'key' ? 'affinities', "gradable" = CASE q.kind
        WHEN 'SINGLE_CHOICE' THEN k.content->'key' ? 'correctOptions'
        WHEN 'MULTIPLE_CHOICE' THEN k.content->'key' ? 'correctOptions'
        WHEN 'ORDERING' THEN k.content->'key' ? 'order'
        WHEN 'NUMERIC' THEN k.content->'key' ? 'number'
        WHEN 'SHORT_TEXT' THEN k.content->'key' ? 'acceptedTexts'
        WHEN 'YES_NO' THEN k.content->'key' ? 'yes'
        ELSE false END
      FROM vault.answer_key k WHERE k.edition_id = q.edition_id AND k.content ? 'key'`);
    await runner.query(`ALTER TABLE "question" ALTER COLUMN "gradable" DROP DEFAULT, ALTER COLUMN "has_affinities" DROP DEFAULT`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "question" DROP COLUMN "has_affinities"`);
    await runner.query(`ALTER TABLE "question" DROP COLUMN "gradable"`);
  }
}
