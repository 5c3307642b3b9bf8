import sql, { raw, type Sql } from 'sql-template-tag';
import type { DataSource } from 'typeorm';
import { keysetAfter, orderBy, type SortColumn } from '../../kernel/database/keyset';
import { type Connection, connectionWith } from '../../kernel/graphql/connection';
import { encodeCursor } from '../../kernel/graphql/cursor';
import { cutPage, type Page } from '../../kernel/graphql/page';
import { USER_COLUMNS, type UserRow } from './users';

const order: SortColumn[] = [
  { column: 'u.created_at', type: 'timestamptz' },
  { column: 'u.id', type: 'uuid' },
];

/**
 * Users, the latest first.
 * @param email only the one with this address, whatever the case of its letters
 */
export async function listUsers(
  dataSource: DataSource,
  page: Page,
  email: string | null,
): Promise<Connection<{ cursor: string; node: UserRow }>> {
  const query = <Row>({ text, values }: Sql): Promise<Row[]> => dataSource.query(text, values);
  const matching = email === null ? sql`true` : sql`lower(u.email) = lower(${email})`;
  const read = await query<UserRow & { at: string }>(sql`
    SELECT ${raw(USER_COLUMNS)}, u.created_at::text AS at FROM user_account u
    WHERE ${matching} AND ${keysetAfter(page, 'users', order, true)}
    ${orderBy(order, !page.backward)} LIMIT ${page.limit + 1}`);
  const { rows, ...more } = cutPage(read, page);
  const edges = rows.map((node) => ({ node, cursor: encodeCursor('users', [node.at, node.id]) }));
  return connectionWith(edges, more, async () => {
    const [row] = await query<{ total: number }>(
      sql`SELECT count(*)::int AS total FROM user_account u WHERE ${matching}`,
    );
    return row!.total;
  });
}
