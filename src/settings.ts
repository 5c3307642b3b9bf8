import { isIP } from 'node:net';
import { folder, integer, matching, oneOf, type Setting } from './setting';

function isPostgresUrl(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : null;
  return url !== null && /^postgres(ql)?:$/.test(url.protocol) && (url.hostname !== '' || url.searchParams.has('host'));
}

function isEmail(text: string): boolean {
  return text.length <= 254 && /^[^\s@]+@[^\s@]+$/.test(text);
}

function isWebUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

function isAddressList(text: string): boolean {
  return text.split(',').every((entry) => {
    const [address = '', bits, ...more] = entry.trim().split('/');
    const version = isIP(address);
    if (version === 0 || more.length > 0) return false;
    return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
  });
}

function isOriginList(text: string): boolean {
  // A pattern such as https://*.example.org would never be the origin of anything.
  const isOrigin = (entry: string) => isWebUrl(entry) && new URL(entry).origin === entry && !entry.includes('*');
  return text === '*' || text.split(',').every((entry) => isOrigin(entry.trim()));
}

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** Every setting there is. Reading, checking and the help all come from this table. */
export const settings = {
  PORT: integer(
    { min: 0, max: 65_535 },
    { default: '4000', description: 'Port of the HTTP server; 0 takes any free one.', example: '8080' },
  ),
  HOST: matching('host name or IP address', (text) => /^[A-Za-z0-9.:_-]+$/.test(text), {
    default: '127.0.0.1',
    description: 'Address to listen on; 0.0.0.0 (or :: for IPv6) accepts connections from other machines.',
    example: '0.0.0.0',
  }),
  DATABASE_URL: matching('postgres://user:password@host:port/database', isPostgresUrl, {
    default: null,
    description: 'PostgreSQL server to use. When not set, an embedded PostgreSQL runs in DATA_FOLDER.',
    example: 'postgres://careergraph:secret@db.example.org:5432/careergraph',
    secret: true,
  }),
  DATA_FOLDER: folder({
    default: '.careergraph',
    description: 'Where the embedded PostgreSQL keeps its data.',
    example: '/var/lib/careergraph-data',
  }),
  CONTENT_FOLDER: folder({
    default: 'content',
    description: 'Where the starter content lies: one YAML file a document.',
    example: '/srv/our-content',
  }),
  LOAD_CONTENT: oneOf(['when-empty', 'never'], {
    default: 'when-empty',
    description: 'Whether to load and publish CONTENT_FOLDER when the database has no documents.',
    example: 'never',
  }),
  DATABASE_POOL_SIZE: integer(
    { min: 1, max: 1000 },
    { default: '10', description: 'Most connections to PostgreSQL that this process keeps open.', example: '20' },
  ),
  LOG_LEVEL: oneOf(logLevels, {
    default: 'info',
    description: 'How much is logged, from least to most; debug also shows the stack of a failed start.',
    example: 'debug',
  }),
  LOG_REQUESTS: oneOf(['auto', 'all', 'none'], {
    default: 'auto',
    description: 'Whether every GraphQL request gets a line in the log; auto: unless the output is a terminal.',
    example: 'all',
  }),
  SLOW_OPERATION_MILLISECONDS: integer(
    { min: 0, max: 3_600_000 },
    {
      default: '1000',
      description: 'From how long on a GraphQL request is logged as a warning, whatever LOG_REQUESTS says.',
      example: '300',
    },
  ),
  SLOW_STATEMENT_MILLISECONDS: integer(
    { min: 0, max: 3_600_000 },
    {
      default: '500',
      description: 'From how long on an SQL statement is logged as a warning: its text, never its values.',
      example: '100',
    },
  ),
  METRICS_TOKEN: matching('16 to 200 characters without spaces', (text) => /^[\x21-\x7e]{16,200}$/.test(text), {
    default: null,
    description: 'The bearer token that opens GET /metrics to Prometheus. When not set, there is no /metrics.',
    example: 'a-long-random-text-for-prometheus',
    secret: true,
  }),
  OTEL_EXPORTER_OTLP_ENDPOINT: matching('http:// or https:// address', isWebUrl, {
    default: null,
    description:
      'An OpenTelemetry receiver (OTLP over HTTP, protobuf) that traces are sent to. When not set, none are recorded.',
    example: 'http://localhost:4318',
  }),
  OTEL_SERVICE_NAME: matching('1 to 100 characters', (text) => text.length <= 100, {
    default: 'careergraph',
    description: 'The name of this service in traces.',
    example: 'careergraph-staging',
  }),
  SHUTDOWN_SECONDS: integer(
    { min: 1, max: 3600 },
    {
      default: '20',
      description: 'How long running requests and jobs may take to finish once the process is asked to stop.',
      example: '60',
    },
  ),
  MAX_PAGE_SIZE: integer(
    { min: 1, max: 10_000 },
    { default: '100', description: 'Most nodes that one page of a list may have.', example: '200' },
  ),
  MAX_COST: integer(
    { min: 20_000, max: 100_000_000 },
    {
      default: '100000',
      description:
        'Most points that one operation may cost: a field counts once for every entry of the pages around it; see docs/limits.md.',
      example: '500000',
    },
  ),
  MAX_NODES: integer(
    { min: 100, max: 100_000_000 },
    {
      default: '20000',
      description: 'Most entries of pages, and nodes named by their ids, that one operation may be able to bring.',
      example: '50000',
    },
  ),
  MAX_DEPTH: integer(
    { min: 10, max: 90 },
    { default: '30', description: 'How deep the fields of an operation may lie in each other.', example: '40' },
  ),
  MAX_ALIASES: integer(
    { min: 1, max: 10_000 },
    {
      default: '250',
      description: 'Most fields that one operation may ask for under another name, those in fragments included.',
      example: '500',
    },
  ),
  MAX_LIST_LENGTH: integer(
    { min: 10, max: 1_000_000 },
    { default: '1000', description: 'Most entries of one list in variables and arguments.', example: '5000' },
  ),
  MAX_BODY_BYTES: integer(
    { min: 10_000, max: 100_000_000 },
    { default: '1000000', description: 'Largest body of a request, in bytes.', example: '5000000' },
  ),
  OPERATION_TIMEOUT_SECONDS: integer(
    { min: 1, max: 3600 },
    {
      default: '30',
      description:
        'How long one operation may take before its SQL statements are ended and the caller gets TIMEOUT; a mutation is rolled back.',
      example: '10',
    },
  ),
  RATE_LIMIT_ANONYMOUS: integer(
    { min: 0, max: 999_999_999 },
    {
      default: '5000000',
      description:
        'Points that callers without a token may spend in a minute, together for one address (an IPv6 network); 0: no limit.',
      example: '1000000',
    },
  ),
  RATE_LIMIT_KNOWN: integer(
    { min: 0, max: 999_999_999 },
    {
      default: '10000000',
      description: 'Points that a signed-in user, or an API or preview token, may spend in a minute; 0: no limit.',
      example: '20000000',
    },
  ),
  RATE_LIMIT_STORE: oneOf(['memory', 'database'], {
    default: 'memory',
    description:
      'Where spent points are counted: in each process by itself, or in PostgreSQL for all processes together.',
    example: 'database',
  }),
  STATEMENT_TIMEOUT_SECONDS: integer(
    { min: 1, max: 3600 },
    {
      default: '30',
      description: 'How long one SQL statement may take before PostgreSQL ends it and the caller gets TIMEOUT.',
      example: '10',
    },
  ),
  ANONYMOUS_LEARNERS_PER_HOUR: integer(
    { min: 1, max: 100_000_000 },
    {
      default: '600',
      description:
        'How many people without an account may begin to learn from one address (an IPv6 network) within an hour.',
      example: '5000',
    },
  ),
  REGISTRATIONS_PER_HOUR: integer(
    { min: 1, max: 100_000_000 },
    {
      default: '100',
      description: 'How many accounts may be registered from one address (an IPv6 network) within an hour.',
      example: '1000',
    },
  ),
  RUN_JOBS: oneOf(['true', 'false'], {
    default: 'true',
    description: 'Whether this process also runs jobs, such as publishing a release at its time. One process must.',
    example: 'false',
  }),
  IDEMPOTENCY_HOURS: integer(
    { min: 1, max: 8760 },
    {
      default: '24',
      description: 'How long the answer to a mutation with an Idempotency-Key is kept, in hours.',
      example: '72',
    },
  ),
  TRUSTED_PROXIES: matching('IP addresses or ranges, separated by commas', isAddressList, {
    default: null,
    description:
      'Reverse proxies in front: their X-Forwarded-For names the caller, whose attempts to sign in are counted by address.',
    example: '127.0.0.1,10.0.0.0/8',
  }),
  CORS_ORIGINS: matching('* or origins such as https://app.example.org, separated by commas', isOriginList, {
    default: null,
    description:
      "Web sites whose scripts may read the API's answers from a browser, by origin: scheme, host and port, without a path; * means all.",
    example: 'https://app.example.org,http://localhost:5173',
  }),
  PUBLIC_MAX_AGE_SECONDS: integer(
    { min: 0, max: 86_400 },
    {
      default: '0',
      description:
        'How long browsers and CDNs may use the answer to a public GET without asking again; 0 makes them ask each time.',
      example: '60',
    },
  ),
  ADMIN_EMAIL: matching('email address', isEmail, {
    default: 'admin@localhost',
    description: 'Who is made admin at a start that finds no admin.',
    example: 'ada@example.org',
  }),
  ADMIN_PASSWORD: matching('12 to 200 characters', (text) => [...text].length >= 12 && [...text].length <= 200, {
    default: null,
    description: 'The password of that admin. When not set, one is generated and printed once.',
    example: 'correct horse battery staple',
    secret: true,
  }),
  TOKEN_ISSUER: matching('text without spaces', (text) => /^\S{1,200}$/.test(text), {
    default: 'careergraph',
    description: 'The issuer (iss) in access tokens; an address of this server if other programs verify them.',
    example: 'https://graph.example.org',
  }),
  TOKEN_AUDIENCE: matching('text without spaces', (text) => /^\S{1,200}$/.test(text), {
    default: 'careergraph',
    description: 'The audience (aud) in access tokens.',
    example: 'https://graph.example.org/graphql',
  }),
  OIDC_ISSUER: matching('http:// or https:// address', isWebUrl, {
    default: null,
    description: 'An OpenID provider whose tokens are accepted too, exactly as its tokens name it (iss).',
    example: 'https://login.example.org/realms/staff',
  }),
  OIDC_JWKS_URL: matching('http:// or https:// address', isWebUrl, {
    default: null,
    description: "Where that provider's keys are. When not set, its discovery document says it.",
    example: 'https://login.example.org/realms/staff/jwks',
  }),
  OIDC_AUDIENCE: matching('text without spaces', (text) => /^\S{1,200}$/.test(text), {
    default: 'careergraph',
    description: "The audience (aud) that the provider's tokens must name.",
    example: 'careergraph-api',
  }),
  NODE_ENV: oneOf(['production', 'development', 'test'], {
    default: 'production',
    description: 'Mode of the libraries in use; anything but production is slower.',
    example: 'development',
  }),
} satisfies Record<string, Setting<string | number>>;
