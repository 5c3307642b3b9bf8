import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What TypeORM has no words for: perspectives, immutable history, and indexes for search by part of a name.
 *
 * Every perspective is a relation (document_id, edition_id). The functions are plain SQL and not STRICT, so that
 * PostgreSQL inlines them into the statement that uses them. Rows of published editions are never deleted.
 */
export class CreatePerspectives1795318808169 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE VIEW published AS
      SELECT id AS document_id, published_edition_id AS edition_id FROM document WHERE published_edition_id IS NOT NULL`);
    await runner.query(`
      CREATE VIEW draft AS
      SELECT id AS document_id, latest_edition_id AS edition_id FROM document
      WHERE latest_edition_id IS NOT NULL AND archived_at IS NULL`);
    await runner.query(`
      CREATE FUNCTION editions_at(publication int) RETURNS TABLE (document_id uuid, edition_id uuid) LANGUAGE sql STABLE AS $$
        SELECT i.document_id, i.edition_id FROM publication_item i
        WHERE i.publication_number <= publication AND (i.superseded_by IS NULL OR i.superseded_by > publication)
          AND i.edition_id IS NOT NULL
      $$`);
    await runner.query(`
      CREATE FUNCTION release_editions(release uuid) RETURNS TABLE (document_id uuid, edition_id uuid) LANGUAGE sql STABLE AS $$
        SELECT d.id, CASE WHEN i.document_id IS NULL THEN d.published_edition_id ELSE i.edition_id END
        FROM document d LEFT JOIN release_item i ON i.document_id = d.id AND i.release_id = release
        WHERE CASE WHEN i.document_id IS NULL THEN d.published_edition_id ELSE i.edition_id END IS NOT NULL
      $$`);
    await runner.query(`
      CREATE VIEW vault.edition_content AS
      SELECT e.id AS edition_id, e.document_id, e.number, e.content || coalesce(k.content, '{}') AS content
      FROM edition e LEFT JOIN vault.answer_key k ON k.edition_id = e.id`);

    // What holds for a document now: at most one item.
    await runner.query(`CREATE UNIQUE INDEX publication_item_current_key ON publication_item (document_id) WHERE superseded_by IS NULL`);

    await runner.query(`
      CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'rows of % are never changed or deleted', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
      END
      $$`);
    for (const table of ['edition', 'vault.answer_key', 'publication']) {
      await runner.query(`
        CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON ${table} FOR EACH ROW EXECUTE FUNCTION refuse_change()`);
    }
    for (const table of ['edition', 'vault.answer_key', 'publication', 'publication_item']) {
      await runner.query(`
        CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON ${table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`);
    }
    // Once, when the next publication of the document takes over; nothing else of an item ever changes.
    await runner.query(`CREATE TRIGGER refuse_delete BEFORE DELETE ON publication_item FOR EACH ROW EXECUTE FUNCTION refuse_change()`);
    await runner.query(`
      CREATE TRIGGER refuse_change BEFORE UPDATE ON publication_item FOR EACH ROW
      WHEN (OLD.superseded_by IS NOT NULL OR (OLD.publication_number, OLD.document_id, OLD.edition_id, OLD.slug, OLD.previous_edition_id)
        IS DISTINCT FROM (NEW.publication_number, NEW.document_id, NEW.edition_id, NEW.slug, NEW.previous_edition_id))
      EXECUTE FUNCTION refuse_change()`);

    await runner.query(`CREATE EXTENSION IF NOT EXISTS pg_trgm`);
    for (const [table, column] of searched) {
      await runner.query(`CREATE INDEX ${table}_${column}_trgm ON ${table} USING gin (${column} gin_trgm_ops)`);
    }
    await runner.query(`CREATE INDEX document_slug_trgm ON document USING gin (slug gin_trgm_ops)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX document_slug_trgm`);
    for (const [table, column] of searched) await runner.query(`DROP INDEX ${table}_${column}_trgm`);
    // The extension stays: it may have been there before, and others may use it.
    for (const table of ['publication_item', 'publication', 'vault.answer_key', 'edition']) {
      await runner.query(`DROP TRIGGER refuse_truncate ON ${table}`);
    }
    await runner.query(`DROP TRIGGER refuse_change ON publication_item`);
    await runner.query(`DROP TRIGGER refuse_delete ON publication_item`);
    for (const table of ['publication', 'vault.answer_key', 'edition']) await runner.query(`DROP TRIGGER refuse_change ON ${table}`);
    await runner.query(`DROP FUNCTION refuse_change`);
    await runner.query(`DROP INDEX publication_item_current_key`);
    await runner.query(`DROP VIEW vault.edition_content`);
    await runner.query(`DROP FUNCTION release_editions`);
    await runner.query(`DROP FUNCTION editions_at`);
    await runner.query(`DROP VIEW draft`);
    await runner.query(`DROP VIEW published`);
  }
}

/** What `contains` filters look through. */
const searched = [
  ['career', 'title'],
  ['skill', 'name'],
  ['project', 'title'],
  ['question', 'prompt'],
  ['assessment', 'title'],
  ['industry', 'name'],
  ['employer', 'name'],
] as const;
