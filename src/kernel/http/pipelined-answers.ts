import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Lets every answer hear that its caller has gone. Node emits `close` on the answer whose turn it is; those to requests that
 * were sent ahead on the same connection (pipelining) would never hear of it, and count as running for ever.
 */
export function closeWithConnection(server: Server): void {
  const open = new WeakMap<Socket, Set<ServerResponse>>();
  server.prependListener('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    let answers = open.get(socket);
    if (!answers) {
      answers = new Set();
      open.set(socket, answers);
      socket.once('close', () => {
        // One that has the connection is told by Node.
        for (const answer of open.get(socket) ?? []) if (answer.socket === null) answer.emit('close');
      });
    }
    answers.add(response);
    response.once('close', () => open.get(socket)?.delete(response));
  });
}
