import { connect } from 'node:net';

/** The parts of a connection of the driver that are needed to end its statement. */
export interface BackendConnection {
  readonly host: string;
  readonly port: number;
  readonly processID: number | null;
  readonly secretKey: number | null;
}

/** How long PostgreSQL may take to accept a cancel request, in milliseconds. */
const TIMEOUT_MS = 5_000;
/** The request code of a CancelRequest (PostgreSQL, "Message Formats"). */
const CANCEL_REQUEST = 80_877_102;

/**
 * Asks PostgreSQL to end the statement that runs on a connection. The request goes over a connection of its own that needs no
 * password and no place in the pool, so it also works when all are taken. Resolves when PostgreSQL has sent the signal and
 * closed that connection: what is sent on the connection afterwards is not hit. Never rejects, since without the signal the
 * statement's own time limit ends it.
 */
export function cancelStatement({ host, port, processID, secretKey }: BackendConnection): Promise<void> {
  if (processID === null || secretKey === null) return Promise.resolve();
  const packet = Buffer.alloc(16);
  packet.writeInt32BE(16, 0);
  packet.writeInt32BE(CANCEL_REQUEST, 4);
  packet.writeInt32BE(processID, 8);
  packet.writeInt32BE(secretKey, 12);
  return new Promise((resolve) => {
    const socket = host.startsWith('/') ? connect(`${host}/.s.PGSQL.${port}`) : connect(port, host);
    socket.setTimeout(TIMEOUT_MS, () => socket.destroy());
    socket.on('connect', () => socket.write(packet));
    socket.on('error', () => socket.destroy());
    socket.on('close', () => resolve());
    // Without reading, the end of the other side would not be seen.
    socket.resume();
  });
}
