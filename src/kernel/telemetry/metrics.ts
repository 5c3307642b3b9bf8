import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { errorCodes } from '../errors/errors';
import type { DomainEvent } from './domain-event';

/** What of the outside is measured when somebody asks for the metrics. */
export interface MetricSources {
  /** The pool of connections to PostgreSQL. */
  readonly pool: () => {
    readonly max: number;
    readonly total: number;
    readonly idle: number;
    readonly waiting: number;
  };
  /** How many jobs are in each state; rejects, soon, when the database can't be asked. */
  readonly jobs: () => Promise<Readonly<Record<string, number>>>;
  /** Requests that run. */
  readonly running: () => number;
}

/** Seconds, from a read that is cheap to a statement that is stopped for its time. */
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const STATEMENT_SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30];

/** Codes that say more of an answer than others that it may have beside them, the gravest first. */
const GRAVEST = ['INTERNAL', 'UNAVAILABLE', 'TIMEOUT'];

/** A code of ours as it is; any other one is a fault of ours. Labels must be few, so nothing of a caller becomes one. */
const known = (code: string): string => (code in errorCodes ? code : 'INTERNAL');

/** How an answer is counted: by the gravest of its codes, or `ok`. */
export function outcomeOf(codes: ReadonlySet<string>): string {
  const given = [...codes].map(known);
  return GRAVEST.find((code) => given.includes(code)) ?? given[0] ?? 'ok';
}

/** The metrics of one process, in the words of Prometheus. */
export class Metrics {
  readonly registry = new Registry();
  private readonly registers = [this.registry];
  private readonly requestSeconds = new Histogram({
    name: 'careergraph_graphql_request_duration_seconds',
    help: 'GraphQL requests and how long they took, by kind of operation (none: refused before it was known) and outcome (ok, or the gravest error code).',
    labelNames: ['kind', 'outcome'],
    buckets: SECONDS,
    registers: this.registers,
  });
  private readonly errors = new Counter({
    name: 'careergraph_graphql_errors_total',
    help: 'GraphQL requests whose answer had an error of this code, such as RATE_LIMITED or TOO_COSTLY.',
    labelNames: ['code'],
    registers: this.registers,
  });
  private readonly cost = new Histogram({
    name: 'careergraph_graphql_operation_cost',
    help: 'Field values that operations could bring; MAX_COST is the most.',
    labelNames: ['kind'],
    buckets: [10, 100, 500, 1000, 5000, 10_000, 50_000, 100_000, 500_000],
    registers: this.registers,
  });
  private readonly statements = new Histogram({
    name: 'careergraph_graphql_request_statements',
    help: 'SQL statements of a GraphQL request.',
    labelNames: ['kind'],
    buckets: [0, 1, 2, 5, 10, 20, 50, 100],
    registers: this.registers,
  });
  private readonly statementSeconds = new Histogram({
    name: 'careergraph_sql_statement_duration_seconds',
    help: 'SQL statements of requests and jobs and how long they took, by result (ok, error).',
    labelNames: ['result'],
    buckets: STATEMENT_SECONDS,
    registers: this.registers,
  });
  private readonly jobSeconds = new Histogram({
    name: 'careergraph_job_duration_seconds',
    help: 'Jobs that this process ran and how long they took, by job and result (done, failed).',
    labelNames: ['job', 'result'],
    buckets: SECONDS,
    registers: this.registers,
  });
  private readonly events = new Map<DomainEvent, Counter>();

  constructor(sources: MetricSources, events: readonly DomainEvent[]) {
    const { registry, registers } = this;
    collectDefaultMetrics({ register: registry });
    for (const code of Object.keys(errorCodes)) this.errors.inc({ code }, 0);
    for (const event of events) {
      const { name, help } = event;
      this.events.set(event, new Counter({ name: `careergraph_${name}_total`, help, registers }));
    }
    addPoolGauges(registers, sources);
    addJobGauge(registers, sources);
    new Gauge({
      name: 'careergraph_http_requests_running',
      help: 'HTTP requests that run at the moment, without those to /health and /metrics.',
      registers,
      collect() {
        this.set(sources.running());
      },
    });
  }

  request(answer: {
    readonly kind: string;
    readonly codes: ReadonlySet<string>;
    readonly milliseconds: number;
    readonly statements: number;
    readonly cost: number | undefined;
  }): void {
    const { kind, codes, milliseconds, statements, cost } = answer;
    this.requestSeconds.observe({ kind, outcome: outcomeOf(codes) }, milliseconds / 1000);
    this.statements.observe({ kind }, statements);
    if (cost !== undefined) this.cost.observe({ kind }, cost);
    for (const code of new Set([...codes].map(known))) this.errors.inc({ code });
  }

  statement(milliseconds: number, failed: boolean): void {
    this.statementSeconds.observe({ result: failed ? 'error' : 'ok' }, milliseconds / 1000);
  }

  job(name: string, milliseconds: number, failed: boolean): void {
    this.jobSeconds.observe({ job: name, result: failed ? 'failed' : 'done' }, milliseconds / 1000);
  }

  event(event: DomainEvent): void {
    this.events.get(event)?.inc();
  }
}

function addPoolGauges(registers: Registry[], { pool }: MetricSources): void {
  new Gauge({
    name: 'careergraph_database_pool_connections',
    help: 'Connections to PostgreSQL that the pool holds, by state (busy, idle).',
    labelNames: ['state'],
    registers,
    collect() {
      const { total, idle } = pool();
      this.set({ state: 'busy' }, total - idle);
      this.set({ state: 'idle' }, idle);
    },
  });
  new Gauge({
    name: 'careergraph_database_pool_connections_max',
    help: 'Most connections that the pool may hold: DATABASE_POOL_SIZE.',
    registers,
    collect() {
      this.set(pool().max);
    },
  });
  new Gauge({
    name: 'careergraph_database_pool_waiting',
    help: 'What waits for a connection of the pool.',
    registers,
    collect() {
      this.set(pool().waiting);
    },
  });
}

function addJobGauge(registers: Registry[], { jobs }: MetricSources): void {
  new Gauge({
    name: 'careergraph_jobs',
    help: 'Jobs in the queue of all processes, by state (due, scheduled, running, failed for good). Absent while the database is away.',
    labelNames: ['state'],
    registers,
    async collect() {
      // Nothing is better than a number from before.
      this.reset();
      const counts = await jobs().catch(() => ({}));
      for (const [state, count] of Object.entries(counts)) this.set({ state }, count);
    },
  });
}
