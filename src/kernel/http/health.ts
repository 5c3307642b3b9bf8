import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { requestScope } from './request-scope';

/** What answers in every state: health, and metrics. */
const ALWAYS = /^\/(health|metrics)([/?]|$)/;

/** Whether this process takes requests, and how many run. */
export class Health {
  private state: 'starting' | 'serving' | 'stopping' = 'starting';
  private step = 'starting';
  private running = 0;
  private whenIdle: (() => void) | undefined;

  /** Requests that run, without those to health and metrics. */
  get requestsRunning(): number {
    return this.running;
  }

  /** Says what the start is at; once it is over, nothing is changed. */
  startingWith(step: string): void {
    this.step = step;
  }

  /** From now on requests are served. */
  serve(): void {
    if (this.state === 'starting') this.state = 'serving';
  }

  /** From now on new requests are refused; resolves when those that run are over. */
  async drain(): Promise<void> {
    this.state = 'stopping';
    if (this.running > 0) await new Promise<void>((resolve) => (this.whenIdle = resolve));
  }

  /** Why requests are refused at the moment, in words; undefined when they are taken. */
  get refusal(): string | undefined {
    if (this.state === 'serving') return undefined;
    return this.state === 'stopping' ? 'The server is stopping.' : `The server is starting: ${this.step}.`;
  }

  /** Counts a request until its answer is out or its caller gone. */
  enter(reply: FastifyReply): void {
    this.running += 1;
    reply.raw.once('close', () => {
      this.running -= 1;
      if (this.running === 0) this.whenIdle?.();
    });
  }
}

/**
 * Refuses what comes while the process starts or stops, and answers /health/live (the process runs) and /health/ready (it
 * takes requests, and its database answers). Comes behind what every answer carries, and before what reads requests.
 * @param checkDatabase rejects, soon, when the database does not answer
 */
export function addHealth(app: FastifyInstance, health: Health, checkDatabase: () => Promise<unknown>): void {
  app.addHook('onRequest', (request, reply, done) => {
    if (ALWAYS.test(request.url)) return done();
    const { refusal } = health;
    if (refusal === undefined) {
      health.enter(reply);
      return done();
    }
    void refuse(request, reply, `${refusal} Try again shortly.`);
  });
  app.get('/health/live', (_request, reply) => reply.header('cache-control', 'no-store').send({ status: 'live' }));
  app.get('/health/ready', async (_request, reply) => {
    const reason =
      health.refusal ??
      (await checkDatabase().then(
        () => undefined,
        () => 'The database does not answer.',
      )) ??
      // It may have begun to stop meanwhile.
      health.refusal;
    reply.header('cache-control', 'no-store');
    return reason === undefined ? { status: 'ready' } : reply.code(503).send({ status: 'not ready', reason });
  });
}

function refuse(request: FastifyRequest, reply: FastifyReply, message: string): FastifyReply {
  requestScope.getStore()?.work?.codes.add('UNAVAILABLE');
  return reply
    .code(503)
    .headers({ 'retry-after': '1', 'cache-control': 'no-store', connection: 'close' })
    .send({ errors: [{ message, extensions: { code: 'UNAVAILABLE', requestId: request.id } }] });
}
