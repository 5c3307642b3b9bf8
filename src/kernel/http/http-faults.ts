import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import { tooCostly } from '../errors/errors';

/** What HTTP itself finds wrong with a request, told in the form of a GraphQL answer. */
type Fault = Error & { readonly code?: string; readonly statusCode?: number };

/** What a hook throws to refuse a request with this status, in these words. */
export const refused = (statusCode: number, message: string): Fault =>
  Object.assign(new Error(message), { statusCode });

/** What is told instead of the words of Fastify and Node, which do not say the way out. */
const wayOut: Record<string, string> = {
  FST_ERR_CTP_INVALID_JSON_BODY: 'The body is not valid JSON: send {"query": "…", "variables": { … }}.',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'The body is empty: send JSON, {"query": "…", "variables": { … }}.',
  FST_ERR_BAD_URL: 'The address cannot be read: encode what is special in it, as encodeURIComponent does.',
  HPE_HEADER_OVERFLOW:
    'The address and headers are too large: 16 KB are the most. Send a long operation by POST, or register it as a persisted query.',
  ERR_HTTP_REQUEST_TIMEOUT: 'The request took too long to arrive: send it again.',
};

interface FaultBody {
  readonly errors: readonly { readonly message: string; readonly extensions: Readonly<Record<string, unknown>> }[];
}

/** The status of a request that a hook or HTTP itself refuses, unless the fault is ours. */
export const statusOfFault = (fault: Fault): number => fault.statusCode ?? (fault instanceof GraphQLError ? 400 : 500);

/** The answer to such a request; faults of our own are masked. */
export function faultBody(fault: Fault, requestId: string): FaultBody {
  if (fault instanceof GraphQLError) return bodyOf(fault.message, { ...fault.extensions, requestId });
  if (statusOfFault(fault) >= 500) return bodyOf('Something went wrong on our side.', { code: 'INTERNAL', requestId });
  return bodyOf(wayOut[fault.code ?? ''] ?? fault.message, { code: 'BAD_USER_INPUT', requestId });
}

const bodyOf = (message: string, extensions: Record<string, unknown>): FaultBody => ({
  errors: [{ message, extensions }],
});

/** The same fault, or what is said in its place: a body over the limit is an operation that is too costly. */
export function knownFault(fault: Fault, contentLength: string | undefined, maxBodyBytes: number): Fault {
  if (fault.code !== 'FST_ERR_CTP_BODY_TOO_LARGE') return fault;
  const known = tooCostly('bodyBytes', contentLength === undefined ? null : Number(contentLength), maxBodyBytes);
  return Object.assign(known, { statusCode: 413 });
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
