import type { DataSource } from 'typeorm';

/** Every row of every table that has a learner's key, and of the counts of questions: as `table row`, sorted. */
export async function learningRows(store: DataSource): Promise<string[]> {
  const tables: { name: string }[] = await store.query(
    `SELECT DISTINCT table_name AS name FROM information_schema.columns WHERE table_schema = 'public'
       AND (column_name = 'learner_id' OR table_name IN ('learner', 'question_exposure'))`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const rows: { row: string }[] = await store.query(`SELECT to_jsonb(t)::text AS row FROM ${name} t`);
    found.push(...rows.map(({ row }) => `${name} ${row}`));
  }
  return found.toSorted();
}
