import { Client } from 'pg';

/**
 * Connects to a PostgreSQL server once, to say early and clearly that it can't be used.
 * @returns where it is and its version, such as "PostgreSQL 18.4 at db:5432/careergraph"; never the password
 * @throws what the connection met
 */
export async function checkConnection(url: string): Promise<string> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  // A server that goes away while we talk to it reports twice: to the query, and here.
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<{ server_version: string }>('SHOW server_version');
    return `PostgreSQL ${rows[0]?.server_version.split(' ')[0]} at ${client.host}:${client.port}/${client.database}`;
  } finally {
    await client.end();
  }
}
