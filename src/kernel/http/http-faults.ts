import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** What HTTP itself finds wrong with a request, told in the form of a GraphQL answer. */
type Fault = Error & { readonly code?: string; readonly statusCode?: number };

/** What is told instead of the words of Fastify and Node, which do not say the way out. */
const wayOut: Record<string, string> = {
  FST_ERR_CTP_BODY_TOO_LARGE:
    'The request body is too large: 1,000,000 bytes are the most. Send large values in several mutations.',
  FST_ERR_CTP_INVALID_JSON_BODY: 'The body is not valid JSON: send {"query": "…", "variables": { … }}.',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'The body is empty: send JSON, {"query": "…", "variables": { … }}.',
  FST_ERR_BAD_URL: 'The address cannot be read: encode what is special in it, as encodeURIComponent does.',
  HPE_HEADER_OVERFLOW:
    'The address and headers are too large: 16 KB are the most. Send a long operation by POST, or register it as a persisted query.',
  ERR_HTTP_REQUEST_TIMEOUT: 'The request took too long to arrive: send it again.',
};

const messageOf = (fault: Fault): string => wayOut[fault.code ?? ''] ?? fault.message;

/** The answer to a request that HTTP refuses; faults of our own are masked. */
export function faultBody(fault: Fault, requestId: string): object {
  const isOurs = (fault.statusCode ?? 500) >= 500;
  const message = isOurs ? 'Something went wrong on our side.' : messageOf(fault);
  return { errors: [{ message, extensions: { code: isOurs ? 'INTERNAL' : 'BAD_USER_INPUT', requestId } }] };
}

/** Options of Fastify for requests that reach no route, since their address or headers cannot be read. */
export const unreadableRequests = {
  frameworkErrors(fault: Fault, request: FastifyRequest, reply: FastifyReply): void {
    void reply
      .code(fault.statusCode ?? 400)
      .headers({ 'x-request-id': request.id, 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' })
      .type('application/json; charset=utf-8')
      .send(JSON.stringify(faultBody({ ...fault, message: fault.message, statusCode: 400 }, request.id)));
  },
  clientErrorHandler(fault: Fault, socket: Socket): void {
    // Who has gone hears nothing.
    if (fault.code === 'ECONNRESET' || socket.destroyed) return;
    const status = fault.code === 'HPE_HEADER_OVERFLOW' ? 431 : fault.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400;
    const requestId = randomUUID();
    const body = JSON.stringify(
      faultBody({ name: fault.name, code: fault.code, message: 'This is not HTTP.', statusCode: status }, requestId),
    );
    if (socket.writable) {
      socket.write(
        `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\ncontent-type: application/json; charset=utf-8\r\nx-request-id: ${requestId}\r\n` +
          `x-content-type-options: nosniff\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
      );
    }
    socket.destroySoon();
  },
};
