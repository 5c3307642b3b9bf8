import type * as OpenTelemetry from '@opentelemetry/api';
import type { Attributes, Context, Span as ApiSpan, Tracer } from '@opentelemetry/api';

type Api = typeof OpenTelemetry;

export interface TracingSettings {
  /** Where an OTLP receiver takes spans over HTTP; `/v1/traces` is appended. */
  readonly endpoint: string;
  readonly serviceName: string;
}

export interface SpanOptions {
  readonly attributes?: Attributes;
  readonly kind?: 'INTERNAL' | 'SERVER' | 'CLIENT' | 'CONSUMER';
  /** For a span of something that is over: how long it took, in milliseconds, up to now. */
  readonly milliseconds?: number;
}

/** A part of a trace: it has a beginning, an end, and spans inside. */
export class Span {
  constructor(
    private readonly api: Api,
    private readonly tracer: Tracer,
    private readonly span: ApiSpan,
  ) {}

  /** False when the sampler left this trace out: its details need not be worked out. */
  get isRecording(): boolean {
    return this.span.isRecording();
  }

  child(name: string, options: SpanOptions = {}): Span {
    const { api, tracer } = this;
    return startSpan(api, tracer, api.trace.setSpan(api.ROOT_CONTEXT, this.span), name, options);
  }

  rename(name: string): void {
    this.span.updateName(name);
  }

  /** @param failure what went wrong, in a word such as an error code; left out when nothing did */
  end(attributes: Attributes = {}, failure?: string): void {
    this.span.setAttributes(attributes);
    if (failure !== undefined) {
      this.span.setAttribute('error.type', failure);
      this.span.setStatus({ code: this.api.SpanStatusCode.ERROR, message: failure });
    }
    this.span.end();
  }
}

function startSpan(api: Api, tracer: Tracer, parent: Context, name: string, options: SpanOptions): Span {
  const { attributes = {}, kind = 'INTERNAL', milliseconds } = options;
  const startTime = milliseconds === undefined ? undefined : Date.now() - milliseconds;
  return new Span(api, tracer, tracer.startSpan(name, { attributes, kind: api.SpanKind[kind], startTime }, parent));
}

/** Sends traces of what this process does to an OTLP receiver. */
export interface Tracing {
  /** Starts a trace, or goes on with the one that the headers of a request name (W3C Trace Context). */
  start(name: string, options?: SpanOptions, headers?: Readonly<Record<string, unknown>>): Span;
  /** Sends what is left. */
  stop(): Promise<void>;
}

/**
 * Loads OpenTelemetry and starts to record. Nothing is instrumented by itself: we say what our spans are. Sampling, limits,
 * headers and timeouts come from OpenTelemetry's own variables (OTEL_TRACES_SAMPLER, OTEL_EXPORTER_OTLP_HEADERS …).
 */
export async function startTracing({ endpoint, serviceName }: TracingSettings): Promise<Tracing> {
  const [api, { BatchSpanProcessor, NodeTracerProvider }, { OTLPTraceExporter }, resources] = await Promise.all([
    import('@opentelemetry/api'),
    import('@opentelemetry/sdk-trace-node'),
    import('@opentelemetry/exporter-trace-otlp-proto'),
    import('@opentelemetry/resources'),
  ]);
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/$/, '')}/v1/traces` });
  const provider = new NodeTracerProvider({
    resource: resources
      .defaultResource()
      .merge(resources.detectResources({ detectors: [resources.envDetector] }))
      .merge(resources.resourceFromAttributes({ 'service.name': serviceName })),
    spanProcessors: [new BatchSpanProcessor(exporter)],
  });
  const tracer = provider.getTracer('careergraph');
  return {
    start: (name, options = {}, headers = {}) => startSpan(api, tracer, parentOf(api, headers), name, options),
    stop: () => provider.shutdown(),
  };
}

/** Version, trace, parent, flags; later versions may append more. */
const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(?:-.*)?$/;

function parentOf(api: Api, { traceparent, tracestate }: Readonly<Record<string, unknown>>): Context {
  const [, traceId, spanId, flags] = TRACEPARENT.exec(typeof traceparent === 'string' ? traceparent : '') ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return api.ROOT_CONTEXT;
  return api.trace.setSpanContext(api.ROOT_CONTEXT, {
    traceId,
    spanId,
    // The lowest bit says whether the caller records the trace.
    traceFlags: Number.parseInt(flags, 16) & 1,
    isRemote: true,
    ...(typeof tracestate === 'string' ? { traceState: api.createTraceState(tracestate.slice(0, 512)) } : {}),
  });
}
