import net from 'node:net';

/**
 * What becomes of connections: they reach PostgreSQL, are refused, or are taken and then left without any answer. `forget`
 * leaves those that are open without any answer, for good, and lets new ones reach PostgreSQL.
 */
type Mode = 'open' | 'refuse' | 'hang' | 'forget';

/** Stands between the product and PostgreSQL, at an address that stays while what is behind it comes and goes. */
export interface DatabaseProxy {
  /** Connection string of the database, through the proxy. */
  readonly url: string;
  /** Changes what becomes of connections, those that are open included. */
  become(mode: Mode): void;
  /** Leads new connections to another server. */
  leadTo(url: string): void;
  stop(): Promise<void>;
}

export async function startDatabaseProxy(target: string): Promise<DatabaseProxy> {
  let mode: Mode = 'open';
  let upstream = new URL(target);
  const sockets = new Set<net.Socket>();
  const keep = (socket: net.Socket): void => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => socket.destroy());
    if (mode === 'hang') socket.pause();
  };
  const server = net.createServer((client) => {
    keep(client);
    if (mode === 'refuse') return client.resetAndDestroy();
    if (mode === 'hang') return;
    const database = net.connect(Number(upstream.port), upstream.hostname);
    keep(database);
    client.pipe(database).pipe(client);
    client.on('close', () => database.destroy());
    database.on('close', () => client.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(target);
  url.port = String((server.address() as net.AddressInfo).port);
  const endAll = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: url.href,
    become: (wanted) => {
      mode = wanted;
      // What is on its way stays there: nobody closes, and nobody answers.
      if (wanted === 'hang' || wanted === 'forget') for (const socket of sockets) socket.unpipe().pause();
      else endAll();
    },
    leadTo: (other) => {
      upstream = new URL(other);
    },
    stop: async () => {
      endAll();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
