import type { EntityManager, ObjectLiteral } from 'typeorm';

/** PostgreSQL takes 65,535 values a statement; 500 rows stay below it for every table that we have. */
const ROWS_A_STATEMENT = 500;

/** Inserts rows (by property names) in as few statements as fit; each must have the same keys. */
export async function insertRows(manager: EntityManager, entity: Function, rows: readonly object[]): Promise<void> {
  for (let start = 0; start < rows.length; start += ROWS_A_STATEMENT) {
    await manager
      .createQueryBuilder()
      .insert()
      .into(entity)
      .values(rows.slice(start, start + ROWS_A_STATEMENT) as ObjectLiteral[])
      .updateEntity(false)
      .execute();
  }
}
